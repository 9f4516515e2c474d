import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { safeNextPath } from '#shared/next-path.ts'
import { FailurePage } from './components/failure-page.tsx'
import { PublicLayout } from './components/public-layout.tsx'
import { validateLimitsSearch } from './features/limits/limits-search.ts'
import { validateUsersSearch } from './features/users/users-search.ts'
import { requirePermission, requireSession } from './lib/guards.ts'
import { parseSearch, stringifySearch, textParam } from './lib/search.ts'
import type { TrpcQueries } from './lib/trpc.ts'

interface RouterContext {
  queries: TrpcQueries
}
type Search = Record<string, unknown>

// Only what is set appears, so that an address stays as short as it can be.
const only = (name: string) => (search: Search) => {
  const value = textParam(search, name)
  return value === undefined ? {} : { [name]: value }
}

const rootRoute = createRootRouteWithContext<RouterContext>()({})

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/dashboard' })
  },
})

// Pages outside: none of them loads the console.
const publicRoute = createRoute({ getParentRoute: () => rootRoute, id: 'public', component: PublicLayout })

const loginRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/login',
  validateSearch: (search: Search): { next?: string; error?: string } => ({
    next: safeNextPath(search.next) ?? undefined,
    error: textParam(search, 'error'),
  }),
  component: lazyRouteComponent(() => import('./features/auth/login-page.tsx'), 'LoginPage'),
})
const registerRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/register',
  component: lazyRouteComponent(() => import('./features/auth/register-page.tsx'), 'RegisterPage'),
})
const setupRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/setup',
  validateSearch: (search: Search): { token?: string } => only('token')(search),
  component: lazyRouteComponent(() => import('./features/setup/setup-page.tsx'), 'SetupPage'),
})
const verifyEmailRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/verify-email',
  validateSearch: (search: Search): { error?: string } => only('error')(search),
  component: lazyRouteComponent(() => import('./features/auth/verify-email-page.tsx'), 'VerifyEmailPage'),
})
const forgotPasswordRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('./features/auth/forgot-password-page.tsx'),
    'ForgotPasswordPage',
  ),
})
const resetPasswordRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/reset-password',
  validateSearch: (search: Search): { token?: string; error?: string } => ({
    token: textParam(search, 'token'),
    error: textParam(search, 'error'),
  }),
  component: lazyRouteComponent(() => import('./features/auth/reset-password-page.tsx'), 'ResetPasswordPage'),
})
const unauthorizedRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/unauthorized',
  component: lazyRouteComponent(() => import('./components/dead-end-pages.tsx'), 'UnauthorizedPage'),
})

// Pages inside. The server guards the same paths; these guards spare the round trip.
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: ({ context, location }) =>
    requireSession({ queries: context.queries, href: location.href }).then(() => undefined),
  component: lazyRouteComponent(() => import('./components/app-shell.tsx'), 'AppShell'),
})

const dashboardRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboard',
  validateSearch: (search: Search): { verified?: string; error?: string } => ({
    verified: textParam(search, 'verified'),
    error: textParam(search, 'error'),
  }),
  component: lazyRouteComponent(() => import('./features/dashboard/dashboard-page.tsx'), 'DashboardPage'),
})
const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account',
  beforeLoad: () => {
    throw redirect({ to: '/account/profile', replace: true })
  },
})
const profileRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/profile',
  component: lazyRouteComponent(() => import('./features/account/profile-page.tsx'), 'ProfilePage'),
})

const adminRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/admin',
  beforeLoad: ({ context }) => requirePermission({ queries: context.queries, permission: 'console.open' }),
})
const adminIndexRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/admin/users', replace: true })
  },
})
const usersRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/users',
  validateSearch: (search: Search): Partial<ReturnType<typeof validateUsersSearch>> =>
    validateUsersSearch(search),
  component: lazyRouteComponent(() => import('./features/users/users-page.tsx'), 'UsersPage'),
})
const userRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/users/$id',
  component: lazyRouteComponent(() => import('./features/users/user-page.tsx'), 'UserPage'),
})
const limitsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/limits',
  validateSearch: (search: Search): Partial<ReturnType<typeof validateLimitsSearch>> =>
    validateLimitsSearch(search),
  beforeLoad: ({ context }) => requirePermission({ queries: context.queries, permission: 'limits.read' }),
  component: lazyRouteComponent(() => import('./features/limits/limits-page.tsx'), 'LimitsPage'),
})

const routeTree = rootRoute.addChildren([
  indexRoute,
  publicRoute.addChildren([
    loginRoute,
    registerRoute,
    setupRoute,
    verifyEmailRoute,
    forgotPasswordRoute,
    resetPasswordRoute,
    unauthorizedRoute,
  ]),
  signedInRoute.addChildren([
    dashboardRoute,
    accountRoute,
    profileRoute,
    adminRoute.addChildren([adminIndexRoute, usersRoute, userRoute, limitsRoute]),
  ]),
])

const NotFoundPage = lazyRouteComponent(() => import('./components/dead-end-pages.tsx'), 'NotFoundPage')

/** Every page with its address and its guard. */
export function createAppRouter(context: RouterContext) {
  const router = createRouter({
    routeTree,
    context,
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
