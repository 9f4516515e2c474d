import type Stripe from 'stripe'
import { AppError } from '../../errors.ts'
import type { PaymentEvent } from './payments.ts'

const toleranceSeconds = 300

// What may change the state of an order. What else Stripe tells is of no interest.
const sessionEvents = /^checkout\.session\.(completed|async_payment_succeeded|async_payment_failed|expired)$/
const subscriptionEvents = /^customer\.subscription\.(created|updated|deleted|paused|resumed)$/
const invoiceEvents = /^invoice\.(paid|payment_failed)$/
const paymentEvents = /^(charge\.(refunded|refund\.|dispute\.)|refund\.|payment_intent\.(succeeded|canceled))/

/** What Stripe says, if one of our secrets signed it within the last five minutes in our mode. Throws BAD_REQUEST. */
export function readStripeEvent(
  stripe: Stripe,
  given: { body: string; signature: string; secrets: readonly string[]; liveMode: boolean },
): PaymentEvent {
  const event = verify(stripe, given)
  if (event.livemode !== given.liveMode) {
    throw new AppError('BAD_REQUEST', 'The event is of the other mode than our key.')
  }
  return {
    id: event.id,
    type: event.type,
    createdAt: new Date(event.created * 1000),
    objectId: objectOf(event),
  }
}

function verify(
  stripe: Stripe,
  { body, signature, secrets }: { body: string; signature: string; secrets: readonly string[] },
): Stripe.Event {
  for (const secret of secrets) {
    try {
      return stripe.webhooks.constructEvent(body, signature, secret, toleranceSeconds)
    } catch {
      // Another secret may have signed it.
    }
  }
  throw new AppError('BAD_REQUEST', 'The signature is none of ours, or too old.')
}

interface EventObject {
  id?: unknown
  payment_intent?: unknown
  parent?: { subscription_details?: { subscription?: unknown } | null } | null
}

function objectOf({ type, data }: Stripe.Event): string | null {
  const id = pointerOf(type, data.object as EventObject)
  return typeof id === 'string' && id.length <= 255 ? id : null
}

function pointerOf(type: string, { id, payment_intent, parent }: EventObject): unknown {
  if (sessionEvents.test(type) || subscriptionEvents.test(type)) return id
  if (invoiceEvents.test(type)) return parent?.subscription_details?.subscription
  if (paymentEvents.test(type)) return type.startsWith('payment_intent.') ? id : payment_intent
  return null
}
