import { createRoute, redirect } from '@tanstack/react-router'
import { type ApiDocsSearch, validateApiDocsSearch } from '../features/api-docs/api-docs-search.ts'
import { type MyCreditsSearch, validateMyCreditsSearch } from '../features/my-credits/my-credits-search.ts'
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
  validateSearch: returnSearch,
  component: insidePage(({ profilePage }) => profilePage(), 'ProfilePage'),
})
const securityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/security',
  validateSearch: returnSearch,
  // The links of a change of address led here.
  beforeLoad: ({ search }) => {
    if (search.email) throw redirect({ to: '/account/profile', search, replace: true })
  },
  component: insidePage(({ securityPage }) => securityPage(), 'SecurityPage'),
})
// Where earlier versions had pages of their own, to which mails and bookmarks lead.
const sessionsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/sessions',
  beforeLoad: () => {
    throw redirect({ to: '/account/security', hash: 'sessions', replace: true })
  },
})
const connectionsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/connections',
  validateSearch: returnSearch,
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/account/profile', search, hash: 'connections', replace: true })
  },
})
const dataRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/data',
  beforeLoad: () => {
    throw redirect({ to: '/account/profile', hash: 'data', replace: true })
  },
})
const usageRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/usage',
  beforeLoad: () => {
    throw redirect({ to: '/dashboard', replace: true })
  },
})
const creditsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/credits',
  validateSearch: (search: Search): MyCreditsSearch => validateMyCreditsSearch(search),
  component: insidePage(({ myCreditsPage }) => myCreditsPage(), 'MyCreditsPage'),
})
const ordersRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/orders',
  component: insidePage(({ myOrdersPage }) => myOrdersPage(), 'MyOrdersPage'),
})
const orderRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/orders/$id',
  component: insidePage(({ myOrderPage }) => myOrderPage(), 'MyOrderPage'),
})
const apiDocsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/api/docs',
  validateSearch: (search: Search): ApiDocsSearch => validateApiDocsSearch(search),
  component: insidePage(({ apiDocsPage }) => apiDocsPage(), 'ApiDocsPage'),
})

/** The pages of one's own account and of what programs can call, for every signed-in user. */
export const accountRoutes = [
  dashboardRoute,
  accountRoute,
  profileRoute,
  securityRoute,
  sessionsRoute,
  connectionsRoute,
  usageRoute,
  dataRoute,
  creditsRoute,
  ordersRoute,
  orderRoute,
  apiDocsRoute,
] as const
