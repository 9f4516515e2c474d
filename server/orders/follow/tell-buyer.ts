import { and, eq, isNull } from 'drizzle-orm'
import { type OrderTable, organization, user } from '#drizzle/schema/index.ts'
import { formatMoney } from '#shared/orders/money.ts'
import type { Database } from '../../database/database.ts'
import { type Mailer, passUnmailable } from '../../mail/mailer.ts'

/** Mails the buyer that their order is paid, or that money is on its way back. */
export async function tellBuyer(
  { db, mailer }: { db: Database; mailer: Mailer },
  { before, after }: { before: OrderTable; after: OrderTable },
): Promise<void> {
  const pays = before.paidAt === null && after.paidAt !== null
  const back = after.refundedAmount - before.refundedAmount
  if (!pays && back <= 0) return
  const buyer = await findBuyer(db, after)
  if (!buyer) return
  const { id, number, title, credits, currency } = after
  const told = { to: buyer.email, name: buyer.name, order: { id, number } }
  if (pays) {
    const amount = formatMoney(after.amount, currency)
    await mailer.send('receipt', { ...told, title, credits, amount }).catch(passUnmailable)
  }
  if (back > 0) {
    const amount = formatMoney(back, currency)
    await mailer.send('refund', { ...told, amount }).catch(passUnmailable)
  }
}

async function findBuyer(db: Database, { ownerId, createdBy }: OrderTable) {
  const live = isNull(user.deletedAt)
  const [buyer] = await db
    .select({ name: user.name, email: user.email })
    .from(organization)
    .innerJoin(user, createdBy === null ? eq(user.id, organization.personalUserId) : eq(user.id, createdBy))
    .where(and(eq(organization.id, ownerId), live))
  return buyer ?? null
}
