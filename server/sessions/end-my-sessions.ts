import { and, eq, ne } from 'drizzle-orm'
import { session, user as userTable } from '#drizzle/schema/index.ts'
import type { EndedSessions, EndSessionInput } from '#shared/sessions.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { auditedSession, endSessions } from '../auth/sessions/end-sessions.ts'
import { AppError } from '../errors.ts'
import { requireSession } from '../key-status/require-session.ts'
import type { ActorContext } from '../service-context.ts'

/** Ends one of the actor's own sessions, the current one too. Throws NOT_FOUND, for somebody else's as well. */
export async function endMySession(ctx: ActorContext, { id }: EndSessionInput): Promise<{ id: string }> {
  const { user } = ctx.actor
  return ctx.db.transaction(async (tx) => {
    const [ended] = await endSessions(tx, and(eq(session.id, id), eq(session.userId, user.id)))
    if (!ended) throw new AppError('NOT_FOUND', 'There is no such session.')
    await recordAudit(
      { ...ctx, db: tx },
      { action: 'session.end', subject: { type: 'user', ...user }, before: auditedSession(ended) },
    )
    return { id }
  })
}

/** Ends all of the actor's sessions but the current one, those of support too. */
export async function endMyOtherSessions(ctx: ActorContext): Promise<EndedSessions> {
  const { user } = ctx.actor
  return ctx.db.transaction(async (tx) => {
    // The user's row first, as every act that ends sessions does, so that two never wait for each other in a circle.
    await tx
      .select({ id: userTable.id })
      .from(userTable)
      .where(eq(userTable.id, user.id))
      .for('no key update')
    const others = and(eq(session.userId, user.id), ne(session.id, requireSession(ctx.actor).id))
    const { length: count } = await endSessions(tx, others)
    if (count === 0) return { count }
    await recordAudit(
      { ...ctx, db: tx },
      { action: 'session.end', subject: { type: 'user', ...user }, before: { others: count } },
    )
    return { count }
  })
}
