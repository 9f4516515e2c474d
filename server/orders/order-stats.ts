import { and, eq, gte, isNotNull, sql } from 'drizzle-orm'
import { order } from '#drizzle/schema/index.ts'
import type { OrderStats, OrderStatsInput } from '#shared/orders/orders.ts'
import type { ServiceContext } from '../service-context.ts'

const dayMs = 24 * 60 * 60 * 1000

/** What was sold on the last days (UTC), today included, by currency, and what is open. */
export async function getOrderStats(
  { db, now }: Pick<ServiceContext, 'db' | 'now'>,
  { days }: OrderStatsInput,
): Promise<OrderStats> {
  const today = Math.floor(now.getTime() / dayMs) * dayMs
  const since = new Date(today - (days - 1) * dayMs)
  const total = (value: ReturnType<typeof sql>) => sql`coalesce(sum(${value}), 0)`.mapWith(Number)
  const totals = await db
    .select({
      currency: order.currency,
      orders: sql`count(*)`.mapWith(Number),
      paid: total(sql`${order.amount}`),
      refunded: total(sql`${order.refundedAmount}`),
    })
    .from(order)
    .where(and(isNotNull(order.paidAt), gte(order.paidAt, since)))
    .groupBy(order.currency)
    .orderBy(order.currency)
  return {
    totals,
    created: await db.$count(order, eq(order.status, 'created')),
    attention: await db.$count(order, isNotNull(order.attention)),
  }
}
