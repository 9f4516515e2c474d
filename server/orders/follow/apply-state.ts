import { eq, sql } from 'drizzle-orm'
import { type OrderTable, order } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { createSystemContext, type ServiceContext } from '../../service-context.ts'
import type { FollowContext } from '../orders-context.ts'
import type { PaymentState } from '../payments/payments.ts'
import { type Decision, decideOrder } from './decide-order.ts'
import { moveCredits } from './move-credits.ts'
import { nextCheckOf } from './next-check.ts'
import { recordChange } from './record-change.ts'
import { tellBuyer } from './tell-buyer.ts'
import { tellOrder } from './tell-order.ts'

/**
 * Makes an order what the payment provider said of it, with its credits, in one transaction; `check` is the number of
 * the question. An answer to an earlier question than the one that is applied changes nothing. Returns the order.
 */
export function applyState(
  ctx: FollowContext,
  { id, check, state }: { id: string; check: number; state: PaymentState },
): Promise<OrderTable> {
  return ctx.db.transaction(async (tx) => {
    const before = await holdOrder(tx, id)
    if (before.checkApplied > check) return before
    // Whoever made us ask, what the provider did nobody of ours did.
    const inside = createSystemContext({ ...ctx, db: tx, device: 'orders' })
    const decision = decideOrder(before, state)
    const takenBack = await moveCredits(inside, before, decision)
    const { after, changed } = await saveOrder(inside, before, { decision, takenBack, check })
    if (!changed) return after
    await recordChange(inside, { before, after })
    await tellBuyer({ ...ctx, db: tx }, { before, after })
    await tellOrder(tx, after)
    return after
  })
}

/** An order whose row the transaction `tx` holds. */
export async function holdOrder(tx: Database, id: string): Promise<OrderTable> {
  const [held] = await tx.select().from(order).where(eq(order.id, id)).for('update')
  if (!held) throw new Error(`The order ${id} is gone.`)
  return held
}

async function saveOrder(
  { db, now }: ServiceContext,
  before: OrderTable,
  { decision, takenBack, check }: { decision: Decision; takenBack: number; check: number },
): Promise<{ after: OrderTable; changed: boolean }> {
  const { status, refundAsked, refundedAmount, disputedAmount, paymentId, target } = decision
  const shortfall = Math.max(0, target - takenBack)
  const attentions = [...decision.attentions, ...(shortfall > 0 ? [`shortfall:${shortfall}`] : [])]
  const changes = {
    status,
    stripePaymentIntentId: paymentId ?? before.stripePaymentIntentId,
    paidAt: decision.pays ? now : before.paidAt,
    deletedAt: status === 'deleted' ? (before.deletedAt ?? now) : null,
    refundAsked,
    refundKey: refundAsked > 0 ? before.refundKey : null,
    refundAskedAt: refundAsked > 0 ? before.refundAskedAt : null,
    refundedAmount,
    disputedAmount,
    disputedAt: disputedAmount > 0 ? (before.disputedAt ?? now) : before.disputedAt,
    takenBack,
    shortfall,
    attention: attentions.find((each) => !before.resolved.includes(each)) ?? null,
  }
  const changed = !isSame(before, changes)
  const [after] = await db
    .update(order)
    .set({
      ...changes,
      checkApplied: check,
      checkedAt: now,
      nextCheckAt: nextCheckOf({ ...before, ...changes }, now),
      updatedAt: changed ? now : sql`${order.updatedAt}`,
    })
    .where(eq(order.id, before.id))
    .returning()
  if (!after) throw new Error(`The order ${before.id} was not saved.`)
  return { after, changed }
}

const isSame = (before: OrderTable, changes: Partial<OrderTable>) =>
  Object.entries(changes).every(([field, value]) => plain(before[field as keyof OrderTable]) === plain(value))

const plain = (value: unknown) => (value instanceof Date ? value.getTime() : value)
