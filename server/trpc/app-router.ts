import { router } from './procedures.ts'
import { auditRouter } from './routers/audit.ts'
import { healthRouter } from './routers/health.ts'
import { invitationsRouter } from './routers/invitations.ts'
import { limitsRouter } from './routers/limits.ts'
import { liveRouter } from './routers/live.ts'
import { sessionsRouter } from './routers/sessions.ts'
import { settingsRouter } from './routers/settings.ts'
import { setupRouter } from './routers/setup.ts'
import { usersRouter } from './routers/users.ts'

/** Every procedure; add a router of your own here. */
export const appRouter = router({
  audit: auditRouter,
  health: healthRouter,
  invitations: invitationsRouter,
  limits: limitsRouter,
  live: liveRouter,
  sessions: sessionsRouter,
  settings: settingsRouter,
  setup: setupRouter,
  users: usersRouter,
})

export type AppRouter = typeof appRouter
