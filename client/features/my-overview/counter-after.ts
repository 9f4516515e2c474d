import type { LimitCounter } from '#shared/limits/limits.ts'

/** A counter as it will stand if nobody calls; `usedExactly` is not rounded, for what is drawn. */
export interface CounterLater extends LimitCounter {
  usedExactly: number
}

/**
 * The counter `elapsedMs` after the server told it. The server says when it is empty, and the window says that it
 * empties evenly over its last length; until then nothing frees up for certain, so this never promises too much.
 */
export function counterAfter(counter: LimitCounter, elapsedMs: number): CounterLater {
  const { limit, windowMs } = counter
  const resetMs = Math.max(0, counter.resetMs - elapsedMs)
  const retryAfterMs = Math.max(0, counter.retryAfterMs - elapsedMs)
  const drainMs = Math.min(windowMs, counter.resetMs)
  const usedExactly = drainMs > 0 ? counter.used * Math.min(1, resetMs / drainMs) : 0
  const used = Math.ceil(usedExactly)
  const blocked = retryAfterMs > 0
  const remaining = blocked ? 0 : Math.min(limit, counter.remaining + counter.used - used)
  return { ...counter, used, usedExactly, remaining, blocked, retryAfterMs, resetMs }
}
