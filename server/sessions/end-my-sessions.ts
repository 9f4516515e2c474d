import { and, eq, ne } from 'drizzle-orm'
import { session, user as userTable } from '#drizzle/schema/index.ts'
import type { EndedSessions, EndSessionInput } from '#shared/sessions.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { AppError } from '../errors.ts'
import { tellLive } from '../live/live-news.ts'
import type { ActorContext } from '../service-context.ts'
import { auditedSession } from './session-view.ts'

/** Ends one of the actor's own sessions, the current one too. Throws NOT_FOUND, for somebody else's as well. */
export async function endMySession(ctx: ActorContext, { id }: EndSessionInput): Promise<{ id: string }> {
  const { user } = ctx.actor
  return ctx.db.transaction(async (tx) => {
    const [ended] = await tx
      .delete(session)
      .where(and(eq(session.id, id), eq(session.userId, user.id)))
      .returning()
    if (!ended) throw new AppError('NOT_FOUND', 'There is no such session.')
    await recordAudit(
      { ...ctx, db: tx },
      { action: 'session.end', subject: { type: 'user', ...user }, before: auditedSession(ended) },
    )
    await tellLive(tx, { to: { userId: user.id }, news: { kind: 'sessions' } })
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
    const ended = await tx
      .delete(session)
      .where(and(eq(session.userId, user.id), ne(session.id, ctx.actor.session.id)))
      .returning({ id: session.id })
    const count = ended.length
    if (count === 0) return { count }
    await recordAudit(
      { ...ctx, db: tx },
      { action: 'session.end', subject: { type: 'user', ...user }, before: { others: count } },
    )
    await tellLive(tx, { to: { userId: user.id }, news: { kind: 'sessions' } })
    return { count }
  })
}
