import { Outlet } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext } from 'react'
import { isOutage } from '../../lib/api/failure.ts'
import { text } from '../../lib/text/outside-text.ts'
import { ColorSchemeSwitch } from '../control/color-scheme-switch.tsx'
import { OriginNotice } from '../notice/origin-notice.tsx'
import { OutageNotice } from '../notice/outage-notice.tsx'
import { Mark } from '../page/mark.tsx'
import classes from './public-layout.module.css'
import { PublicSettingsProvider, usePublicSettings } from './public-settings.tsx'

/** Whether a layout with its landmarks is around already. */
export const InsideLayout = createContext(false)

function Outage() {
  const { failure, retry } = usePublicSettings()
  return failure && isOutage(failure) ? <OutageNotice onRetry={retry} /> : null
}

function PublicFrame({ children }: { children: ReactNode }) {
  return (
    <div className={classes.wall}>
      <Outage />
      <header className={classes.header}>
        <span className={classes.brand}>
          <Mark size={24} />
          {text.productName}
        </span>
        <ColorSchemeSwitch />
      </header>
      <main className={classes.main}>
        <OriginNotice />
        {children}
      </main>
    </div>
  )
}

/** The ground of every page outside: the wall, the mark, and one column of one question. */
export function PublicLayout() {
  return (
    <PublicSettingsProvider>
      <PublicFrame>
        <InsideLayout value={true}>
          <Outlet />
        </InsideLayout>
      </PublicFrame>
    </PublicSettingsProvider>
  )
}

/** For a page that takes the place of whatever failed: inside a layout as it is, else on the public ground. */
export function AnyFrame({ children }: { children: ReactNode }) {
  return useContext(InsideLayout) ? children : <PublicFrame>{children}</PublicFrame>
}
