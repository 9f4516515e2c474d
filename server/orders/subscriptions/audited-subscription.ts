import type { SubscriptionTable } from '#drizzle/schema/index.ts'
import { isRunning } from '#shared/orders/subscription-statuses.ts'
import { type AuditSubject, recordAudit } from '../../audit/record/record-audit.ts'
import type { ServiceContext } from '../../service-context.ts'

/** A subscription as the audit log names it. */
const audited = ({ id, ownerId }: SubscriptionTable): AuditSubject<'subscription'> => ({
  type: 'subscription',
  id,
  ownerId,
})

const fieldsOf = ({ plan, nextPlan, amount, currency, status, cancelAt }: SubscriptionTable) => ({
  plan,
  nextPlan,
  amount,
  currency,
  status,
  until: cancelAt,
})

/** Records that a subscription began, is another one, or ended; that it goes on for a month more is not recorded. */
export async function recordSubscription(
  ctx: ServiceContext,
  { before, after }: { before: SubscriptionTable; after: SubscriptionTable },
): Promise<void> {
  const [ran, runs] = [isRunning(before.status), isRunning(after.status)]
  const subject = audited(after)
  const [was, is] = [fieldsOf(before), fieldsOf(after)]
  // What is the same on both sides is named on one, so that it is kept: which plan ended, in which currency the sums are.
  if (before.beganAt === null && runs)
    await recordAudit(ctx, { action: 'subscription.begin', subject, after: is })
  else if (ran && !runs) {
    const { plan, ...others } = was
    await recordAudit(ctx, { action: 'subscription.end', subject, before: others, after: is })
  } else if (runs && JSON.stringify(was) !== JSON.stringify(is)) {
    const { currency, ...others } = was
    await recordAudit(ctx, { action: 'subscription.change', subject, before: others, after: is })
  }
}
