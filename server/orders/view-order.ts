import { eq } from 'drizzle-orm'
import { creditLot, type OrderTable, order } from '#drizzle/schema/index.ts'
import type { AdminOrderDetail, GetOrderInput } from '#shared/orders/orders.ts'
import type { LedgerContext } from '../credits/credits-context.ts'
import { readCredits } from '../credits/read/read-credits.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { selectOrders, toAdminOrder } from './admin-view.ts'
import { moneyOf } from './follow/decide-order.ts'

/** An order with what an admin decides by. Throws NOT_FOUND. */
export async function viewOrder(ctx: ActorContext, { id }: GetOrderInput): Promise<AdminOrderDetail> {
  const [found] = await selectOrders(ctx.db).where(eq(order.id, id))
  if (!found) throw new AppError('NOT_FOUND', 'There is no such order.')
  const { row } = found
  return {
    ...toAdminOrder(ctx, found),
    payment: row.stripePaymentIntentId,
    refundable: refundableOf(row),
    unused: await unusedOf({ ...ctx, actor: null }, row),
  }
}

/** The most that can be refunded of an order: not what was refunded or asked for, nor what somebody disputes. */
export function refundableOf({ status, amount, refundedAmount, disputedAmount }: OrderTable): number {
  return status === 'paid' ? Math.max(0, amount - refundedAmount - disputedAmount) : 0
}

/** What of that belongs to credits of the order that were not used, nor are held. */
export async function unusedOf(ctx: LedgerContext, row: OrderTable): Promise<number> {
  const refundable = refundableOf(row)
  if (refundable === 0) return 0
  const own = await ctx.db.select({ id: creditLot.id }).from(creditLot).where(eq(creditLot.orderId, row.id))
  const ids = new Set(own.map(({ id }) => id))
  const { available, lots } = await readCredits(ctx, row.ownerId)
  const left = lots.reduce((sum, { id, remaining }) => (ids.has(id) ? sum + remaining : sum), 0)
  return Math.min(refundable, moneyOf(row, Math.min(left, available)))
}
