import type Stripe from 'stripe'
import { isMissing } from './payment-failure.ts'
import type { PaymentState } from './payments.ts'

// No payment has as many refunds or disputes.
const limit = 1000

/** What Stripe says of the payment of a session at this moment. */
export async function readStripeState(stripe: Stripe, sessionId: string): Promise<PaymentState> {
  const session = await stripe.checkout.sessions
    .retrieve(sessionId, { expand: ['payment_intent'] })
    .catch((error) => {
      if (isMissing(error)) return null
      throw error
    })
  if (!session) return { session: null, payment: null, refunds: [], disputes: [] }
  const intent = typeof session.payment_intent === 'string' ? null : session.payment_intent
  const [refunds, disputes] = intent ? await readReturns(stripe, intent.id) : [[], []]
  return {
    session: { status: statusOf(session), payUrl: session.status === 'open' ? session.url : null },
    payment: intent && {
      id: intent.id,
      status: paymentStatus(intent, session),
      amount: intent.amount_received,
      currency: intent.currency,
    },
    refunds: refunds.map((refund) => ({
      key: refund.metadata?.refund ?? null,
      amount: refund.amount,
      status: isFailed(refund) ? 'failed' : 'made',
    })),
    disputes: disputes.map(({ amount, status }) => ({ amount, status: disputeStatus(status) })),
  }
}

const readReturns = (stripe: Stripe, paymentIntent: string) =>
  Promise.all([
    stripe.refunds.list({ payment_intent: paymentIntent, limit: 100 }).autoPagingToArray({ limit }),
    stripe.disputes.list({ payment_intent: paymentIntent, limit: 100 }).autoPagingToArray({ limit }),
  ])

/** What a place to pay has come to. */
export function statusOf({
  status,
}: Stripe.Checkout.Session): NonNullable<PaymentState['session']>['status'] {
  if (status === 'complete') return 'complete'
  return status === 'expired' ? 'expired' : 'open'
}

// A payment that was refused can be tried again as long as its session is open.
function paymentStatus(
  { status }: Stripe.PaymentIntent,
  session: Stripe.Checkout.Session,
): NonNullable<PaymentState['payment']>['status'] {
  if (status === 'succeeded') return 'paid'
  if (status === 'canceled') return 'failed'
  return status === 'requires_payment_method' && session.status !== 'open' ? 'failed' : 'open'
}

// One that is pending has left our account already, and comes back if it fails.
const isFailed = ({ status }: Stripe.Refund) => status === 'failed' || status === 'canceled'

// Of an inquiry (`warning_…`) nothing has been taken, whatever it comes to.
function disputeStatus(status: string): PaymentState['disputes'][number]['status'] {
  if (status === 'won' || status === 'prevented' || status.startsWith('warning_')) return 'won'
  return status === 'lost' ? 'lost' : 'open'
}
