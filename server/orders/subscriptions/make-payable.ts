import { and, eq, isNull } from 'drizzle-orm'
import { type SubscriptionTable, subscription } from '#drizzle/schema/index.ts'
import { planOf } from '#shared/credits/plans.ts'
import type { PayableSubscription } from '#shared/orders/subscriptions.ts'
import { payableMs, unpayableMs } from '../follow/next-check.ts'
import type { FollowContext } from '../orders-context.ts'
import { toSubscriptionView } from './subscription-view.ts'

/**
 * Makes the place where a subscription is paid. A call that breaks off here is made again with the same words, and gets
 * the same place. Throws SERVICE_UNAVAILABLE while the payment provider is away.
 */
export async function makePayable(
  { db, payments }: Pick<FollowContext, 'db' | 'payments'>,
  made: SubscriptionTable,
): Promise<PayableSubscription> {
  const { id, createdAt, plan, amount, currency, stripeCustomerId: customerId } = made
  const view = toSubscriptionView(made)
  if (Date.now() - createdAt.getTime() >= unpayableMs) return { subscription: view, payUrl: null }
  const { title } = planOf(plan)
  const expiresAt = new Date(createdAt.getTime() + payableMs)
  const session = await payments.createCheckout({ id, plan, title, amount, currency, customerId, expiresAt })
  const isWaiting = and(eq(subscription.id, id), eq(subscription.status, 'created'))
  await db
    .update(subscription)
    .set({ stripeSessionId: session.id })
    .where(and(isWaiting, isNull(subscription.stripeSessionId)))
  const [now] = await db.select().from(subscription).where(eq(subscription.id, id))
  if (now?.stripeSessionId === session.id)
    return { subscription: toSubscriptionView(now), payUrl: session.payUrl }
  // Another try has taken its place meanwhile.
  await payments.endCheckout(session.id)
  return { subscription: now ? toSubscriptionView(now) : view, payUrl: null }
}
