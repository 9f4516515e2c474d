import type { OrderTable } from '#drizzle/schema/index.ts'
import type { OrderView } from '#shared/orders/orders.ts'

/** An order as its buyer sees it. */
export const toOrderView = (row: OrderTable): OrderView => ({
  id: row.id,
  number: row.number,
  product: row.product,
  title: row.title,
  credits: row.credits,
  amount: row.amount,
  currency: row.currency,
  status: row.status,
  refundedAmount: row.refundedAmount,
  disputedAmount: row.disputedAmount,
  takenBack: row.takenBack,
  createdAt: row.createdAt.toISOString(),
  paidAt: row.paidAt?.toISOString() ?? null,
  deletedAt: row.deletedAt?.toISOString() ?? null,
})
