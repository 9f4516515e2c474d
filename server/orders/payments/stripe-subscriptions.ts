import type Stripe from 'stripe'
import { isMissing, isRefused, isTaken } from './payment-failure.ts'
import { readStripeSubscription, toProductId } from './read-stripe-subscription.ts'
import type { PricedPlan, SubscriptionPayments } from './subscription-payments.ts'

type Ask = <Answer>(question: (stripe: Stripe) => Promise<Answer>) => Promise<Answer>
type Checkout = Parameters<SubscriptionPayments['createCheckout']>[0]

/** Subscriptions at Stripe; `ask` reaches its library. */
export function createStripeSubscriptions(ask: Ask, appUrl: string): SubscriptionPayments {
  // Each plan is a product of its own, by which it is known again whatever it costs.
  const made = new Set<string>()

  async function makeProduct(stripe: Stripe, { plan, title }: PricedPlan): Promise<void> {
    if (made.has(plan)) return
    await stripe.products.create({ id: toProductId(plan), name: title }).catch((error) => {
      if (!isTaken(error)) throw error
    })
    made.add(plan)
  }

  return {
    createCheckout: (checkout) =>
      ask(async (stripe) => {
        await makeProduct(stripe, checkout)
        const { id, url } = await createSession(stripe, checkout, appUrl)
        return { id, payUrl: url }
      }),
    endCheckout: (sessionId) =>
      ask(async (stripe) => void (await stripe.checkout.sessions.expire(sessionId))).catch(passRefused),
    readSubscription: (of) => ask((stripe) => readStripeSubscription(stripe, of)),
    findSubscription: (subscriptionId) =>
      ask(async (stripe) => {
        const found = await stripe.subscriptions.retrieve(subscriptionId).catch((error) => {
          if (isMissing(error)) return null
          throw error
        })
        return found?.metadata.subscription ?? null
      }),
    changePlan: ({ subscriptionId, itemId, chargedSince, ...priced }) =>
      ask(async (stripe) => {
        await makeProduct(stripe, priced)
        await stripe.subscriptions.update(subscriptionId, {
          items: [{ id: itemId, price_data: priceOf(priced) }],
          ...(chargedSince
            ? {
                proration_behavior: 'always_invoice',
                proration_date: chargedSince.getTime() / 1000,
                payment_behavior: 'error_if_incomplete',
              }
            : { proration_behavior: 'none' }),
        })
      }),
    cancelSubscription: (subscriptionId) =>
      ask(async (stripe) => void (await stripe.subscriptions.cancel(subscriptionId))).catch(passRefused),
    createPortal: (customer) =>
      ask(async (stripe) => {
        const { url } = await stripe.billingPortal.sessions.create({
          customer,
          // The page then asks at once what was done there.
          return_url: `${appUrl}/account/credits?portal=done`,
        })
        return { url }
      }),
  }
}

// It is over already, which the next question tells.
function passRefused(error: unknown): void {
  if (!isRefused(error)) throw error
}

const priceOf = ({ plan, amount, currency }: PricedPlan) => ({
  currency,
  product: toProductId(plan),
  unit_amount: amount,
  recurring: { interval: 'month' as const },
})

// A customer who is gone there is made anew, under another key since the words are others.
async function createSession(
  stripe: Stripe,
  checkout: Checkout,
  appUrl: string,
): Promise<Stripe.Checkout.Session> {
  const { id, customerId } = checkout
  const words = sessionOf(checkout, appUrl)
  const key = `subscription:${id}`
  const anew = () => stripe.checkout.sessions.create(words, { idempotencyKey: key })
  if (customerId === null) return anew()
  const again = { ...words, customer: customerId }
  return stripe.checkout.sessions.create(again, { idempotencyKey: `${key}:${customerId}` }).catch((error) => {
    if (isMissing(error)) return anew()
    throw error
  })
}

// The same for the same subscription, since the key stands for exactly these words. No conversion may change the sum.
function sessionOf(
  { expiresAt, ...checkout }: Checkout,
  appUrl: string,
): Stripe.Checkout.SessionCreateParams {
  const page = `${appUrl}/account/credits?subscription=${checkout.id}`
  const metadata = { subscription: checkout.id }
  return {
    mode: 'subscription',
    client_reference_id: checkout.id,
    line_items: [{ quantity: 1, price_data: priceOf(checkout) }],
    metadata,
    subscription_data: { metadata },
    adaptive_pricing: { enabled: false },
    expires_at: Math.floor(expiresAt.getTime() / 1000),
    success_url: page,
    cancel_url: page,
  }
}
