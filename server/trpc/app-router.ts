import { router } from './procedures.ts'
import { healthRouter } from './routers/health.ts'
import { limitsRouter } from './routers/limits.ts'
import { settingsRouter } from './routers/settings.ts'
import { setupRouter } from './routers/setup.ts'
import { usersRouter } from './routers/users.ts'

/** Every procedure; add a router of your own here. */
export const appRouter = router({
  health: healthRouter,
  limits: limitsRouter,
  settings: settingsRouter,
  setup: setupRouter,
  users: usersRouter,
})

export type AppRouter = typeof appRouter
