import { and, eq } from 'drizzle-orm'
import { session } from '#drizzle/schema/index.ts'
import type { EndedSessions, EndSessionsOfInput } from '#shared/sessions.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { AppError } from '../errors.ts'
import { tellLive } from '../live/live-news.ts'
import type { ActorContext } from '../service-context.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { endUserSessions } from '../users/acts/end-user-sessions.ts'
import { actOnUser } from '../users/guard/act-on-user.ts'
import { auditedSession } from './session-view.ts'

/**
 * Ends one of a user's sessions, or all of them. Throws NOT_FOUND for an unknown user or session, FORBIDDEN for oneself
 * and for a user whom the actor does not outrank, and CONFLICT for a deleted user.
 */
export async function endSessionsOf(
  ctx: ActorContext,
  { userId, id }: EndSessionsOfInput,
): Promise<EndedSessions> {
  const { count } =
    id === undefined ? await endUserSessions(ctx, { id: userId }) : await endOne(ctx, userId, id)
  if (count > 0) await tellLive(ctx.db, { to: { userId }, news: { kind: 'sessions' } })
  return { count }
}

function endOne(ctx: ActorContext, userId: string, id: string): Promise<EndedSessions> {
  return actOnUser(ctx, { id: userId, permission: 'users.moderate' }, async (inside, { user }) => {
    const [ended] = await inside.db
      .delete(session)
      .where(and(eq(session.userId, userId), eq(session.id, id)))
      .returning()
    if (!ended) throw new AppError('NOT_FOUND', 'There is no such session.')
    await recordAudit(inside, {
      action: 'session.end',
      subject: auditedUser(user),
      before: auditedSession(ended),
    })
    return { count: 1 }
  })
}
