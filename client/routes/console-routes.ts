import { createRoute, redirect } from '@tanstack/react-router'
import { type AuditSearch, validateAuditSearch } from '../features/audit/audit-search.ts'
import {
  type DashboardSearch,
  validateDashboardSearch,
} from '../features/console-dashboard/dashboard-search.ts'
import { type FeedbackSearch, validateFeedbackSearch } from '../features/feedback/feedback-search.ts'
import { type OrdersSearch, validateOrdersSearch } from '../features/orders/orders-search.ts'
import { type OwnersSearch, validateOwnersSearch } from '../features/owners/owners-search.ts'
import {
  type ApprovalsSearch,
  type InvitationsSearch,
  type UserSearch,
  type UsersSearch,
  validateApprovalsSearch,
  validateInvitationsSearch,
  validateUserSearch,
  validateUsersSearch,
} from '../features/users/users-search.ts'
import { adminRoute } from './admin-route.ts'
import { insidePage } from './inside-page.ts'
import { limitsRoutes } from './limits-routes.ts'
import { requirePermission } from './require-access.ts'
import type { Search } from './root-route.ts'

const adminIndexRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/',
  validateSearch: (search: Search): DashboardSearch => validateDashboardSearch(search),
  component: insidePage(({ consoleDashboardPage }) => consoleDashboardPage(), 'ConsoleDashboardPage'),
})
const usersRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/users',
  validateSearch: (search: Search): UsersSearch => validateUsersSearch(search),
  component: insidePage(({ usersPage }) => usersPage(), 'UsersPage'),
})
const userRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/users/$id',
  validateSearch: (search: Search): UserSearch => validateUserSearch(search),
  component: insidePage(({ userPage }) => userPage(), 'UserPage'),
})
const auditRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/audit',
  beforeLoad: ({ context }) => requirePermission({ queries: context.queries, permission: 'audit.read' }),
  // A row keeps the filters of the list that it was opened from, for the way back.
  validateSearch: (search: Search): AuditSearch => validateAuditSearch(search),
})
const auditListRoute = createRoute({
  getParentRoute: () => auditRoute,
  path: '/',
  component: insidePage(({ auditPage }) => auditPage(), 'AuditPage'),
})
const auditEventRoute = createRoute({
  getParentRoute: () => auditRoute,
  path: '/$id',
  component: insidePage(({ auditEventPage }) => auditEventPage(), 'AuditEventPage'),
})
const feedbackRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/feedback',
  beforeLoad: ({ context }) => requirePermission({ queries: context.queries, permission: 'feedback.read' }),
  validateSearch: (search: Search): FeedbackSearch => validateFeedbackSearch(search),
  component: insidePage(({ feedbackPage }) => feedbackPage(), 'FeedbackPage'),
})
const feedbacksRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/feedbacks',
  beforeLoad: () => {
    throw redirect({ to: '/admin/feedback', replace: true })
  },
})
const settingsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/settings',
  beforeLoad: ({ context }) => requirePermission({ queries: context.queries, permission: 'settings.read' }),
  component: insidePage(({ settingsPage }) => settingsPage(), 'SettingsPage'),
})
const invitationsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/invitations',
  beforeLoad: ({ context }) => requirePermission({ queries: context.queries, permission: 'users.readEmail' }),
  validateSearch: (search: Search): InvitationsSearch => validateInvitationsSearch(search),
  component: insidePage(({ invitationsPage }) => invitationsPage(), 'InvitationsPage'),
})
const approvalsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/approvals',
  validateSearch: (search: Search): ApprovalsSearch => validateApprovalsSearch(search),
  component: insidePage(({ approvalsPage }) => approvalsPage(), 'ApprovalsPage'),
})
const ownersRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/credits',
  beforeLoad: ({ context }) => requirePermission({ queries: context.queries, permission: 'credits.read' }),
  validateSearch: (search: Search): OwnersSearch => validateOwnersSearch(search),
  component: insidePage(({ ownersPage }) => ownersPage(), 'OwnersPage'),
})
const ordersRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/orders',
  beforeLoad: ({ context }) => requirePermission({ queries: context.queries, permission: 'orders.read' }),
})
const ordersListRoute = createRoute({
  getParentRoute: () => ordersRoute,
  path: '/',
  validateSearch: (search: Search): OrdersSearch => validateOrdersSearch(search),
  component: insidePage(({ ordersPage }) => ordersPage(), 'OrdersPage'),
})
const orderRoute = createRoute({
  getParentRoute: () => ordersRoute,
  path: '/$id',
  component: insidePage(({ orderPage }) => orderPage(), 'OrderPage'),
})
const servicesRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/service-accounts',
  beforeLoad: ({ context }) =>
    requirePermission({ queries: context.queries, permission: 'serviceAccounts.read' }),
})
const servicesListRoute = createRoute({
  getParentRoute: () => servicesRoute,
  path: '/',
  component: insidePage(({ servicesPage }) => servicesPage(), 'ServicesPage'),
})
const serviceRoute = createRoute({
  getParentRoute: () => servicesRoute,
  path: '/$id',
  component: insidePage(({ servicePage }) => servicePage(), 'ServicePage'),
})

/** The console, each page for the roles that hold its permission. */
export const consoleRoutes = adminRoute.addChildren([
  adminIndexRoute,
  usersRoute,
  userRoute,
  invitationsRoute,
  approvalsRoute,
  ownersRoute,
  ordersRoute.addChildren([ordersListRoute, orderRoute]),
  servicesRoute.addChildren([servicesListRoute, serviceRoute]),
  limitsRoutes,
  auditRoute.addChildren([auditListRoute, auditEventRoute]),
  feedbackRoute,
  feedbacksRoute,
  settingsRoute,
])
