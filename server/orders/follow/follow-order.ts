import { eq, sql } from 'drizzle-orm'
import { type OrderTable, order } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import type { FollowContext } from '../orders-context.ts'
import type { PaymentState } from '../payments/payments.ts'
import { abandonUnpayable } from './abandon-unpayable.ts'
import { applyState } from './apply-state.ts'
import { makeRefund } from './make-refund.ts'

/** An order as it is since the payment provider was asked. */
export interface Followed {
  order: OrderTable
  /** Null for an order that was not asked about. */
  state: PaymentState | null
  /** Why the provider did not make a refund of ours. */
  refusal: AppError | null
}

/**
 * Asks the payment provider about an order, finishes what we asked of it, and makes the order what it says. Nothing else
 * changes an order's money state. However often it runs, at whatever moments and at once with itself, the end is the
 * same. Throws NOT_FOUND, and SERVICE_UNAVAILABLE while the provider is away.
 */
export async function followOrder(ctx: FollowContext, id: string): Promise<Followed> {
  const begun = await beginCheck(ctx.db, id)
  const { stripeSessionId: sessionId } = begun
  // What was paid in the other mode is no business of this key.
  if (begun.liveMode !== ctx.payments.liveMode) return { order: begun, state: null, refusal: null }
  if (sessionId === null) return { order: await abandonUnpayable(ctx.db, begun), state: null, refusal: null }
  const state = await ctx.payments.readState(sessionId)
  const { refusal, asked } = await makeRefund(ctx, begun, state)
  if (!asked) return { order: await applyState(ctx, { id, check: begun.checksBegun, state }), state, refusal }
  const again = await beginCheck(ctx.db, id)
  const since = await ctx.payments.readState(sessionId)
  return {
    order: await applyState(ctx, { id, check: again.checksBegun, state: since }),
    state: since,
    refusal,
  }
}

// Numbered before the question, so that of two answers it is known which one is newer, whenever they come.
async function beginCheck(db: Database, id: string): Promise<OrderTable> {
  const [begun] = await db
    .update(order)
    .set({ checksBegun: sql`${order.checksBegun} + 1`, updatedAt: sql`${order.updatedAt}` })
    .where(eq(order.id, id))
    .returning()
  if (!begun) throw new AppError('NOT_FOUND', 'There is no such order.')
  return begun
}
