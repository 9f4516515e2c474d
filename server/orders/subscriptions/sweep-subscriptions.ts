import { and, asc, eq, exists, gt, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import { organization, subscription, user } from '#drizzle/schema/index.ts'
import { runningStatuses } from '#shared/orders/subscription-statuses.ts'
import type { FollowContext } from '../orders-context.ts'
import { isAway } from '../payments/payment-failure.ts'
import { followSubscription } from './follow-subscription.ts'

const batch = 50
// So long nobody else looks at a subscription that somebody has begun to look at.
const leaseMs = 10 * 60_000

/**
 * Follows the subscriptions that have not been looked at for long enough, 50 at most, among them those whose owner is
 * gone, which ends them. Returns how many. Ends early while the payment provider is away; throws, after all were tried,
 * what one of them threw otherwise.
 */
export async function sweepSubscriptions(ctx: FollowContext): Promise<number> {
  await hurryGone(ctx)
  const failures: unknown[] = []
  let done = 0
  for (; done < batch; done += 1) {
    const id = await claimDue(ctx)
    if (id === null) break
    try {
      await followSubscription(ctx, id)
    } catch (error) {
      if (isAway(error)) throw error
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Subscriptions could not be followed.')
  return done
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

async function claimDue({ db, payments }: FollowContext): Promise<string | null> {
  const isDue = lte(subscription.nextCheckAt, sql`now()`)
  const due = db
    .select({ id: subscription.id })
    .from(subscription)
    .where(and(isDue, eq(subscription.liveMode, payments.liveMode)))
    .orderBy(asc(subscription.nextCheckAt))
    .limit(1)
    .for('update', { skipLocked: true })
  const [claimed] = await db
    .update(subscription)
    .set({
      nextCheckAt: sql`now() + ${leaseMs} * interval '1 millisecond'`,
      updatedAt: sql`${subscription.updatedAt}`,
    })
    .where(eq(subscription.id, sql`(${due})`))
    .returning({ id: subscription.id })
  return claimed?.id ?? null
}
