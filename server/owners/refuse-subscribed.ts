import { and, eq, inArray } from 'drizzle-orm'
import { subscription } from '#drizzle/schema/index.ts'
import { runningStatuses } from '#shared/orders/subscription-statuses.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'

/** Throws CONFLICT for an owner whose subscription runs: what they pay for is not given or taken by hand. */
export async function refuseSubscribed(db: Database, ownerId: string): Promise<void> {
  const runs = inArray(subscription.status, runningStatuses)
  if ((await db.$count(subscription, and(eq(subscription.ownerId, ownerId), runs))) === 0) return
  throw new AppError(
    'CONFLICT',
    'Their subscription decides the plan: change it there, or give single entitlements.',
    { reason: { kind: 'subscribed' } },
  )
}
