import type { SubscriptionPayments } from './subscription-payments.ts'

/** What the payment provider says of an order when it is asked. */
export interface PaymentState {
  /** Where it is paid; null when the provider does not know it. */
  session: { status: 'open' | 'complete' | 'expired'; payUrl: string | null } | null
  /** Null until somebody began to pay. */
  payment: {
    id: string
    status: 'open' | 'paid' | 'failed'
    /** What was paid, in the smallest unit. */
    amount: number
    currency: string
  } | null
  /** `key` is ours; null for what somebody refunded at the provider. */
  refunds: { key: string | null; amount: number; status: 'made' | 'failed' }[]
  disputes: { amount: number; status: 'open' | 'lost' | 'won' }[]
}

/** What is to be paid. */
export interface PaymentOrder {
  id: string
  title: string
  amount: number
  currency: string
  /** The order is not paid after it. */
  expiresAt: Date
}

/** What a webhook is about: what to ask the provider for. */
export interface PaymentEvent {
  id: string
  type: string
  createdAt: Date
  /** A checkout session, a payment or a subscription; null for what is of no interest. */
  objectId: string | null
}

/**
 * The payment provider. What cannot reach it rejects with SERVICE_UNAVAILABLE, what it refuses with CONFLICT and the
 * reason `payments`. To be called outside of transactions: each waits for the network.
 */
export interface Payments extends SubscriptionPayments {
  /** Whether money moves; else everything is a test. */
  liveMode: boolean
  /** Makes the place where an order is paid; the same one again when the order is the same. */
  createSession(order: PaymentOrder): Promise<{ id: string; payUrl: string | null }>
  readState(sessionId: string): Promise<PaymentState>
  /** The session that a payment came from; null for one of somebody else. */
  findSession(paymentId: string): Promise<string | null>
  /** Refunds a part of a payment, once for a key. */
  refund(refund: { orderId: string; paymentId: string; amount: number; key: string }): Promise<void>
  /** What a webhook says, if it is the provider's. Throws BAD_REQUEST for one that is forged, old or of the other mode. */
  readEvent(body: string, signature: string): Promise<PaymentEvent>
}
