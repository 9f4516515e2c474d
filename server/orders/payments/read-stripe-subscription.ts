import type Stripe from 'stripe'
import { subscriptionStatuses } from '#shared/orders/subscription-statuses.ts'
import { isMissing } from './payment-failure.ts'
import { statusOf } from './read-stripe-state.ts'
import type {
  ProviderSubscription,
  SubscriptionPayments,
  SubscriptionState,
} from './subscription-payments.ts'

const productPrefix = 'plan_'
/** The product that a plan is at Stripe. */
export const toProductId = (plan: string): string => `${productPrefix}${plan}`

/** What Stripe says of a subscription at this moment, or of the session where it is paid. */
export async function readStripeSubscription(
  stripe: Stripe,
  { sessionId, subscriptionId }: Parameters<SubscriptionPayments['readSubscription']>[0],
): Promise<SubscriptionState> {
  if (subscriptionId !== null) {
    const found = await stripe.subscriptions.retrieve(subscriptionId).catch(toNull)
    return { session: null, subscription: found && toSubscription(found) }
  }
  if (sessionId === null) return { session: null, subscription: null }
  const session = await stripe.checkout.sessions
    .retrieve(sessionId, { expand: ['subscription'] })
    .catch(toNull)
  if (!session) return { session: null, subscription: null }
  const { subscription } = session
  return {
    session: { status: statusOf(session), payUrl: session.status === 'open' ? session.url : null },
    subscription: subscription && typeof subscription !== 'string' ? toSubscription(subscription) : null,
  }
}

function toNull(error: unknown): null {
  if (isMissing(error)) return null
  throw error
}

// The period is the item's, of which ours have one.
function toSubscription(found: Stripe.Subscription): ProviderSubscription | null {
  const [item] = found.items.data
  const status = subscriptionStatuses.find((known) => known === found.status)
  // A word that this version does not know is as if nothing was said.
  if (!item || !status || status === 'created' || status === 'abandoned') return null
  const { customer, cancel_at, cancel_at_period_end } = found
  const periodEnd = instant(item.current_period_end)
  const cancelAt = cancel_at === null ? (cancel_at_period_end ? periodEnd : null) : instant(cancel_at)
  const { product, unit_amount, currency } = item.price
  return {
    id: found.id,
    customerId: typeof customer === 'string' ? customer : customer.id,
    status,
    itemId: item.id,
    plan: planOf(typeof product === 'string' ? product : product.id),
    amount: unit_amount ?? 0,
    currency,
    anchor: instant(found.billing_cycle_anchor),
    periodStart: instant(item.current_period_start),
    periodEnd,
    cancelAt,
    endedAt: found.ended_at === null ? null : instant(found.ended_at),
  }
}

const planOf = (productId: string) =>
  productId.startsWith(productPrefix) ? productId.slice(productPrefix.length) : null

const instant = (seconds: number) => new Date(seconds * 1000)
