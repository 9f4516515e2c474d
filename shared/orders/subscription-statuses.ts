/**
 * What becomes of a subscription: as the payment provider calls it, but for the first two. `created` has a place to pay
 * and is not paid; `abandoned` never was.
 */
export const subscriptionStatuses = [
  'created',
  'abandoned',
  'incomplete',
  'incomplete_expired',
  'trialing',
  'active',
  'past_due',
  'unpaid',
  'paused',
  'canceled',
] as const
export type SubscriptionStatus = (typeof subscriptionStatuses)[number]

/** While it is one of these, the owner has the plan. `past_due`: a payment failed, and is tried again. */
export const runningStatuses = ['trialing', 'active', 'past_due'] as const satisfies SubscriptionStatus[]

/** Whether the owner has the plan. Pages load this without zod. */
export const isRunning = (status: SubscriptionStatus): boolean =>
  runningStatuses.some((running) => running === status)
