import type { SubscriptionTable } from '#drizzle/schema/index.ts'
import { isPlan } from '#shared/credits/plans.ts'
import { isRunning, type SubscriptionStatus } from '#shared/orders/subscription-statuses.ts'
import type { ProviderSubscription, SubscriptionState } from '../payments/subscription-payments.ts'

/** What of a subscription decides what becomes of it. */
export type DecidedSubscription = Pick<
  SubscriptionTable,
  | 'plan'
  | 'nextPlan'
  | 'amount'
  | 'currency'
  | 'status'
  | 'periodStart'
  | 'periodEnd'
  | 'cancelAt'
  | 'beganAt'
  | 'endedAt'
  | 'stripeSubscriptionId'
  | 'stripeCustomerId'
>

/** What a subscription is to be, by what the payment provider says. */
export interface SubscriptionDecision {
  status: SubscriptionStatus
  plan: string
  nextPlan: string | null
  amount: number
  currency: string
  periodStart: Date | null
  periodEnd: Date | null
  cancelAt: Date | null
  endedAt: Date | null
  stripeSubscriptionId: string | null
  stripeCustomerId: string | null
}

/**
 * What becomes of a subscription at a moment: the same for the same state, however often it is asked. A plan that is
 * dearer than what ran counts at once, and a cheaper one when a new period begins: what was paid for is had.
 */
export function decideSubscription(
  before: DecidedSubscription,
  { session, subscription }: SubscriptionState,
  now: Date,
): SubscriptionDecision {
  if (!subscription) return { ...before, ...unpaid(before, session, now) }
  const { id, customerId, status, periodStart, periodEnd, cancelAt, endedAt } = subscription
  return {
    ...plansOf(before, subscription, now),
    status,
    periodStart,
    periodEnd,
    cancelAt,
    endedAt: isOverStatus(status) ? (endedAt ?? before.endedAt ?? now) : null,
    stripeSubscriptionId: id,
    stripeCustomerId: customerId,
  }
}

const isOverStatus = (status: SubscriptionStatus) => status === 'canceled' || status === 'incomplete_expired'

/** Whether the product that is paid for is a plan of ours. */
export const isKnownPlan = ({ plan }: Pick<ProviderSubscription, 'plan'>): boolean =>
  plan !== null && isPlan(plan)

// What the provider does not know stays as it is: it may be of another account.
function unpaid(
  { status, endedAt }: DecidedSubscription,
  session: SubscriptionState['session'],
  now: Date,
): Pick<SubscriptionDecision, 'status' | 'endedAt'> {
  if (status === 'created' && session?.status === 'expired') return { status: 'abandoned', endedAt: now }
  return { status, endedAt }
}

// The same while it is not paid, so that whoever pays late has what they would have had.
function plansOf(
  before: DecidedSubscription,
  { plan, amount, currency, status, periodStart }: ProviderSubscription,
  now: Date,
): Pick<SubscriptionDecision, 'plan' | 'nextPlan' | 'amount' | 'currency'> {
  const asBefore = { plan: before.plan, amount: before.amount, currency: before.currency }
  const next = (name: string | null) => (isRunning(status) ? name : null)
  // What is none of our plans changes nothing.
  const isUnknown = plan === null || !isPlan(plan)
  // Nor does what becomes of the price once it is over.
  if (isUnknown || (before.beganAt !== null && isOverStatus(status)))
    return { ...asBefore, nextPlan: next(before.nextPlan) }
  const paid = { plan, amount, currency, nextPlan: null }
  if (before.beganAt === null || plan === before.plan) return paid
  const isOver = before.periodEnd === null || before.periodEnd <= now
  const isNew = before.periodStart === null || before.periodStart < periodStart
  const isCheaper = currency === before.currency && amount < before.amount
  return isCheaper && !isOver && !isNew ? { ...asBefore, nextPlan: next(plan) } : paid
}
