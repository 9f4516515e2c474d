import type { SubscriptionStatus } from '#shared/orders/subscription-statuses.ts'

/** What the payment provider says of a subscription when it is asked. */
export interface SubscriptionState {
  /** Where it is paid; null when the provider does not know it, or was not asked. */
  session: { status: 'open' | 'complete' | 'expired'; payUrl: string | null } | null
  /** Null until somebody paid, or began to. */
  subscription: ProviderSubscription | null
}

export interface ProviderSubscription {
  id: string
  customerId: string
  status: Exclude<SubscriptionStatus, 'created' | 'abandoned'>
  /** What of it has the price. */
  itemId: string
  /** The name of the plan that is paid for next; null for what is none of ours. */
  plan: string | null
  /** What that costs a month, in the smallest unit. */
  amount: number
  currency: string
  /** From where its months are counted. */
  anchor: Date
  periodStart: Date
  periodEnd: Date
  /** When it is going to end; null while it goes on. */
  cancelAt: Date | null
  endedAt: Date | null
}

/** A plan at a price. */
export interface PricedPlan {
  plan: string
  title: string
  amount: number
  currency: string
}

/** What is asked of the payment provider about subscriptions; it rejects as `Payments` says. */
export interface SubscriptionPayments {
  /** Makes the place where a subscription is paid; the same one again when the subscription is the same. */
  createCheckout(
    order: PricedPlan & { id: string; expiresAt: Date; customerId: string | null },
  ): Promise<{ id: string; payUrl: string | null }>
  /** Closes such a place, unless it was paid or is over. */
  endCheckout(sessionId: string): Promise<void>
  /** Asks about the subscription where it is known, else about the place to pay it. */
  readSubscription(of: {
    sessionId: string | null
    subscriptionId: string | null
  }): Promise<SubscriptionState>
  /** Our id of a subscription that the provider tells of; null for one of somebody else. */
  findSubscription(subscriptionId: string): Promise<string | null>
  /**
   * Changes what is paid for. `chargedSince` is when the month began whose whole difference is asked for at once: when that
   * is refused, nothing is changed, and it rejects with CONFLICT and the reason `declined`. With null the new price counts
   * from the next month on.
   */
  changePlan(
    change: PricedPlan & { subscriptionId: string; itemId: string; chargedSince: Date | null },
  ): Promise<void>
  /** Ends a subscription at once, unless it has. */
  cancelSubscription(subscriptionId: string): Promise<void>
  /** Where a customer looks after their card, invoices and subscription. */
  createPortal(customerId: string): Promise<{ url: string }>
}
