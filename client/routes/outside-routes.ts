import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { safeNextPath } from '#shared/next-path.ts'
import { PublicLayout } from '../components/outside/public-layout.tsx'
import { choiceParam, textParam } from '../lib/navigation/search-params.ts'
import { rootRoute, type Search } from './root-route.ts'

// Only what is set appears, so that an address stays as short as it can be.
const only = (name: string) => (search: Search) => {
  const value = textParam(search, name)
  return value === undefined ? {} : { [name]: value }
}

const publicRoute = createRoute({ getParentRoute: () => rootRoute, id: 'public', component: PublicLayout })

const loginRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/login',
  validateSearch: (search: Search): { next?: string; error?: string; step?: 'two-factor' } => ({
    next: safeNextPath(search.next) ?? undefined,
    error: textParam(search, 'error'),
    step: choiceParam(search, 'step', ['two-factor']),
  }),
  component: lazyRouteComponent(() => import('../features/auth/login-page.tsx'), 'LoginPage'),
})
const registerRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/register',
  component: lazyRouteComponent(() => import('../features/auth/register-page.tsx'), 'RegisterPage'),
})
const setupRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/setup',
  validateSearch: (search: Search): { token?: string } => only('token')(search),
  component: lazyRouteComponent(() => import('../features/setup/setup-page.tsx'), 'SetupPage'),
})
const verifyEmailRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/verify-email',
  validateSearch: (search: Search): { error?: string } => only('error')(search),
  component: lazyRouteComponent(() => import('../features/auth/verify-email-page.tsx'), 'VerifyEmailPage'),
})
const forgotPasswordRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('../features/auth/forgot-password-page.tsx'),
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
  component: lazyRouteComponent(
    () => import('../features/auth/reset-password-page.tsx'),
    'ResetPasswordPage',
  ),
})
const acceptInvitationRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/accept-invitation',
  validateSearch: (search: Search): { token?: string } => only('token')(search),
  component: lazyRouteComponent(
    () => import('../features/auth/accept-invitation-page.tsx'),
    'AcceptInvitationPage',
  ),
})
const unauthorizedRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/unauthorized',
  component: lazyRouteComponent(() => import('../components/outside/dead-end-pages.tsx'), 'UnauthorizedPage'),
})

/** Pages outside: none of them loads the console, nor the cache behind it. */
export const outsideRoutes = publicRoute.addChildren([
  loginRoute,
  registerRoute,
  setupRoute,
  verifyEmailRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  acceptInvitationRoute,
  unauthorizedRoute,
])
