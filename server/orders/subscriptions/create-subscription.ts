import type { SubscriptionTable } from '#drizzle/schema/index.ts'
import { isRunning } from '#shared/orders/subscription-statuses.ts'
import type { CreateSubscriptionInput, PayableSubscription } from '#shared/orders/subscriptions.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import type { FollowContext, OrdersContext } from '../orders-context.ts'
import { paymentsOff } from '../payments/payment-failure.ts'
import { followSubscription } from './follow-subscription.ts'
import { keepSubscription } from './keep-subscription.ts'
import { makePayable } from './make-payable.ts'
import { toSubscriptionView } from './subscription-view.ts'

type SubscriberContext = ActorContext & FollowContext

// Earlier tries that others of the same owner make meanwhile are closed as well, but not for ever.
const maxRounds = 4

/**
 * Subscribes the actor to a plan, and answers where to pay it; places to pay that earlier tries left open are closed. The
 * same intent again answers the same subscription. Throws CONFLICT while a subscription runs, when the intent was for
 * something else, or nothing can be bought; SERVICE_UNAVAILABLE while the payment provider is away, after which the same
 * call goes on.
 */
export async function createSubscription(
  { payments, ...given }: ActorContext & OrdersContext,
  input: CreateSubscriptionInput,
): Promise<PayableSubscription> {
  if (!payments) throw paymentsOff()
  const ctx = { ...given, payments }
  for (let round = 0; round < maxRounds; round += 1) {
    const { own, earlier } = await ctx.db.transaction((tx) => keepSubscription({ ...ctx, db: tx }, input))
    if (own) return answer(ctx, own)
    for (const each of earlier) await closeEarlier(ctx, each)
  }
  throw new AppError('CONFLICT', 'You are subscribing in another window as well. Close it, and try again.', {
    reason: { kind: 'subscribed' },
  })
}

async function answer(ctx: SubscriberContext, own: SubscriptionTable): Promise<PayableSubscription> {
  if (own.stripeSessionId === null && own.status === 'created') return makePayable(ctx, own)
  const { row, state } = await followSubscription(ctx, own.id)
  return { subscription: toSubscriptionView(row), payUrl: state?.session?.payUrl ?? null }
}

// The place is closed first: who pays there meanwhile is found to have paid.
async function closeEarlier(ctx: SubscriberContext, earlier: SubscriptionTable): Promise<void> {
  if (!isRunning(earlier.status) && earlier.stripeSessionId)
    await ctx.payments.endCheckout(earlier.stripeSessionId)
  const { row } = await followSubscription(ctx, earlier.id)
  if (isRunning(row.status))
    throw new AppError('CONFLICT', 'You have a subscription already: change its plan instead.', {
      reason: { kind: 'subscribed' },
    })
}
