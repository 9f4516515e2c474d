import { and, asc, eq, lte, sql } from 'drizzle-orm'
import { order } from '#drizzle/schema/index.ts'
import { followOrder } from './follow/follow-order.ts'
import type { FollowContext } from './orders-context.ts'
import { isAway } from './payments/payment-failure.ts'

const batch = 50
// So long nobody else looks at an order that somebody has begun to look at.
const leaseMs = 10 * 60_000

/**
 * Follows the orders that have not been looked at for long enough, 50 at most: a webhook that never came, a refund that
 * was not finished. Returns how many. Ends early while the payment provider is away; throws, after all were tried, what
 * one of them threw otherwise.
 */
export async function sweepOrders(ctx: FollowContext): Promise<number> {
  const failures: unknown[] = []
  let done = 0
  for (; done < batch; done += 1) {
    const id = await claimDue(ctx)
    if (id === null) break
    try {
      await followOrder(ctx, id)
    } catch (error) {
      if (isAway(error)) throw error
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Orders could not be followed.')
  return done
}

async function claimDue({ db, payments }: FollowContext): Promise<string | null> {
  const isDue = lte(order.nextCheckAt, sql`now()`)
  const due = db
    .select({ id: order.id })
    .from(order)
    .where(and(isDue, eq(order.liveMode, payments.liveMode)))
    .orderBy(asc(order.nextCheckAt))
    .limit(1)
    .for('update', { skipLocked: true })
  const [claimed] = await db
    .update(order)
    .set({
      nextCheckAt: sql`now() + ${leaseMs} * interval '1 millisecond'`,
      updatedAt: sql`${order.updatedAt}`,
    })
    .where(eq(order.id, sql`(${due})`))
    .returning({ id: order.id })
  return claimed?.id ?? null
}
