import { and, desc, eq, gt, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { type SubscriptionTable, subscription } from '#drizzle/schema/index.ts'
import { planOnSale } from '#shared/credits/plans.ts'
import { isRunning, runningStatuses } from '#shared/orders/subscription-statuses.ts'
import type { CreateSubscriptionInput, PayableSubscription } from '#shared/orders/subscriptions.ts'
import { generateId } from '../../auth/generate-id.ts'
import { bringUpToDate } from '../../credits/bring-up-to-date.ts'
import { openOwner } from '../../credits/open-owner.ts'
import type { Database } from '../../database/database.ts'
import { AppError, invalidField } from '../../errors.ts'
import { ownerOf } from '../../organizations/owner-of.ts'
import type { ActorContext } from '../../service-context.ts'
import { payableMs } from '../follow/next-check.ts'
import { tellOrder } from '../follow/tell-order.ts'
import type { FollowContext, OrdersContext } from '../orders-context.ts'
import { paymentsOff } from '../payments/payment-failure.ts'
import { followSubscription } from './follow-subscription.ts'
import { makePayable } from './make-payable.ts'
import { nextSubscriptionCheck } from './next-subscription-check.ts'
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

interface Kept {
  /** The subscription of this intent; null while earlier ones are in its way. */
  own: SubscriptionTable | null
  earlier: SubscriptionTable[]
}

async function keepSubscription(ctx: SubscriberContext, input: CreateSubscriptionInput): Promise<Kept> {
  const ownerId = ownerOf(ctx)
  const onSale = planOnSale(input.plan)
  if (!onSale) throw invalidField('plan', 'This plan is not on sale.')
  // The person before their balance, as acts on people lock them. The balance keeps others of the same owner waiting.
  await openOwner(ctx.db, ownerId)
  await bringUpToDate(ctx, ownerId)
  const same = await findSame(ctx, { ...input, ownerId })
  if (same) return { own: same, earlier: [] }
  await abandonUnasked(ctx.db, ownerId)
  const earlier = await findEarlier(ctx, ownerId)
  if (earlier.length > 0) return { own: null, earlier }
  const [made] = await ctx.db
    .insert(subscription)
    .values({
      id: generateId(),
      ownerId,
      createdBy: ctx.actor.user.id,
      plan: input.plan,
      ...onSale.price,
      intentKey: input.intentKey,
      liveMode: ctx.payments.liveMode,
      stripeCustomerId: await findCustomer(ctx, ownerId),
      nextCheckAt: nextSubscriptionCheck({ status: 'created', createdAt: ctx.now, periodEnd: null }, ctx.now),
      createdAt: ctx.now,
    })
    .returning()
  if (!made) throw new Error('The subscription was not added.')
  await tellOrder(ctx.db, made)
  return { own: made, earlier: [] }
}

async function findSame(
  { db, payments }: SubscriberContext,
  { ownerId, plan, intentKey }: CreateSubscriptionInput & { ownerId: string },
): Promise<SubscriptionTable | null> {
  const [found] = await db
    .select()
    .from(subscription)
    .where(and(eq(subscription.ownerId, ownerId), eq(subscription.intentKey, intentKey)))
  if (!found) return null
  const isWaiting = found.status === 'created'
  if (found.liveMode === payments.liveMode && (!isWaiting || found.plan === plan)) return found
  throw new AppError('CONFLICT', 'This key was used for something else before.', {
    reason: { kind: 'intent' },
  })
}

// Nobody was given an address of these, and who asks for one now closes it again.
async function abandonUnasked(db: Database, ownerId: string): Promise<void> {
  const isUnasked = and(eq(subscription.status, 'created'), isNull(subscription.stripeSessionId))
  await db
    .update(subscription)
    .set({ status: 'abandoned', endedAt: sql`now()`, nextCheckAt: null })
    .where(and(eq(subscription.ownerId, ownerId), isUnasked))
}

// What runs, as far as we know, and what somebody may pay in another window.
function findEarlier({ db }: SubscriberContext, ownerId: string): Promise<SubscriptionTable[]> {
  const isPayable = gt(subscription.createdAt, sql`now() - ${payableMs} * interval '1 millisecond'`)
  const isOpen = and(eq(subscription.status, 'created'), isPayable)
  return db
    .select()
    .from(subscription)
    .where(and(eq(subscription.ownerId, ownerId), or(inArray(subscription.status, runningStatuses), isOpen)))
}

/** As whom an owner pays at the provider, since their last subscription; null for who never did. */
export async function findCustomer(
  { db, payments }: Pick<FollowContext, 'db' | 'payments'>,
  ownerId: string,
): Promise<string | null> {
  const isKnown = and(isNotNull(subscription.stripeSubscriptionId), isNotNull(subscription.stripeCustomerId))
  const [last] = await db
    .select({ customerId: subscription.stripeCustomerId })
    .from(subscription)
    .where(and(eq(subscription.ownerId, ownerId), eq(subscription.liveMode, payments.liveMode), isKnown))
    .orderBy(desc(subscription.createdAt), desc(subscription.id))
    .limit(1)
  return last?.customerId ?? null
}
