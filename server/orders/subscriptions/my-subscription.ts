import { and, desc, eq, gt, inArray, or, sql } from 'drizzle-orm'
import { type SubscriptionTable, subscription } from '#drizzle/schema/index.ts'
import { runningStatuses } from '#shared/orders/subscription-statuses.ts'
import type { RefreshSubscriptionInput, SubscriptionView } from '#shared/orders/subscriptions.ts'
import { AppError } from '../../errors.ts'
import { ownerOf } from '../../organizations/owner-of.ts'
import type { ActorContext } from '../../service-context.ts'
import { payableMs } from '../follow/next-check.ts'
import type { OrdersContext } from '../orders-context.ts'
import { followSubscription } from './follow-subscription.ts'
import { toSubscriptionView } from './subscription-view.ts'

/** The actor's own subscription that runs, else the newest one that waits to be paid or confirmed; null without either. */
export async function getMySubscription(ctx: ActorContext): Promise<SubscriptionView | null> {
  const { status, createdAt } = subscription
  const runs = inArray(status, runningStatuses)
  const isOpen = gt(createdAt, sql`now() - ${payableMs} * interval '1 millisecond'`)
  const waits = or(eq(status, 'incomplete'), and(eq(status, 'created'), isOpen))
  const [found] = await ctx.db
    .select()
    .from(subscription)
    .where(and(eq(subscription.ownerId, ownerOf(ctx)), or(runs, waits)))
    .orderBy(desc(sql`(${runs})`), desc(createdAt), desc(subscription.id))
    .limit(1)
  return found ? toSubscriptionView(found) : null
}

/** One of the actor's own subscriptions after the payment provider was asked. Throws NOT_FOUND, and SERVICE_UNAVAILABLE. */
export async function refreshMySubscription(
  ctx: ActorContext & OrdersContext,
  { id }: RefreshSubscriptionInput,
): Promise<SubscriptionView> {
  const own = await requireOwn(ctx, id)
  if (!ctx.payments) return toSubscriptionView(own)
  const { row } = await followSubscription({ ...ctx, payments: ctx.payments }, own.id)
  return toSubscriptionView(row)
}

async function requireOwn(ctx: ActorContext, id: string): Promise<SubscriptionTable> {
  const [own] = await ctx.db
    .select()
    .from(subscription)
    .where(and(eq(subscription.id, id), eq(subscription.ownerId, ownerOf(ctx))))
  if (own) return own
  throw new AppError('NOT_FOUND', 'There is no such subscription.')
}
