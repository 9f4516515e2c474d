import { randomBytes } from 'node:crypto'
import { StripeRefusal, type TestEvent, type TestSession } from './stripe-account.ts'
import { createSubscriptionObjects } from './subscription-objects.ts'

/** What Stripe keeps of a payment: the fields that ours reads. */
export interface TestIntent {
  id: string
  object: 'payment_intent'
  status: 'processing' | 'succeeded' | 'requires_payment_method' | 'canceled'
  amount: number
  amount_received: number
  currency: string
}

export interface TestRefund {
  id: string
  object: 'refund'
  amount: number
  status: 'pending' | 'succeeded' | 'failed'
  payment_intent: string
  metadata: Record<string, string>
}

export interface TestDispute {
  id: string
  object: 'dispute'
  amount: number
  status: 'warning_needs_response' | 'needs_response' | 'won' | 'lost'
  payment_intent: string
}

const newId = (kind: string) => `${kind}_${randomBytes(16).toString('hex')}`
const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value))

/** What an account at Stripe holds, and what customers and banks do to it; each change makes its event. */
export function createStripeObjects({ livemode }: { livemode: boolean }) {
  const sessions = new Map<string, TestSession>()
  const intents = new Map<string, TestIntent>()
  const refunds: TestRefund[] = []
  const disputes: TestDispute[] = []
  const events: TestEvent[] = []

  function tell(type: string, object: unknown): TestEvent {
    const created = Math.floor(Date.now() / 1000)
    const event: TestEvent = {
      id: newId('evt'),
      object: 'event',
      type,
      created,
      livemode,
      data: { object: plain(object) },
    }
    events.push(event)
    return event
  }

  function get<Value>(map: Map<string, Value>, id: string): Value {
    const found = map.get(id)
    if (!found) throw new StripeRefusal('resource_missing', 404)
    return found
  }

  const of = <Value extends { payment_intent: string }>(list: Value[], intent: string) =>
    list.filter(({ payment_intent }) => payment_intent === intent)
  const sumOf = (list: { amount: number }[]) => list.reduce((sum, { amount }) => sum + amount, 0)
  const refundedOf = (intent: string) =>
    sumOf(of(refunds, intent).filter(({ status }) => status !== 'failed'))

  /** The intent of a session that was paid, or begun to be. */
  function intentOf(sessionId: string): TestIntent {
    return get(intents, get(sessions, sessionId).payment_intent ?? '')
  }

  return {
    ...createSubscriptionObjects({ livemode, sessions, newId, tell }),
    sessions,
    refunds,
    disputes,
    events,
    session: (id: string) => get(sessions, id),
    intent: (id: string) => get(intents, id),
    intentOf,
    refundsOf: (intent: string) => of(refunds, intent),
    disputesOf: (intent: string) => of(disputes, intent),
    sessionsOf: (intent: string) =>
      [...sessions.values()].filter(({ payment_intent }) => payment_intent === intent),

    createSession(
      given: Pick<TestSession, 'amount_total' | 'currency' | 'client_reference_id' | 'expires_at'>,
    ) {
      const inMs = given.expires_at * 1000 - Date.now()
      if (!(inMs > 29 * 60_000 && inMs < 24 * 3_600_000)) throw new StripeRefusal('parameter_invalid_integer')
      const id = newId('cs_test')
      const session: TestSession = {
        ...given,
        id,
        object: 'checkout.session',
        status: 'open',
        payment_status: 'unpaid',
        payment_intent: null,
        url: `https://checkout.stripe.test/c/pay/${id}`,
        livemode,
      }
      sessions.set(id, session)
      return session
    },

    /** A customer pays; `later` where the bank takes its time, `sum` where it is another one than asked. */
    pay(sessionId: string, { later = false, sum }: { later?: boolean; sum?: number } = {}): TestEvent {
      const session = get(sessions, sessionId)
      if (session.status !== 'open') throw new StripeRefusal('session_not_open')
      const amount = sum ?? session.amount_total
      const { currency } = session
      const status = later ? 'processing' : 'succeeded'
      const intent: TestIntent = {
        id: newId('pi'),
        object: 'payment_intent',
        status,
        amount,
        amount_received: later ? 0 : amount,
        currency,
      }
      intents.set(intent.id, intent)
      Object.assign(session, {
        status: 'complete',
        payment_status: later ? 'unpaid' : 'paid',
        payment_intent: intent.id,
        url: null,
      })
      return tell('checkout.session.completed', session)
    },

    /** The bank has decided about a payment that took its time. */
    arrive(sessionId: string, arrives: boolean): TestEvent {
      const session = get(sessions, sessionId)
      const intent = intentOf(sessionId)
      Object.assign(
        intent,
        arrives
          ? { status: 'succeeded', amount_received: intent.amount }
          : { status: 'requires_payment_method' },
      )
      if (arrives) session.payment_status = 'paid'
      return tell(`checkout.session.async_payment_${arrives ? 'succeeded' : 'failed'}`, session)
    },

    expire(sessionId: string): TestEvent {
      const session = Object.assign(get(sessions, sessionId), { status: 'expired', url: null })
      return tell('checkout.session.expired', session)
    },

    /** Somebody refunds: ours over the API, or a person in the dashboard. */
    refund(intentId: string, amount: number, metadata: Record<string, string> = {}): TestRefund {
      const intent = get(intents, intentId)
      const left = intent.amount_received - refundedOf(intentId)
      if (of(disputes, intentId).some(({ status }) => status === 'needs_response' || status === 'lost'))
        throw new StripeRefusal('charge_disputed')
      if (left === 0) throw new StripeRefusal('charge_already_refunded')
      if (amount > left) throw new StripeRefusal('amount_too_large')
      const refund: TestRefund = {
        id: newId('re'),
        object: 'refund',
        amount,
        status: 'succeeded',
        payment_intent: intentId,
        metadata,
      }
      refunds.push(refund)
      tell('charge.refunded', {
        id: newId('ch'),
        object: 'charge',
        payment_intent: intentId,
        amount_refunded: refundedOf(intentId),
      })
      return refund
    },

    /** A bank did not take a refund. */
    failRefund(id: string): TestEvent {
      const refund = refunds.find((each) => each.id === id)
      if (!refund) throw new StripeRefusal('resource_missing', 404)
      refund.status = 'failed'
      return tell('refund.failed', refund)
    },

    dispute(
      intentId: string,
      amount: number,
      status: 'warning_needs_response' | 'needs_response' = 'needs_response',
    ) {
      const dispute: TestDispute = {
        id: newId('du'),
        object: 'dispute',
        amount,
        status,
        payment_intent: intentId,
      }
      disputes.push(dispute)
      tell('charge.dispute.created', dispute)
      return dispute
    },

    closeDispute(id: string, status: 'won' | 'lost'): TestEvent {
      const dispute = disputes.find((each) => each.id === id)
      if (!dispute) throw new StripeRefusal('resource_missing', 404)
      dispute.status = status
      return tell('charge.dispute.closed', dispute)
    },
  }
}

export type StripeObjects = ReturnType<typeof createStripeObjects>
