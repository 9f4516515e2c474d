import { createRoute, redirect } from '@tanstack/react-router'
import { textParam } from '../lib/navigation/search-params.ts'
import { insidePage } from './inside-page.ts'
import type { Search } from './root-route.ts'
import { signedInRoute } from './signed-in-route.ts'

/** What a mail's link or a provider comes back with: why it did not work, or what it was about. */
const returnSearch = (search: Search): { error?: string; email?: string; verified?: string } => ({
  error: textParam(search, 'error'),
  email: textParam(search, 'email'),
  verified: textParam(search, 'verified'),
})

const dashboardRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboard',
  validateSearch: returnSearch,
  component: insidePage(({ myOverviewPage }) => myOverviewPage(), 'MyOverviewPage'),
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
  component: insidePage(({ profilePage }) => profilePage(), 'ProfilePage'),
})
const securityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/security',
  validateSearch: returnSearch,
  component: insidePage(({ securityPage }) => securityPage(), 'SecurityPage'),
})
const sessionsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/sessions',
  component: insidePage(({ sessionsPage }) => sessionsPage(), 'SessionsPage'),
})
const connectionsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/connections',
  validateSearch: returnSearch,
  component: insidePage(({ connectionsPage }) => connectionsPage(), 'ConnectionsPage'),
})
const dataRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/data',
  component: insidePage(({ dataPage }) => dataPage(), 'DataPage'),
})
const usageRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/usage',
  component: insidePage(({ usagePage }) => usagePage(), 'UsagePage'),
})

/** The pages of one's own account, for every signed-in user. */
export const accountRoutes = [
  dashboardRoute,
  accountRoute,
  profileRoute,
  securityRoute,
  sessionsRoute,
  connectionsRoute,
  usageRoute,
  dataRoute,
] as const
