import { eq } from 'drizzle-orm'
import { rateLimit } from '#drizzle/schema/index.ts'
import type { LimitCounter } from '#shared/limits.ts'
import {
  counterNotFound,
  type LimitsContext,
  readCounter,
  requireQuota,
  toLimitCounter,
} from './counter-view.ts'
import { type CounterState, rollWindow } from './decide.ts'
import type { KeyedQuota } from './limit-keys.ts'

/**
 * Changes one counter under its lock, from the state that it has now, and returns it. The limiter then asks the
 * database about it again. Throws NOT_FOUND.
 */
export async function changeCounter(
  ctx: LimitsContext,
  id: string,
  change: (current: CounterState, quota: KeyedQuota, now: number) => CounterState,
): Promise<LimitCounter> {
  const quota = requireQuota(ctx, id)
  const counter = await ctx.db.transaction(async (tx) => {
    await tx.select({ id: rateLimit.id }).from(rateLimit).where(eq(rateLimit.key, id)).for('update')
    // Read again under the lock: the time is then later than every call that was counted.
    const row = await readCounter(tx, id)
    if (!row) throw counterNotFound()
    const { count, previousCount, windowStart } = change(
      rollWindow(row, quota.windowMs, row.now),
      quota,
      row.now,
    )
    await tx.update(rateLimit).set({ count, previousCount, windowStart }).where(eq(rateLimit.key, id))
    return toLimitCounter(quota, { ...row, count, previousCount, windowStart }, row.now)
  })
  ctx.limiter.forget([id])
  return counter
}
