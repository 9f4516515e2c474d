import { ActionIcon, Drawer } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { IconMenu2 } from '@tabler/icons-react'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import '../styles/console.css'
import { text } from '../lib/text.ts'
import { trpc } from '../lib/trpc.ts'
import { AccountMenu } from './account-menu.tsx'
import classes from './app-shell.module.css'
import { Mark } from './mark.tsx'
import { Navigation } from './navigation.tsx'
import { OriginNotice } from './origin-notice.tsx'
import { OutageBanner } from './outage-banner.tsx'
import { InsideLayout } from './public-layout.tsx'

/** The frame of every page inside: where one can go on the left (a drawer on a phone), the page on the right. */
export function AppShell() {
  const { data: me } = trpc.users.me.useQuery()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [open, setOpen] = useState(false)
  const [shownPath, setShownPath] = useState(path)
  if (shownPath !== path) {
    setShownPath(path)
    setOpen(false)
  }
  const main = useRef<HTMLElement>(null)
  const entered = useRef(path)
  // A screen reader goes on with the new page instead of the link that led to it.
  useEffect(() => {
    if (entered.current !== path) main.current?.focus({ preventScroll: true })
    entered.current = path
  }, [path])

  if (!me) return null
  const brand = (
    <span className={classes.brand}>
      <Mark />
      {text.productName}
    </span>
  )
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {text.common.skipToContent}
      </a>
      <aside className={classes.side}>
        {brand}
        <Navigation role={me.user.role} />
        <AccountMenu user={me.user} wide />
      </aside>
      <header className={classes.top}>
        <ActionIcon aria-label={text.common.openMenu} aria-expanded={open} onClick={() => setOpen(true)}>
          <IconMenu2 size={20} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
        {brand}
        <AccountMenu user={me.user} />
      </header>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        size={272}
        title={brand}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        <Navigation role={me.user.role} />
      </Drawer>
      <main id="content" ref={main} tabIndex={-1} className={classes.main}>
        <OutageBanner />
        <OriginNotice />
        <InsideLayout value={true}>
          <Outlet />
        </InsideLayout>
        <div id="overlays" />
      </main>
      <Notifications position="bottom-right" autoClose={4000} limit={3} transitionDuration={120} />
    </div>
  )
}
