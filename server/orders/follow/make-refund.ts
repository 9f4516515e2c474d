import { and, eq } from 'drizzle-orm'
import { type OrderTable, order } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import type { AppError } from '../../errors.ts'
import type { FollowContext } from '../orders-context.ts'
import { isRefused } from '../payments/payment-failure.ts'
import type { PaymentState } from '../payments/payments.ts'

/**
 * Has the payment provider make the refund that we asked for, unless it knows it already. `asked` says whether it was
 * asked, so that its state is another one since; `refusal` why it would not. Throws SERVICE_UNAVAILABLE.
 */
export async function makeRefund(
  { db, payments }: FollowContext,
  { id, refundAsked: amount, refundKey: key }: OrderTable,
  { payment, refunds }: PaymentState,
): Promise<{ asked: boolean; refusal: AppError | null }> {
  // Looked for first, since the provider forgets after a day which keys it has seen.
  const isMade = refunds.some((refund) => refund.key === key)
  if (key === null || payment === null || isMade) return { asked: false, refusal: null }
  try {
    await payments.refund({ orderId: id, paymentId: payment.id, amount, key })
    return { asked: true, refusal: null }
  } catch (error) {
    if (!isRefused(error)) throw error
    await forgetRefund(db, { id, key })
    return { asked: true, refusal: error }
  }
}

// What was taken back for it is given again by what follows.
async function forgetRefund(db: Database, { id, key }: { id: string; key: string }): Promise<void> {
  await db
    .update(order)
    .set({ status: 'paid', refundAsked: 0, refundKey: null, refundAskedAt: null })
    .where(and(eq(order.id, id), eq(order.refundKey, key)))
}
