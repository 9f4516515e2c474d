import type { AnyRouter } from '@trpc/server'
import { server } from '#product/server.ts'
import { joinTables } from '#shared/product/join-tables.ts'
import { router } from './procedures.ts'
import { auditRouter } from './routers/audit.ts'
import { creditsRouter } from './routers/credits.ts'
import { entitlementsRouter } from './routers/entitlements.ts'
import { feedbackRouter } from './routers/feedback.ts'
import { healthRouter } from './routers/health.ts'
import { invitationsRouter } from './routers/invitations.ts'
import { keysRouter } from './routers/keys.ts'
import { limitsRouter } from './routers/limits.ts'
import { liveRouter } from './routers/live.ts'
import { notesRouter } from './routers/notes.ts'
import { ordersRouter } from './routers/orders.ts'
import { plansRouter } from './routers/plans.ts'
import { serviceAccountsRouter } from './routers/service-accounts.ts'
import { sessionsRouter } from './routers/sessions.ts'
import { settingsRouter } from './routers/settings.ts'
import { setupRouter } from './routers/setup.ts'
import { subscriptionsRouter } from './routers/subscriptions.ts'
import { tokensRouter } from './routers/tokens.ts'
import { usersRouter } from './routers/users.ts'
import { viewsRouter } from './routers/views.ts'

const ownRouters = {
  audit: auditRouter,
  credits: creditsRouter,
  entitlements: entitlementsRouter,
  feedback: feedbackRouter,
  health: healthRouter,
  invitations: invitationsRouter,
  keys: keysRouter,
  limits: limitsRouter,
  live: liveRouter,
  notes: notesRouter,
  orders: ordersRouter,
  plans: plansRouter,
  serviceAccounts: serviceAccountsRouter,
  sessions: sessionsRouter,
  settings: settingsRouter,
  setup: setupRouter,
  subscriptions: subscriptionsRouter,
  tokens: tokensRouter,
  users: usersRouter,
  views: viewsRouter,
}

/** Ours with the procedures of a product, by the first word of their path. */
export const withOwnRouters = (routers: Record<string, AnyRouter>): AnyRouter =>
  router({ ...ownRouters, ...routers })

/** Every procedure, ours and the product's. */
export const appRouter = router(joinTables(ownRouters, server.routers))

export type AppRouter = typeof appRouter
