import { createRoute } from '@tanstack/react-router'
import {
  type BlockedSearch,
  type CountersSearch,
  type ExplainSearch,
  type LockoutsSearch,
  type OverridesSearch,
  type OverviewSearch,
  validateBlockedSearch,
  validateCountersSearch,
  validateExplainSearch,
  validateLockoutsSearch,
  validateOverridesSearch,
  validateOverviewSearch,
} from '../features/limits/limits-search.ts'
import { adminRoute } from './admin-route.ts'
import { insidePage } from './inside-page.ts'
import { requirePermission } from './require-access.ts'
import type { Search } from './root-route.ts'

const limitsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/limits',
  beforeLoad: ({ context }) => requirePermission({ queries: context.queries, permission: 'limits.read' }),
})
const limitsOverviewRoute = createRoute({
  getParentRoute: () => limitsRoute,
  path: '/',
  validateSearch: (search: Search): OverviewSearch => validateOverviewSearch(search),
  component: insidePage(({ limitsOverviewPage }) => limitsOverviewPage(), 'OverviewPage'),
})
const blockedRoute = createRoute({
  getParentRoute: () => limitsRoute,
  path: '/blocked',
  validateSearch: (search: Search): BlockedSearch => validateBlockedSearch(search),
  component: insidePage(({ blockedPage }) => blockedPage(), 'BlockedPage'),
})
const countersRoute = createRoute({
  getParentRoute: () => limitsRoute,
  path: '/counters',
  validateSearch: (search: Search): CountersSearch => validateCountersSearch(search),
  component: insidePage(({ countersPage }) => countersPage(), 'CountersPage'),
})
const overridesRoute = createRoute({
  getParentRoute: () => limitsRoute,
  path: '/overrides',
  validateSearch: (search: Search): OverridesSearch => validateOverridesSearch(search),
  component: insidePage(({ overridesPage }) => overridesPage(), 'OverridesPage'),
})
const policiesRoute = createRoute({
  getParentRoute: () => limitsRoute,
  path: '/policies',
  component: insidePage(({ policiesPage }) => policiesPage(), 'PoliciesPage'),
})
const lockoutsRoute = createRoute({
  getParentRoute: () => limitsRoute,
  path: '/lockouts',
  validateSearch: (search: Search): LockoutsSearch => validateLockoutsSearch(search),
  component: insidePage(({ lockoutsPage }) => lockoutsPage(), 'LockoutsPage'),
})
const explainRoute = createRoute({
  getParentRoute: () => limitsRoute,
  path: '/explain',
  validateSearch: (search: Search): ExplainSearch => validateExplainSearch(search),
  component: insidePage(({ explainPage }) => explainPage(), 'ExplainPage'),
})
/** Everything about limits. */
export const limitsRoutes = limitsRoute.addChildren([
  limitsOverviewRoute,
  blockedRoute,
  countersRoute,
  overridesRoute,
  policiesRoute,
  lockoutsRoute,
  explainRoute,
])
