import { desc, eq } from 'drizzle-orm'
import { order, subscription } from '#drizzle/schema/index.ts'
import type { PersonExport } from '#shared/security.ts'
import type { Database } from '../../database/database.ts'

/** What a person bought or began to, newest first. */
export async function readOrders(db: Database, id: string, limit: number): Promise<PersonExport['orders']> {
  const rows = await db
    .select()
    .from(order)
    .where(eq(order.ownerId, id))
    .orderBy(desc(order.createdAt), desc(order.id))
    .limit(limit)
  return rows.map((row) => ({
    number: row.number,
    at: row.createdAt.toISOString(),
    title: row.title,
    credits: row.credits,
    amount: row.amount,
    currency: row.currency,
    status: row.status,
    paidAt: row.paidAt?.toISOString() ?? null,
    refundedAmount: row.refundedAmount,
    disputedAmount: row.disputedAmount,
  }))
}

/** What a person subscribes to, or did or began to, newest first. */
export async function readSubscriptions(
  db: Database,
  id: string,
  limit: number,
): Promise<PersonExport['subscriptions']> {
  const rows = await db
    .select()
    .from(subscription)
    .where(eq(subscription.ownerId, id))
    .orderBy(desc(subscription.createdAt), desc(subscription.id))
    .limit(limit)
  return rows.map((row) => ({
    at: row.createdAt.toISOString(),
    plan: row.plan,
    amount: row.amount,
    currency: row.currency,
    status: row.status,
    beganAt: row.beganAt?.toISOString() ?? null,
    periodEnd: row.periodEnd?.toISOString() ?? null,
    endsAt: (row.endedAt ?? row.cancelAt)?.toISOString() ?? null,
  }))
}
