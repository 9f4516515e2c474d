import {
  type AnyRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { homeOf } from '#shared/roles/roles.ts'
import { FailurePage } from './components/outside/failure-page.tsx'
import type { SignOutReason } from './lib/api/sign-out-reason.ts'
import { parseSearch, stringifySearch } from './lib/navigation/search-params.ts'
import { part } from './lib/part/part.ts'
import { accountRoutes } from './routes/account-routes.ts'
import { consoleRoutes } from './routes/console-routes.ts'
import { outsideRoutes, publicRoute } from './routes/outside-routes.ts'
import { productInsideRoutes, productOutsideRoutes } from './routes/product-routes.ts'
import { requireSession } from './routes/require-access.ts'
import { type RouterContext, rootRoute } from './routes/root-route.ts'
import { signedInRoute } from './routes/signed-in-route.ts'

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ context, location }) => {
    const { queries } = await context.signedInServices.load()
    const { user } = await requireSession({ queries, href: location.href })
    throw redirect({ to: homeOf(user.role) })
  },
})

const routeTree = rootRoute.addChildren([
  indexRoute,
  publicRoute.addChildren([...outsideRoutes, ...productOutsideRoutes]),
  signedInRoute.addChildren([...accountRoutes, consoleRoutes, ...productInsideRoutes]),
])

const NotFoundPage = lazyRouteComponent(
  part(() => import('./components/outside/dead-end-pages.tsx')),
  'NotFoundPage',
)

/** Every page with its address and its guard. */
export function createAppRouter(services: Omit<RouterContext, 'loadCommands'>) {
  const router = createRouter({
    routeTree,
    context: { ...services, loadCommands: part(() => import('./routes/commands.ts')) },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 400,
    scrollRestoration: true,
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: ({ error }: ErrorComponentProps) => (
      <FailurePage error={error} onRetry={() => router.invalidate()} />
    ),
  })
  // The page's own part comes while it is found out who asks, not after.
  router.subscribe('onBeforeLoad', ({ toLocation }) => {
    for (const { routeId } of router.matchRoutes(toLocation)) {
      const route = (router.routesById as Record<string, AnyRoute | undefined>)[routeId]
      if (route) router.loadRouteChunk(route)?.catch(() => null)
    }
  })
  // The router notes where the window was only if it was scrolled since the page was rendered, and an address that
  // follows what is done on the page, such as how far a list was opened, counts as rendered: Back would lead to the top.
  router.subscribe('onRendered', () => document.dispatchEvent(new Event('scroll')))
  return router
}
export type AppRouterInstance = ReturnType<typeof createAppRouter>

/** Where somebody goes whose session has ended on this page, and why; null on a page that needs none. */
export function signInPath(router: AppRouterInstance, reason: SignOutReason): string | null {
  const { location, matches } = router.state
  if (!matches.some((match) => match.routeId === '/signed-in')) return null
  return `/login${stringifySearch({ next: location.href, reason })}`
}

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouterInstance
  }
  interface HistoryState {
    /** The address that the next page speaks of; kept out of the page's own address. */
    email?: string
  }
}
