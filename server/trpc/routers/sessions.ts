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
import { endSessionsOf } from '../../sessions/end-sessions-of.ts'
import { impersonate } from '../../sessions/impersonate.ts'
import { listMySessions, listSessions } from '../../sessions/list-sessions.ts'
import { adminProcedure, protectedProcedure, publicProcedure, router } from '../procedures.ts'

export const sessionsRouter = router({
  mine: protectedProcedure.query(({ ctx }) => listMySessions(ctx)),
  end: protectedProcedure
    .meta({ whileImpersonating: false })
    .input(endSessionInput)
    .mutation(({ ctx, input }) => endMySession(ctx, input)),
  endOthers: protectedProcedure
    .meta({ whileImpersonating: false })
    .mutation(({ ctx }) => endMyOtherSessions(ctx)),
  // It tests a password, so it counts as an attempt to sign in.
  confirm: protectedProcedure
    .meta({ limit: 'sign-in', testsPassword: true, whileImpersonating: false })
    .input(confirmInput)
    .mutation(({ ctx, input }) => confirmIdentity(ctx, input)),
  list: adminProcedure
    .meta({ permission: 'users.list' })
    .input(listSessionsInput)
    .query(({ ctx, input }) => listSessions(ctx, input)),
  endOf: adminProcedure
    .meta({ permission: 'users.moderate' })
    .input(endSessionsOfInput)
    .mutation(({ ctx, input }) => endSessionsOf(ctx, input)),
  impersonate: adminProcedure
    .meta({ permission: 'users.manage', fresh: true, whileImpersonating: false })
    .input(impersonateInput)
    .mutation(({ ctx, input }) => impersonate(ctx, input)),
  // For everybody, since the way back must be open when the impersonation has run out by itself.
  endImpersonation: publicProcedure.mutation(({ ctx }) => endImpersonation(ctx)),
})
