import { and, count, eq, gt } from 'drizzle-orm'
import { session } from '#drizzle/schema/index.ts'
import type { UserIdInput } from '#shared/users.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import { endSessions } from '../../auth/sessions/end-sessions.ts'
import type { ActorContext } from '../../service-context.ts'
import { actOnUser } from '../guard/act-on-user.ts'
import { auditedUser } from './change-user.ts'

/**
 * Ends every session of a user. Throws NOT_FOUND; FORBIDDEN for oneself and for a user whom the actor does not outrank;
 * CONFLICT for a deleted user.
 */
export function endUserSessions(ctx: ActorContext, { id }: UserIdInput): Promise<{ count: number }> {
  return actOnUser(ctx, { id, permission: 'users.moderate' }, async (inside, { user }) => {
    const [live] = await inside.db
      .select({ count: count() })
      .from(session)
      .where(and(eq(session.userId, id), gt(session.expiresAt, ctx.now)))
    await endSessions(inside, id)
    const ended = live?.count ?? 0
    if (ended > 0) {
      const entry = { action: 'session.end', subject: auditedUser(user), before: { all: ended } } as const
      await recordAudit(inside, entry)
    }
    return { count: ended }
  })
}
