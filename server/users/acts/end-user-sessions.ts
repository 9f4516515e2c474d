import { and, eq } from 'drizzle-orm'
import { session } from '#drizzle/schema/index.ts'
import type { EndedSessions, EndSessionsOfInput } from '#shared/sessions.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import { auditedSession, endAllSessions, endSessions } from '../../auth/sessions/end-sessions.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { actOnUser } from '../guard/act-on-user.ts'
import { auditedUser } from './change-user.ts'

/**
 * Ends one of a user's sessions, or without an `id` all of them, and says how many were live. Throws NOT_FOUND for an
 * unknown user or session, FORBIDDEN for oneself and for a user whom the actor does not outrank, and CONFLICT for a
 * deleted user.
 */
export function endUserSessions(
  ctx: ActorContext,
  { userId, id }: EndSessionsOfInput,
): Promise<EndedSessions> {
  return actOnUser(ctx, { id: userId, permission: 'users.moderate' }, async (inside, { user }) => {
    const before = id === undefined ? await endAll(inside, userId) : await endOne(inside, userId, id)
    if (!before) return { count: 0 }
    await recordAudit(inside, { action: 'session.end', subject: auditedUser(user), before })
    return { count: 'all' in before ? before.all : 1 }
  })
}

async function endAll({ db, now }: ActorContext, userId: string): Promise<{ all: number } | null> {
  const live = (await endAllSessions(db, userId)).filter(({ expiresAt }) => expiresAt > now)
  return live.length > 0 ? { all: live.length } : null
}

async function endOne({ db }: ActorContext, userId: string, id: string) {
  const [ended] = await endSessions(db, and(eq(session.userId, userId), eq(session.id, id)))
  if (!ended) throw new AppError('NOT_FOUND', 'There is no such session.')
  return auditedSession(ended)
}
