import { Outlet, useRouterState } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext } from 'react'
import { isOutage } from '../../lib/api/failure.ts'
import { text } from '../../lib/text/outside-text.ts'
import { ColorSchemeSwitch } from '../control/color-scheme-switch.tsx'
import { OriginNotice } from '../notice/origin-notice.tsx'
import { OutageNotice } from '../notice/outage-notice.tsx'
import { Mark } from '../page/mark.tsx'
import { ProgressLine } from '../page/progress-line.tsx'
import classes from './public-layout.module.css'
import { PublicSettingsProvider, usePublicSettings } from './public-settings.tsx'

/** Which layout with its landmarks is around already. */
export const AroundLayout = createContext<'public' | 'shell' | null>(null)

function Outage() {
  const { failure, retry } = usePublicSettings()
  return failure && isOutage(failure) ? <OutageNotice onRetry={retry} /> : null
}

function Coming() {
  const going = useRouterState({ select: ({ isLoading }) => isLoading })
  return going ? <ProgressLine label={text.common.loading} /> : null
}

function PublicFrame({ children }: { children: ReactNode }) {
  return (
    <div className={classes.wall}>
      <Coming />
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
        <AroundLayout value="public">
          <Outlet />
        </AroundLayout>
      </PublicFrame>
    </PublicSettingsProvider>
  )
}

/** For a page that takes the place of whatever failed: in the layout that is around, else on the public ground. */
export function AnyFrame({ children }: { children: ReactNode }) {
  const around = useContext(AroundLayout)
  if (around === 'shell') return <div className={classes.inShell}>{children}</div>
  return around === 'public' ? children : <PublicFrame>{children}</PublicFrame>
}
