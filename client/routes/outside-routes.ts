import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { safeNextPath } from '#shared/addresses/next-path.ts'
import { PublicLayout } from '../components/outside/public-layout.tsx'
import { type SignOutReason, signOutReasons } from '../lib/api/sign-out-reason.ts'
import { choiceParam, textParam } from '../lib/navigation/search-params.ts'
import { part } from '../lib/part/part.ts'
import { rootRoute, type Search } from './root-route.ts'

// Only what is set appears, so that an address stays as short as it can be.
const only = (name: string) => (search: Search) => {
  const value = textParam(search, name)
  return value === undefined ? {} : { [name]: value }
}

/** Around every page outside: none of them loads the console, nor the cache behind it. */
export const publicRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'public',
  component: PublicLayout,
})

interface LoginSearch {
  next?: string
  error?: string
  step?: 'two-factor'
  reason?: SignOutReason
}

const loginRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/login',
  validateSearch: (search: Search): LoginSearch => ({
    next: safeNextPath(search.next) ?? undefined,
    error: textParam(search, 'error'),
    step: choiceParam(search, 'step', ['two-factor']),
    reason: choiceParam(search, 'reason', signOutReasons),
  }),
  component: lazyRouteComponent(
    part(() => import('../features/auth/login-page.tsx')),
    'LoginPage',
  ),
})
const registerRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/register',
  component: lazyRouteComponent(
    part(() => import('../features/auth/register-page.tsx')),
    'RegisterPage',
  ),
})
const setupRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/setup',
  validateSearch: (search: Search): { token?: string } => only('token')(search),
  component: lazyRouteComponent(
    part(() => import('../features/setup/setup-page.tsx')),
    'SetupPage',
  ),
})
const verifyEmailRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/verify-email',
  validateSearch: (search: Search): { error?: string } => only('error')(search),
  component: lazyRouteComponent(
    part(() => import('../features/auth/verify-email-page.tsx')),
    'VerifyEmailPage',
  ),
})
const forgotPasswordRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(
    part(() => import('../features/auth/forgot-password-page.tsx')),
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
    part(() => import('../features/auth/reset-password-page.tsx')),
    'ResetPasswordPage',
  ),
})
const acceptInvitationRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/accept-invitation',
  validateSearch: (search: Search): { token?: string } => only('token')(search),
  component: lazyRouteComponent(
    part(() => import('../features/auth/accept-invitation-page.tsx')),
    'AcceptInvitationPage',
  ),
})
const unauthorizedRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/unauthorized',
  component: lazyRouteComponent(
    part(() => import('../components/outside/dead-end-pages.tsx')),
    'UnauthorizedPage',
  ),
})

/** Signing in and what belongs to it. */
export const outsideRoutes = [
  loginRoute,
  registerRoute,
  setupRoute,
  verifyEmailRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  acceptInvitationRoute,
  unauthorizedRoute,
] as const
