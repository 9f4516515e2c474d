import type { OrderTable } from '#drizzle/schema/index.ts'
import { type AuditSubject, recordAudit } from '../../audit/record/record-audit.ts'
import type { ServiceContext } from '../../service-context.ts'

/** An order as the audit log names it. */
export const auditedOrder = ({ id, ownerId }: OrderTable): AuditSubject<'order'> & { ownerId: string } => ({
  type: 'order',
  id,
  ownerId,
})

/** Records what the payment provider did to an order: paid, refunded without us, disputed. */
export async function recordChange(
  ctx: ServiceContext,
  { before, after }: { before: OrderTable; after: OrderTable },
): Promise<void> {
  const subject = auditedOrder(after)
  const { number, product, credits, amount, currency } = after
  if (before.paidAt === null && after.paidAt !== null)
    await recordAudit(ctx, {
      action: 'order.pay',
      subject,
      after: { number, product, credits, amount, currency },
    })
  if (before.refundedAmount !== after.refundedAmount)
    await recordAudit(ctx, {
      action: 'order.confirmRefund',
      subject,
      before: { refundedAmount: before.refundedAmount },
      after: { refundedAmount: after.refundedAmount, currency },
    })
  if (before.disputedAmount !== after.disputedAmount)
    await recordAudit(ctx, {
      action: 'order.dispute',
      subject,
      before: { disputedAmount: before.disputedAmount },
      after: { disputedAmount: after.disputedAmount, currency },
    })
}
