import {
  confirmInput,
  endSessionInput,
  endSessionsOfInput,
  impersonateInput,
  listSessionsInput,
} from '#shared/sessions.ts'
import { confirmIdentity } from '../../sessions/confirm-identity.ts'
import { endImpersonation } from '../../sessions/end-impersonation.ts'
import { endMyOtherSessions, endMySession } from '../../sessions/end-my-sessions.ts'
import { impersonate } from '../../sessions/impersonate.ts'
import { listMySessions, listSessions } from '../../sessions/list-sessions.ts'
import { endUserSessions } from '../../users/acts/end-user-sessions.ts'
import { adminProcedure, openProcedure, protectedProcedure, router } from '../procedures.ts'

export const sessionsRouter = router({
  /** Lists my sessions. */
  mine: protectedProcedure
    .meta({ keys: false, rest: 'GET /api/me/sessions' })
    .query(({ ctx }) => listMySessions(ctx)),
  /** Ends a session of mine. */
  end: protectedProcedure
    .meta({ whileImpersonating: false, rest: 'DELETE /api/me/sessions/{id}' })
    .input(endSessionInput)
    .mutation(({ ctx, input }) => endMySession(ctx, input)),
  /** Ends all my sessions but this one. */
  endOthers: protectedProcedure
    .meta({ whileImpersonating: false, rest: 'POST /api/me/end-other-sessions' })
    .mutation(({ ctx }) => endMyOtherSessions(ctx)),
  /** Confirms by the password who is there, for ten minutes. */
  // It tests a password, so it counts as an attempt to sign in.
  confirm: protectedProcedure
    .meta({ limit: 'sign-in', testsPassword: true, whileImpersonating: false, rest: 'POST /api/me/confirm' })
    .input(confirmInput)
    .mutation(({ ctx, input }) => confirmIdentity(ctx, input)),
  /** Lists a user's sessions. */
  list: adminProcedure
    .meta({ permission: 'users.list', rest: 'GET /api/admin/users/{userId}/sessions' })
    .input(listSessionsInput)
    .query(({ ctx, input }) => listSessions(ctx, input)),
  /** Ends a user's sessions, or one of them. */
  endOf: adminProcedure
    .meta({ permission: 'users.moderate', rest: 'DELETE /api/admin/users/{userId}/sessions' })
    .input(endSessionsOfInput)
    .mutation(({ ctx, input }) => endUserSessions(ctx, input)),
  impersonate: adminProcedure
    .meta({ permission: 'users.manage', fresh: true, whileImpersonating: false })
    .input(impersonateInput)
    .mutation(({ ctx, input }) => impersonate(ctx, input)),
  // For everybody, since the way back must be open when the impersonation has run out by itself.
  endImpersonation: openProcedure.meta({ keys: false }).mutation(({ ctx }) => endImpersonation(ctx)),
})
