import { eq } from 'drizzle-orm'
import { type OrderTable, order } from '#drizzle/schema/index.ts'
import { formatMoney } from '#shared/orders/money.ts'
import type { OrderAct, RefundOrderInput } from '#shared/orders/orders.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { AppError, invalidField } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { actOnOrder } from './act-on-order.ts'
import { selectOrders, toAdminOrder } from './admin-view.ts'
import { creditsOf } from './follow/decide-order.ts'
import { followOrder } from './follow/follow-order.ts'
import { moveCredits } from './follow/move-credits.ts'
import { nextCheckOf } from './follow/next-check.ts'
import { auditedOrder } from './follow/record-change.ts'
import { tellOrder } from './follow/tell-order.ts'
import type { OrdersContext } from './orders-context.ts'
import { isAway, paymentsOff } from './payments/payment-failure.ts'
import { refundableOf, unusedOf } from './view-order.ts'

type RefundContext = ActorContext & OrdersContext

/**
 * Gives a buyer money back, and takes the credits for it: first here, then at the payment provider; what it does not do
 * at once is done by the sweep. The same key again refunds nothing more. Throws BAD_REQUEST for more than can be
 * refunded, CONFLICT for an order that has nothing to refund or when the provider refuses, SERVICE_UNAVAILABLE when it
 * could not be asked how the order stands, and as `actOnOrder` does.
 */
export async function refundOrder(ctx: RefundContext, input: RefundOrderInput): Promise<OrderAct> {
  const { payments } = ctx
  if (!payments) throw paymentsOff()
  const outside = { ...ctx, payments }
  const { order: current, state } = await followOrder(outside, input.id)
  if (!state) throw new AppError('CONFLICT', 'The payment provider knows nothing of this order.')
  const isDone = current.refundKey === input.key || state.refunds.some(({ key }) => key === input.key)
  const auditId = isDone ? null : await askRefund(ctx, input)
  try {
    const { refusal } = await followOrder(outside, input.id)
    if (refusal) throw refusal
  } catch (error) {
    // It is asked for, and made when the provider answers again.
    if (!isAway(error)) throw error
  }
  return { auditId, order: await readAdminOrder(ctx, input.id) }
}

// Credits first: whoever has their money back has not got them too.
const askRefund = (ctx: RefundContext, input: RefundOrderInput): Promise<string> =>
  actOnOrder(ctx, input.id, async (inside, held) => {
    const amount = await amountOf(inside, held, input)
    const back = held.refundedAmount + held.disputedAmount + amount
    const target = creditsOf(held, back)
    const takenBack = await moveCredits(inside, held, { pays: false, target })
    const asked = {
      status: 'refunding',
      refundAsked: amount,
      refundKey: input.key,
      refundAskedAt: ctx.now,
    } as const
    await inside.db
      .update(order)
      .set({
        ...asked,
        takenBack,
        shortfall: Math.max(0, target - takenBack),
        nextCheckAt: nextCheckOf({ ...held, ...asked }, ctx.now),
      })
      .where(eq(order.id, held.id))
    await tellOrder(inside.db, held)
    return recordAudit(inside, {
      action: 'order.refund',
      subject: auditedOrder(held),
      after: { amount, currency: held.currency, reason: input.reason },
    })
  })

async function amountOf(ctx: ActorContext, held: OrderTable, { amount }: RefundOrderInput): Promise<number> {
  const refundable = refundableOf(held)
  if (held.status === 'refunding')
    throw new AppError('CONFLICT', 'A refund of this order is under way. Wait until it is confirmed.')
  if (refundable === 0) throw new AppError('CONFLICT', 'There is nothing to refund of this order.')
  if (amount !== undefined && amount > refundable)
    throw invalidField('amount', `At most ${formatMoney(refundable, held.currency)}.`)
  const refunded = amount ?? (await unusedOf(ctx, held))
  if (refunded > 0) return refunded
  throw invalidField('amount', 'All of its credits were used: say how much to refund.')
}

/** An order as the console shows it. */
export async function readAdminOrder(ctx: ActorContext, id: string): Promise<OrderAct['order']> {
  const [found] = await selectOrders(ctx.db).where(eq(order.id, id))
  if (!found) throw new AppError('NOT_FOUND', 'There is no such order.')
  return toAdminOrder(ctx, found)
}
