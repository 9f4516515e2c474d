import type Stripe from 'stripe'
import type { StripeConfig } from '../../config.ts'
import { isAway, toPaymentFailure } from './payment-failure.ts'
import type { Payments } from './payments.ts'
import { readStripeEvent } from './read-stripe-event.ts'
import { readStripeState } from './read-stripe-state.ts'
import { createStripeSubscriptions } from './stripe-subscriptions.ts'

/** The version of the API that the types of the library describe; another one needs a look at what is read of it. */
const apiVersion = '2026-10-28.endive'

// A call of ours may ask twice in a row, and is answered after half a minute whatever happens.
const patience = { timeoutMs: 6000, retries: 1 }

/** Payments by Stripe, whose library is loaded when it is first needed. */
export function createStripePayments(options: {
  stripe: StripeConfig
  appUrl: string
  /** How long one try may take, and how many follow the first; the default fits calls of people. */
  patience?: { timeoutMs: number; retries: number }
  /** Told why Stripe could not be asked, such as a key that it does not take. */
  onAway?: (reason: unknown) => void
}): Payments {
  const { stripe: config, appUrl } = options
  const liveMode = /^\w+_live_/.test(config.secretKey)
  let loaded: Promise<Stripe> | undefined
  const load = () => (loaded ??= loadStripe(config, options.patience ?? patience))

  async function ask<Answer>(question: (stripe: Stripe) => Promise<Answer>): Promise<Answer> {
    const stripe = await load()
    try {
      return await question(stripe)
    } catch (error) {
      const failure = toPaymentFailure(error)
      if (isAway(failure)) options.onAway?.(failure.cause)
      throw failure
    }
  }

  return {
    ...createStripeSubscriptions(ask, appUrl),
    liveMode,
    createSession: (order) =>
      ask(async (stripe) => {
        const { id, url } = await stripe.checkout.sessions.create(sessionOf(order, appUrl), {
          idempotencyKey: `order:${order.id}`,
        })
        return { id, payUrl: url }
      }),
    readState: (sessionId) => ask((stripe) => readStripeState(stripe, sessionId)),
    findSession: (paymentId) =>
      ask(async (stripe) => {
        const { data } = await stripe.checkout.sessions.list({ payment_intent: paymentId, limit: 1 })
        return data[0]?.id ?? null
      }),
    refund: ({ orderId, paymentId, amount, key }) =>
      ask(async (stripe) => {
        const metadata = { order: orderId, refund: key }
        await stripe.refunds.create(
          { payment_intent: paymentId, amount, metadata },
          { idempotencyKey: `refund:${orderId}:${key}` },
        )
      }),
    readEvent: async (body, signature) =>
      readStripeEvent(await load(), { body, signature, secrets: config.webhookSecrets, liveMode }),
  }
}

async function loadStripe(
  { secretKey, apiUrl }: StripeConfig,
  { timeoutMs, retries }: typeof patience,
): Promise<Stripe> {
  const { default: Stripe } = await import('stripe')
  const url = apiUrl === null ? null : new URL(apiUrl)
  return new Stripe(secretKey, {
    apiVersion,
    timeout: timeoutMs,
    maxNetworkRetries: retries,
    telemetry: false,
    ...(url && { host: url.hostname, port: url.port, protocol: 'http' }),
  })
}

// The same for the same order, since the key stands for exactly these words. Neither codes nor conversion may change
// the sum.
function sessionOf(
  order: Parameters<Payments['createSession']>[0],
  appUrl: string,
): Stripe.Checkout.SessionCreateParams {
  const { id, title, amount, currency, expiresAt } = order
  const page = `${appUrl}/account/orders/${id}`
  return {
    mode: 'payment',
    client_reference_id: id,
    line_items: [
      { quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: title } } },
    ],
    metadata: { order: id },
    payment_intent_data: { metadata: { order: id } },
    adaptive_pricing: { enabled: false },
    expires_at: Math.floor(expiresAt.getTime() / 1000),
    success_url: page,
    cancel_url: page,
  }
}
