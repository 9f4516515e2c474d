import { eq } from 'drizzle-orm'
import { type FeedbackTable, feedback, user } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { SetFeedbackInput } from '#shared/feedback.ts'
import type { Feedback } from '#shared/feedback-statuses.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { getFeedback, noSuchFeedback } from './list-feedback.ts'

/**
 * Sets the state of feedback and what the staff note about it; what it is already changes and records nothing. Throws
 * NOT_FOUND, and CONFLICT once its sender was erased.
 */
export function setFeedback(
  ctx: ActorContext,
  { id, ...change }: SetFeedbackInput,
): Promise<Feedback & Acted> {
  return ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx }
    const auditId = await applyFeedback(inside, await holdFeedback(tx, id), change)
    return { ...(await getFeedback(inside, { id })), auditId }
  })
}

/** Feedback that is held until the transaction ends, and whose it is. */
export type HeldFeedback = FeedbackTable & { userId: string }

/** Feedback, its row held by the transaction. Throws as `setFeedback`. */
export async function holdFeedback(tx: Database, id: string): Promise<HeldFeedback> {
  const [row] = await tx.select().from(feedback).where(eq(feedback.id, id)).for('update')
  if (!row) throw noSuchFeedback()
  const { userId } = row
  if (userId === null) throw new AppError('CONFLICT', 'Who sent it was erased, and with them what it said.')
  return { ...row, userId }
}

/** Changes feedback that is held. Returns the row of the audit log; null when it was so already. */
export async function applyFeedback(
  ctx: ActorContext,
  held: HeldFeedback,
  { status = held.status, note = held.note }: Omit<SetFeedbackInput, 'id'>,
): Promise<string | null> {
  if (status === held.status && note === held.note) return null
  const { id, userId } = held
  const [sender] = await ctx.db.select({ name: user.name }).from(user).where(eq(user.id, userId))
  await ctx.db
    .update(feedback)
    .set({ status, note, decidedBy: ctx.actor.user.id, updatedAt: ctx.now })
    .where(eq(feedback.id, id))
  return recordAudit(ctx, {
    action: 'feedback.set',
    subject: { type: 'feedback', id, ownerId: userId, name: sender?.name },
    before: { status: held.status, note: held.note },
    after: { status, note },
  })
}
