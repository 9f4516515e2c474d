import { ActionIcon, Drawer } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { IconMenu2 } from '@tabler/icons-react'
import { QueryClientProvider } from '@tanstack/react-query'
import { getRouteApi, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Role } from '#shared/roles/roles.ts'
import '../../styles/console.css'
import { trpc } from '../../lib/api/trpc.ts'
import { useLive, useSignedIn } from '../../lib/live/use-live.ts'
import { LiveProvider } from '../../lib/live/use-live-refresh.ts'
import { part } from '../../lib/part/part.ts'
import { text } from '../../lib/text/text.ts'
import { ConfirmIdentity } from '../dialog/confirm-identity.tsx'
import { OriginNotice } from '../notice/origin-notice.tsx'
import { AroundLayout } from '../outside/public-layout.tsx'
import { Mark } from '../page/mark.tsx'
import { lazyDialog } from '../part/lazy-dialog.tsx'
import { AccountMenu } from './account-menu.tsx'
import classes from './app-shell.module.css'
import { ImpersonationBanner } from './impersonation-banner.tsx'
import { Navigation } from './navigation.tsx'
import { OutageBanner } from './outage-banner.tsx'
import { PageProgress } from './page-progress.tsx'
import { PaletteButton, PaletteMount, usePalette } from './palette-button.tsx'
import { type ProductClient, ProductClientProvider } from './product-client.ts'
import { useShortcuts } from './use-shortcuts.ts'

const ShortcutsDialog = lazyDialog(
  part(() => import('./shortcuts-dialog.tsx')),
  'ShortcutsDialog',
)
const FeedbackDialog = lazyDialog(
  part(() => import('../feedback/feedback-dialog.tsx')),
  'FeedbackDialog',
)
const route = getRouteApi('/signed-in')

/** The frame of every page inside, with the cache that they share. */
export function AppShell({ product }: { product: ProductClient }) {
  const { services } = route.useRouteContext()
  return (
    <trpc.Provider client={services.client} queryClient={services.queryClient}>
      <QueryClientProvider client={services.queryClient}>
        <ProductClientProvider value={product}>
          <Frame />
        </ProductClientProvider>
      </QueryClientProvider>
    </trpc.Provider>
  )
}

// The navigation on the left (a drawer on a phone), the page on the right.
function Frame() {
  const { loadCommands, services } = route.useRouteContext()
  const palette = usePalette()
  const news = useLive(services.noteEnd)
  const me = useSignedIn(news)
  const shortcuts = useShortcuts({ role: me?.user.role, search: palette.open })
  const confirm = trpc.sessions.confirm.useMutation()
  const endImpersonation = trpc.sessions.endImpersonation.useMutation()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [feedbackFrom, setFeedbackFrom] = useState<string | null>(null)
  const sendFeedback = () => setFeedbackFrom(path)
  const drawer = useDrawer(path)
  const main = useFocusOnNewPage(path)

  if (!me) return null
  // Nothing is said in the name of a user whom an admin acts as.
  const onFeedback = me.impersonator ? null : sendFeedback
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content" data-screen-only>
        {text.common.skipToContent}
      </a>
      <aside className={classes.side} data-screen-only>
        <Brand />
        <PaletteButton wide onOpen={palette.open} />
        <LiveProvider value={news}>
          <Navigation role={me.user.role} />
        </LiveProvider>
        <AccountMenu user={me.user} wide onFeedback={onFeedback} />
      </aside>
      <header className={classes.top} data-screen-only>
        <ActionIcon aria-label={text.common.openMenu} aria-expanded={drawer.opened} onClick={drawer.open}>
          <IconMenu2 size={20} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
        <Brand />
        <span className={classes.topEnd}>
          <PaletteButton onOpen={palette.open} />
          <AccountMenu user={me.user} onFeedback={onFeedback} />
        </span>
      </header>
      <PageProgress />
      <LiveProvider value={news}>
        <NavigationDrawer {...drawer} role={me.user.role} />
      </LiveProvider>
      <main id="content" ref={main} tabIndex={-1} className={classes.main}>
        {me.impersonator ? (
          <ImpersonationBanner name={me.user.name} onEnd={() => endImpersonation.mutateAsync()} />
        ) : null}
        <OutageBanner />
        <OriginNotice />
        <AroundLayout value="shell">
          <ConfirmIdentity confirm={(password) => confirm.mutateAsync({ password })}>
            <LiveProvider value={news}>
              <Outlet />
            </LiveProvider>
          </ConfirmIdentity>
        </AroundLayout>
        <div id="overlays" />
      </main>
      <PaletteMount
        palette={palette}
        role={me.user.role}
        loadCommands={loadCommands}
        listKeys={shortcuts.list}
        sendFeedback={sendFeedback}
      />
      {shortcuts.listed ? <ShortcutsDialog role={me.user.role} onClose={shortcuts.close} /> : null}
      {feedbackFrom === null ? null : (
        <FeedbackDialog userId={me.user.id} page={feedbackFrom} onClose={() => setFeedbackFrom(null)} />
      )}
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
