import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import { type SubscriptionTable, subscription } from '#drizzle/schema/index.ts'
import { planOnSale } from '#shared/credits/plans.ts'
import { runningStatuses } from '#shared/orders/subscription-statuses.ts'
import type { CreateSubscriptionInput } from '#shared/orders/subscriptions.ts'
import { generateId } from '../../auth/generate-id.ts'
import { bringUpToDate } from '../../credits/bring-up-to-date.ts'
import { openOwner } from '../../credits/open-owner.ts'
import type { Database } from '../../database/database.ts'
import { AppError, invalidField } from '../../errors.ts'
import { ownerOf } from '../../organizations/owner-of.ts'
import type { ActorContext } from '../../service-context.ts'
import { payableMs } from '../follow/next-check.ts'
import { tellOrder } from '../follow/tell-order.ts'
import type { FollowContext } from '../orders-context.ts'
import { findCustomer } from './find-customer.ts'
import { nextSubscriptionCheck } from './next-subscription-check.ts'

type SubscriberContext = ActorContext & FollowContext

/** What an intent to subscribe has come to. */
export interface Kept {
  /** The subscription of this intent; null while earlier ones are in its way. */
  own: SubscriptionTable | null
  earlier: SubscriptionTable[]
}

/**
 * Keeps what the actor subscribes to, in the transaction `ctx.db`, unless something of theirs is in its way. Throws CONFLICT
 * when the intent was for something else.
 */
export async function keepSubscription(
  ctx: SubscriberContext,
  input: CreateSubscriptionInput,
): Promise<Kept> {
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
