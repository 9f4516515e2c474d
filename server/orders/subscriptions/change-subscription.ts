import { and, eq, inArray } from 'drizzle-orm'
import { subscription } from '#drizzle/schema/index.ts'
import { planOnSale } from '#shared/credits/plans.ts'
import { isRunning, runningStatuses } from '#shared/orders/subscription-statuses.ts'
import type { ChangeSubscriptionInput, SubscriptionView } from '#shared/orders/subscriptions.ts'
import { AppError, invalidField } from '../../errors.ts'
import { ownerOf } from '../../organizations/owner-of.ts'
import type { ActorContext } from '../../service-context.ts'
import type { OrdersContext } from '../orders-context.ts'
import { paymentsOff } from '../payments/payment-failure.ts'
import type { PricedPlan, ProviderSubscription } from '../payments/subscription-payments.ts'
import { type FollowedSubscription, followSubscription } from './follow-subscription.ts'
import { toSubscriptionView } from './subscription-view.ts'

/**
 * Changes the plan of the actor's subscription: a dearer one is paid and counts at once, a cheaper one counts from the end
 * of the month that is paid for, and the plan that runs again takes that back. Throws CONFLICT without a subscription that
 * runs, and when the payment is declined, and then nothing is changed; SERVICE_UNAVAILABLE while the provider is away.
 */
export async function changeSubscription(
  { payments, ...given }: ActorContext & OrdersContext,
  { plan }: ChangeSubscriptionInput,
): Promise<SubscriptionView> {
  if (!payments) throw paymentsOff()
  const ctx = { ...given, payments }
  const { row, said } = await requireRunning(ctx)
  const onSale = planOnSale(plan)
  if (!onSale) throw invalidField('plan', 'This plan is not on sale.')
  const wanted = { plan, title: onSale.plan.title, ...onSale.price }
  const runs = { plan: row.plan, title: onSale.plan.title, amount: row.amount, currency: row.currency }
  const change = (to: PricedPlan, chargedSince: Date | null) =>
    payments.changePlan({ ...to, subscriptionId: said.id, itemId: said.itemId, chargedSince })
  if (plan === row.plan) {
    // At the price that it runs at, which may be another one than new subscribers pay.
    if (said.plan !== plan) await change(runs, null)
  } else if (wanted.amount > row.amount) {
    // The difference is that to the plan which was paid for, not to the cheaper one that would be next.
    if (said.plan !== row.plan) await change(runs, null)
    // Of the whole month, since its credits come whole as well: at its end a part would buy all of them.
    await change(wanted, said.periodStart)
  } else if (said.plan !== plan) await change(wanted, null)
  const { row: after } = await followSubscription(ctx, row.id, given)
  return toSubscriptionView(after)
}

async function requireRunning(
  ctx: ActorContext & Parameters<typeof followSubscription>[0],
): Promise<{ row: FollowedSubscription['row']; said: ProviderSubscription }> {
  const runs = inArray(subscription.status, runningStatuses)
  const [known] = await ctx.db
    .select({ id: subscription.id })
    .from(subscription)
    .where(and(eq(subscription.ownerId, ownerOf(ctx)), runs))
  const followed = known ? await followSubscription(ctx, known.id) : null
  const said = followed?.state?.subscription
  if (followed && said && isRunning(followed.row.status)) return { row: followed.row, said }
  throw new AppError('CONFLICT', 'You have no subscription that could be changed.', {
    reason: { kind: 'not-subscribed' },
  })
}
