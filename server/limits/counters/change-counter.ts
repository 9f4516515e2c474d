import { eq } from 'drizzle-orm'
import { rateLimit } from '#drizzle/schema/index.ts'
import type { AuditAction } from '#shared/audit/audit.ts'
import type { LimitCounter } from '#shared/limits/limits.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import { type CounterState, rollWindow } from '../decide/decide.ts'
import type { KeyedQuota } from '../limit-keys.ts'
import type { LimitsContext } from '../limits-context.ts'
import { tellLimitsNews } from '../rules/limits-news.ts'
import { counterNotFound, readCounter, requireQuota, toLimitCounter } from './counter-view.ts'

type CounterAction = Exclude<Extract<AuditAction, `counter.${string}`>, 'counter.resetAll'>

/**
 * Changes one counter under its lock, from the state that it has now, records it and returns it. The limiters of all
 * replicas then ask the database about it again. Throws NOT_FOUND.
 */
export async function changeCounter(
  ctx: LimitsContext,
  { id, action }: { id: string; action: CounterAction },
  change: (current: CounterState, quota: KeyedQuota, now: number) => CounterState,
): Promise<LimitCounter> {
  const quota = requireQuota(ctx, id)
  const counter = await ctx.db.transaction(async (tx) => {
    await tx.select({ id: rateLimit.id }).from(rateLimit).where(eq(rateLimit.key, id)).for('update')
    // Read again under the lock: the time is then later than every call that was counted.
    const row = await readCounter(tx, id)
    if (!row) throw counterNotFound()
    const current = rollWindow(row, quota.windowMs, row.now)
    const { count, previousCount, windowStart } = change(current, quota, row.now)
    await tx.update(rateLimit).set({ count, previousCount, windowStart }).where(eq(rateLimit.key, id))
    await recordAudit(
      { ...ctx, db: tx },
      {
        action,
        subject: { type: 'counter', id },
        before: { count: current.count, previousCount: current.previousCount },
        after: { count, previousCount },
      },
    )
    await tellLimitsNews(tx, { kind: 'counters', keys: [id] })
    return toLimitCounter(ctx, quota, { ...row, count, previousCount, windowStart }, row.now)
  })
  ctx.limiter.forget([id])
  return counter
}
