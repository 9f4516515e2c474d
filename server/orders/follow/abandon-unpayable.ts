import { and, eq, isNull, lte, sql } from 'drizzle-orm'
import { type OrderTable, order } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { nextCheckOf, unpayableMs } from './next-check.ts'

/**
 * Deletes an order that has been without a place to pay for too long: the call that made it broke off, and nobody was
 * given an address. Returns the order.
 */
export async function abandonUnpayable(db: Database, begun: OrderTable): Promise<OrderTable> {
  const isOver = lte(order.createdAt, sql`now() - ${unpayableMs} * interval '1 millisecond'`)
  const isOpen = and(eq(order.status, 'created'), isNull(order.stripeSessionId))
  const [abandoned] = await db
    .update(order)
    .set({ status: 'deleted', deletedAt: sql`now()`, nextCheckAt: null })
    .where(and(eq(order.id, begun.id), isOpen, isOver))
    .returning()
  if (abandoned) return abandoned
  const nextCheckAt = nextCheckOf(begun, new Date())
  const [waiting] = await db.update(order).set({ nextCheckAt }).where(eq(order.id, begun.id)).returning()
  return waiting ?? begun
}
