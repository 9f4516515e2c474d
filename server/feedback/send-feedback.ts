import { and, eq } from 'drizzle-orm'
import { feedback } from '#drizzle/schema/index.ts'
import type { SendFeedbackInput, SentFeedback } from '#shared/feedback.ts'
import { generateId } from '../auth/generate-id.ts'
import type { Database } from '../database/database.ts'
import { tellConsole } from '../live/live-news.ts'
import { type SendContext, tellFeedback } from './tell-feedback.ts'

/**
 * Keeps what the actor says about the product, and tells who is to hear of it. The same key again keeps nothing more, and answers as
 * before.
 */
export function sendFeedback(ctx: SendContext, { key, ...said }: SendFeedbackInput): Promise<SentFeedback> {
  const userId = ctx.actor.user.id
  const values = { id: generateId(), userId, key, ...said }
  return ctx.db.transaction(async (tx) => {
    const [sent] = await tx
      .insert(feedback)
      .values({ ...values, createdAt: ctx.now, updatedAt: ctx.now })
      .onConflictDoNothing({ target: [feedback.userId, feedback.key] })
      .returning({ id: feedback.id, createdAt: feedback.createdAt })
    if (!sent) return findSent(tx, userId, key ?? '')
    await tellConsole(tx, 'feedback')
    await tellFeedback({ ...ctx, db: tx })
    return toSent(sent)
  })
}

async function findSent(tx: Database, userId: string, key: string): Promise<SentFeedback> {
  const [sent] = await tx
    .select({ id: feedback.id, createdAt: feedback.createdAt })
    .from(feedback)
    .where(and(eq(feedback.userId, userId), eq(feedback.key, key)))
  if (!sent) throw new Error('Feedback was not written.')
  return toSent(sent)
}

const toSent = ({ id, createdAt }: { id: string; createdAt: Date }): SentFeedback => ({
  id,
  createdAt: createdAt.toISOString(),
})
