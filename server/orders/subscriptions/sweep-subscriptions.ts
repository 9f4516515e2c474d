import { and, eq, exists, gt, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { organization, subscription, user } from '#drizzle/schema/index.ts'
import { runningStatuses } from '#shared/orders/subscription-statuses.ts'
import { followDue, leaseMs } from '../follow-due.ts'
import type { FollowContext } from '../orders-context.ts'
import { followSubscription } from './follow-subscription.ts'

/**
 * Follows the subscriptions that have not been looked at for long enough, among them those whose owner is gone, which ends
 * them. Returns how many; ends early and throws as `followDue` does.
 */
export async function sweepSubscriptions(ctx: FollowContext): Promise<number> {
  await hurryGone(ctx)
  return followDue(ctx, subscription, followSubscription)
}

// Nobody is billed for an account that is deleted or erased. What is asked about soon anyway is left: it may be at work.
async function hurryGone({ db, payments }: FollowContext): Promise<void> {
  const isGone = or(isNotNull(user.deletedAt), and(isNull(user.id), eq(organization.name, '')))
  const gone = db
    .select({ id: organization.id })
    .from(organization)
    .leftJoin(user, eq(user.id, organization.personalUserId))
    .where(and(eq(organization.id, subscription.ownerId), isGone))
  const { status, nextCheckAt, liveMode, updatedAt } = subscription
  const isFar = gt(nextCheckAt, sql`now() + ${leaseMs} * interval '1 millisecond'`)
  await db
    .update(subscription)
    .set({ nextCheckAt: sql`now()`, updatedAt: sql`${updatedAt}` })
    .where(and(inArray(status, runningStatuses), eq(liveMode, payments.liveMode), isFar, exists(gone)))
}
