import type { ChangeLimitInput, LimitCounter } from '#shared/limits/limits.ts'
import type { LimitsContext } from '../limits-context.ts'
import { changeCounter } from './change-counter.ts'

// Far above every limit, and low enough that sums of two counts fit the column.
const maxCount = 1_000_000_000

/** Adds cost to a counter as if calls had been made, beyond its limit too. Throws NOT_FOUND. */
export function incrementCounter(ctx: LimitsContext, input: ChangeLimitInput): Promise<LimitCounter> {
  return changeCounter(ctx, { id: input.id, action: 'counter.increment' }, (current) => ({
    ...current,
    count: Math.min(current.count + input.amount, maxCount),
  }))
}
