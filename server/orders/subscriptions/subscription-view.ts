import type { SubscriptionTable } from '#drizzle/schema/index.ts'
import { planOf } from '#shared/credits/plans.ts'
import type { AdminSubscription, SubscriptionView } from '#shared/orders/subscriptions.ts'

/** A subscription as its owner sees it. */
export const toSubscriptionView = (row: SubscriptionTable): SubscriptionView => ({
  id: row.id,
  plan: row.plan,
  title: planOf(row.plan).title,
  amount: row.amount,
  currency: row.currency,
  status: row.status,
  nextPlan: row.nextPlan === null ? null : { name: row.nextPlan, title: planOf(row.nextPlan).title },
  periodEnd: row.periodEnd?.toISOString() ?? null,
  endsAt: (row.endedAt ?? row.cancelAt)?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
})

/** The same as the console sees it. */
export const toAdminSubscription = (row: SubscriptionTable): AdminSubscription => ({
  ...toSubscriptionView(row),
  beganAt: row.beganAt?.toISOString() ?? null,
  test: !row.liveMode,
  dashboardUrl: row.stripeSubscriptionId && dashboardUrl(row.stripeSubscriptionId, row.liveMode),
  checkedAt: row.checkedAt?.toISOString() ?? null,
})

const dashboardUrl = (subscriptionId: string, liveMode: boolean) =>
  `https://dashboard.stripe.com/${liveMode ? '' : 'test/'}subscriptions/${subscriptionId}`
