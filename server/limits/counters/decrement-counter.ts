import type { ChangeLimitInput, LimitCounter } from '#shared/limits/limits.ts'
import type { LimitsContext } from '../limits-context.ts'
import { changeCounter } from './change-counter.ts'

/** Gives cost back, never below 0: from this window first, then from what the last one still weighs. Throws NOT_FOUND. */
export function decrementCounter(ctx: LimitsContext, input: ChangeLimitInput): Promise<LimitCounter> {
  return changeCounter(ctx, { id: input.id, action: 'counter.decrement' }, (current, { windowMs }, now) => {
    const fromCount = Math.min(current.count, input.amount)
    const covered = windowMs - Math.max(now - current.windowStart, 0)
    const fromPrevious = Math.ceil(((input.amount - fromCount) * windowMs) / covered)
    return {
      ...current,
      count: current.count - fromCount,
      previousCount: Math.max(current.previousCount - fromPrevious, 0),
    }
  })
}
