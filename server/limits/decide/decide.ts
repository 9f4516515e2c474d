/** What a counter holds. Times are whole milliseconds since 1970. */
export interface CounterState {
  count: number
  /** What the window before the one that began at `windowStart` counted. */
  previousCount: number
  windowStart: number
}

interface Quota {
  limit: number
  windowMs: number
}

export interface CounterDecision {
  passed: boolean
  /** The counter after the call: moved on to the window of `now`, and charged if the call passed. */
  state: CounterState
  remaining: number
  resetMs: number
  /** Until a call of this cost would pass; 0 when this one did. */
  retryAfterMs: number
}

export const emptyCounter: CounterState = { count: 0, previousCount: 0, windowStart: 0 }

/**
 * Whether a call of this cost passes, by a sliding window over two counters (the method that Cloudflare described in
 * "How we built rate limiting capable of scaling to millions of domains"). The same as the SQL function
 * `limits_consume`, for one counter. A refused call costs nothing.
 */
export function decide(state: CounterState, call: Quota & { cost: number }, now: number): CounterDecision {
  const current = rollWindow(state, call.windowMs, now)
  const passed = usedCost(current, call.windowMs, now) + call.cost <= call.limit
  const next = passed ? { ...current, count: current.count + call.cost } : current
  return {
    passed,
    state: next,
    remaining: remainingCost(next, call, now),
    resetMs: timeToReset(next, call.windowMs, now),
    retryAfterMs: passed ? 0 : timeToPass(next, call, call.cost, now),
  }
}

/** The counter in the window of `now`. The first window starts at the first call, the next one where it ends. */
export function rollWindow(state: CounterState, windowMs: number, now: number): CounterState {
  if (now >= state.windowStart + 2 * windowMs) return { count: 0, previousCount: 0, windowStart: now }
  if (now < state.windowStart + windowMs) return state
  return { count: 0, previousCount: state.count, windowStart: state.windowStart + windowMs }
}

/** The cost that the sliding window holds now, rounded up: the previous window weighs by the part still covered. */
export function usedCost(state: CounterState, windowMs: number, now: number): number {
  const { count, previousCount, windowStart } = rollWindow(state, windowMs, now)
  // A clock that was set back must not make the previous window weigh more than it counted.
  const elapsed = Math.max(now - windowStart, 0)
  return count + Math.ceil((previousCount * (windowMs - elapsed)) / windowMs)
}

/** The cost that would still pass now. */
export function remainingCost(state: CounterState, { limit, windowMs }: Quota, now: number): number {
  return Math.max(limit - usedCost(state, windowMs, now), 0)
}

/** Milliseconds until the counter is empty if nobody calls. */
export function timeToReset(state: CounterState, windowMs: number, now: number): number {
  const { count, previousCount, windowStart } = rollWindow(state, windowMs, now)
  if (count > 0) return windowStart + 2 * windowMs - now
  return previousCount > 0 ? windowStart + windowMs - now : 0
}

/**
 * Milliseconds until a call of this cost passes if nobody else calls: exact, 0 when it would pass now. For a cost
 * above the limit, which never passes, it is the time until the counter is empty, a window at least.
 */
export function timeToPass(state: CounterState, quota: Quota, cost: number, now: number): number {
  const { limit, windowMs } = quota
  if (cost > limit) return Math.max(timeToReset(state, windowMs, now), windowMs)
  const { count, previousCount, windowStart } = rollWindow(state, windowMs, now)
  const elapsed = now - windowStart
  const here = fadingTime(previousCount, limit - cost - count, windowMs)
  if (here === 0) return 0
  if (here < windowMs) return Math.max(here - elapsed, 0)
  // Not in this window: in the next one this window's count is what fades.
  return windowMs + fadingTime(count, limit - cost, windowMs) - elapsed
}

// How far into a window the previous count weighs `room` or less.
function fadingTime(previousCount: number, room: number, windowMs: number): number {
  if (room < 0) return Number.POSITIVE_INFINITY
  if (previousCount <= room) return 0
  return Math.ceil((windowMs * (previousCount - room)) / previousCount)
}
