/** What a customer subscribes to, or changes to: a price made on the spot. */
export interface NewPrice {
  product: string
  unit_amount: number
  currency: string
}

/** Where a customer pays: the fields that ours reads. */
export interface TestSession {
  id: string
  object: 'checkout.session'
  status: 'open' | 'complete' | 'expired'
  payment_status: 'paid' | 'unpaid'
  amount_total: number
  currency: string
  client_reference_id: string | null
  payment_intent: string | null
  expires_at: number
  url: string | null
  livemode: boolean
  /** Of a session that subscribes. */
  subscribes?: NewPrice
  subscription?: string | null
  subscription_metadata?: Record<string, string>
  customer?: string | null
  success_url?: string
  cancel_url?: string
}

export interface TestEvent {
  id: string
  object: 'event'
  type: string
  created: number
  livemode: boolean
  data: { object: unknown }
}

/** What Stripe answers to what it refuses. */
export class StripeRefusal extends Error {
  readonly code: string
  readonly status: number
  constructor(code: string, status = 400) {
    super(code)
    this.code = code
    this.status = status
  }
}
