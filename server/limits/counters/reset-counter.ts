import type { LimitCounter, LimitIdInput } from '#shared/limits/limits.ts'
import { emptyCounter } from '../decide/decide.ts'
import type { LimitsContext } from '../limits-context.ts'
import { changeCounter } from './change-counter.ts'

/** Empties a counter: its next call begins a new window. Throws NOT_FOUND. */
export function resetCounter(ctx: LimitsContext, input: LimitIdInput): Promise<LimitCounter> {
  // The row stays: deleting it could leave callers that share other counters waiting for each other.
  return changeCounter(ctx, { id: input.id, action: 'counter.reset' }, () => emptyCounter)
}
