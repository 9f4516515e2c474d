import { and, eq, gt, isNull, lte, or } from 'drizzle-orm'
import { session, user } from '#drizzle/schema/index.ts'
import { hasPermission } from '#shared/roles.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'

/**
 * Ends a long export with the right to it: throws UNAUTHORIZED once the session, the role or the account with which it
 * began is gone.
 */
export async function refuseEndedSession({ db, actor }: ActorContext): Promise<void> {
  const now = new Date()
  const [live] = await db
    .select({ role: user.role })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(
      and(
        eq(session.id, actor.session.id),
        gt(session.expiresAt, now),
        isNull(user.deletedAt),
        or(isNull(user.bannedAt), lte(user.bannedUntil, now)),
      ),
    )
  if (live && hasPermission(live.role, 'export')) return
  throw new AppError('UNAUTHORIZED', 'The session has ended. Sign in and start the export anew.', {
    reason: { kind: 'signed-out' },
  })
}
