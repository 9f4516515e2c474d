import { ActionIcon, Drawer } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { IconMenu2 } from '@tabler/icons-react'
import { QueryClientProvider } from '@tanstack/react-query'
import { getRouteApi, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Role } from '#shared/roles.ts'
import '../../styles/console.css'
import { trpc } from '../../lib/api/trpc.ts'
import { useLive, useSignedIn } from '../../lib/live/use-live.ts'
import { LiveProvider } from '../../lib/live/use-live-refresh.ts'
import { text } from '../../lib/text/text.ts'
import { ConfirmIdentity } from '../dialog/confirm-identity.tsx'
import { OriginNotice } from '../notice/origin-notice.tsx'
import { InsideLayout } from '../outside/public-layout.tsx'
import { Mark } from '../page/mark.tsx'
import { AccountMenu } from './account-menu.tsx'
import classes from './app-shell.module.css'
import { ImpersonationBanner } from './impersonation-banner.tsx'
import { Navigation } from './navigation.tsx'
import { OutageBanner } from './outage-banner.tsx'
import { PaletteButton, PaletteMount, usePalette } from './palette-button.tsx'

const route = getRouteApi('/signed-in')

/** The frame of every page inside, with the cache that they share. */
export function AppShell() {
  const { services } = route.useRouteContext()
  return (
    <trpc.Provider client={services.client} queryClient={services.queryClient}>
      <QueryClientProvider client={services.queryClient}>
        <Frame />
      </QueryClientProvider>
    </trpc.Provider>
  )
}

// The navigation on the left (a drawer on a phone), the page on the right.
function Frame() {
  const { loadCommands } = route.useRouteContext()
  const palette = usePalette()
  const news = useLive()
  const me = useSignedIn(news)
  const confirm = trpc.sessions.confirm.useMutation()
  const endImpersonation = trpc.sessions.endImpersonation.useMutation()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const drawer = useDrawer(path)
  const main = useFocusOnNewPage(path)

  if (!me) return null
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {text.common.skipToContent}
      </a>
      <aside className={classes.side}>
        <Brand />
        <PaletteButton wide onOpen={palette.open} />
        <Navigation role={me.user.role} />
        <AccountMenu user={me.user} wide />
      </aside>
      <header className={classes.top}>
        <ActionIcon aria-label={text.common.openMenu} aria-expanded={drawer.opened} onClick={drawer.open}>
          <IconMenu2 size={20} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
        <Brand />
        <span className={classes.topEnd}>
          <PaletteButton onOpen={palette.open} />
          <AccountMenu user={me.user} />
        </span>
      </header>
      <NavigationDrawer {...drawer} role={me.user.role} />
      <main id="content" ref={main} tabIndex={-1} className={classes.main}>
        {me.impersonator ? (
          <ImpersonationBanner name={me.user.name} onEnd={() => endImpersonation.mutateAsync()} />
        ) : null}
        <OutageBanner />
        <OriginNotice />
        <InsideLayout value={true}>
          <ConfirmIdentity confirm={(password) => confirm.mutateAsync({ password })}>
            <LiveProvider value={news}>
              <Outlet />
            </LiveProvider>
          </ConfirmIdentity>
        </InsideLayout>
        <div id="overlays" />
      </main>
      <PaletteMount palette={palette} role={me.user.role} loadCommands={loadCommands} />
      <Notifications position="bottom-right" autoClose={4000} limit={3} transitionDuration={120} />
    </div>
  )
}

// Closes with every page that is gone to.
function useDrawer(path: string) {
  const [opened, setOpened] = useState(false)
  const [shownPath, setShownPath] = useState(path)
  if (shownPath !== path) {
    setShownPath(path)
    setOpened(false)
  }
  return { opened, open: () => setOpened(true), close: () => setOpened(false) }
}

// A screen reader goes on with the new page instead of the link that led to it.
function useFocusOnNewPage(path: string) {
  const main = useRef<HTMLElement>(null)
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current !== path) main.current?.focus({ preventScroll: true })
    shown.current = path
  }, [path])
  return main
}

function NavigationDrawer({ opened, close, role }: { opened: boolean; close: () => void; role: Role }) {
  return (
    <Drawer
      opened={opened}
      onClose={close}
      size={272}
      title={<Brand />}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Navigation role={role} folds />
    </Drawer>
  )
}

function Brand() {
  return (
    <span className={classes.brand}>
      <Mark />
      {text.productName}
    </span>
  )
}
