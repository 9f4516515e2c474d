import type { LimitCounter, LimitIdInput } from '#shared/limits/limits.ts'
import type { LimitsContext } from '../limits-context.ts'
import { counterNotFound, readCounter, requireQuota, toLimitCounter } from './counter-view.ts'

/** One counter as it stands now. Throws NOT_FOUND. */
export async function getCounter(ctx: LimitsContext, input: LimitIdInput): Promise<LimitCounter> {
  const quota = requireQuota(ctx, input.id)
  const row = await readCounter(ctx.db, input.id)
  if (!row) throw counterNotFound()
  return toLimitCounter(ctx, quota, row, row.now)
}
