import { and, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { type SubscriptionTable, subscription } from '#drizzle/schema/index.ts'
import { runningStatuses } from '#shared/orders/subscription-statuses.ts'
import type { OwnerCredits } from '#shared/orders/subscriptions.ts'
import type { LedgerContext } from '../../credits/credits-context.ts'
import { readCredits } from '../../credits/read/read-credits.ts'
import { toAdminSubscription } from './subscription-view.ts'

/** What an owner has, with the subscription that runs, or the last one that did. Throws NOT_FOUND. */
export async function readOwnerCredits(ctx: LedgerContext, ownerId: string): Promise<OwnerCredits> {
  const [credits, last] = await Promise.all([readCredits(ctx, ownerId), findLast(ctx, ownerId)])
  return { ...credits, subscription: last ? toAdminSubscription(last) : null }
}

async function findLast({ db }: LedgerContext, ownerId: string): Promise<SubscriptionTable | undefined> {
  const runs = inArray(subscription.status, runningStatuses)
  const [last] = await db
    .select()
    .from(subscription)
    .where(and(eq(subscription.ownerId, ownerId), isNotNull(subscription.beganAt)))
    .orderBy(desc(sql`(${runs})`), desc(subscription.createdAt), desc(subscription.id))
    .limit(1)
  return last
}
