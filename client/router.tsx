import {
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { FailurePage } from './components/outside/failure-page.tsx'
import { parseSearch, stringifySearch } from './lib/navigation/search-params.ts'
import { accountRoutes } from './routes/account-routes.ts'
import { consoleRoutes } from './routes/console-routes.ts'
import { outsideRoutes } from './routes/outside-routes.ts'
import { type RouterContext, rootRoute } from './routes/root-route.ts'
import { signedInRoute } from './routes/signed-in-route.ts'

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/dashboard' })
  },
})

const routeTree = rootRoute.addChildren([
  indexRoute,
  outsideRoutes,
  signedInRoute.addChildren([...accountRoutes, consoleRoutes]),
])

const NotFoundPage = lazyRouteComponent(
  () => import('./components/outside/dead-end-pages.tsx'),
  'NotFoundPage',
)

/** Every page with its address and its guard. */
export function createAppRouter(services: Omit<RouterContext, 'loadCommands'>) {
  const router = createRouter({
    routeTree,
    context: { ...services, loadCommands: () => import('./routes/commands.ts') },
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
  return router
}
export type AppRouterInstance = ReturnType<typeof createAppRouter>

/** Where somebody goes whose session has ended on this page; null on a page that needs none. */
export function signInPath(router: AppRouterInstance): string | null {
  const { location, matches } = router.state
  if (!matches.some((match) => match.routeId === '/signed-in')) return null
  return `/login${stringifySearch({ next: location.href })}`
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
