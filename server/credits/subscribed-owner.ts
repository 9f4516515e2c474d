import { and, eq, isNotNull } from 'drizzle-orm'
import { subscription } from '#drizzle/schema/index.ts'
import { isRunning } from '#shared/orders/subscription-statuses.ts'
import type { Database } from '../database/database.ts'

/**
 * What a subscription means for an owner's months: whether they are counted from one, also once it is over, and the
 * cheaper plan that counts at `now`, since the period that was paid for has ended; null without one.
 */
export async function readSubscribed(
  db: Database,
  { ownerId, now }: { ownerId: string; now: Date },
): Promise<{ everBegan: boolean; plan: string | null }> {
  const { status, nextPlan, periodEnd, cancelAt } = subscription
  const begun = await db
    .select({ status, nextPlan, periodEnd, cancelAt })
    .from(subscription)
    .where(and(eq(subscription.ownerId, ownerId), isNotNull(subscription.beganAt)))
  const running = begun.find((each) => isRunning(each.status))
  const goesOn = running !== undefined && (running.cancelAt === null || running.cancelAt > now)
  const isNext = goesOn && running.periodEnd !== null && running.periodEnd <= now
  return { everBegan: begun.length > 0, plan: isNext ? running.nextPlan : null }
}
