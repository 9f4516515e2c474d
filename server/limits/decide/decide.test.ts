import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CounterState, decide, emptyCounter, rollWindow, timeToPass, usedCost } from './decide.ts'

const epoch = 1_800_000_000_000

// A caller's history: how long after the last call, and what the call costs.
const steps = (windowMs: number, maxCost = 1) =>
  fc.array(
    fc.record({
      waitMs: fc.oneof(
        fc.constant(0),
        fc.integer({ min: 0, max: Math.ceil(windowMs / 8) }),
        fc.integer({ min: 0, max: 3 * windowMs }),
      ),
      cost: fc.integer({ min: 1, max: maxCost }),
    }),
    { minLength: 1, maxLength: 80 },
  )
const scenario = (maxCost = 1) =>
  fc
    .record({ limit: fc.integer({ min: 1, max: 20 }), windowMs: fc.integer({ min: 1, max: 20_000 }) })
    .chain((quota) => fc.record({ quota: fc.constant(quota), steps: steps(quota.windowMs, maxCost) }))

interface Passed {
  at: number
  cost: number
}

// Plays the history and shows each call with the exact record of what had passed before it.
function play(
  { quota, steps }: { quota: { limit: number; windowMs: number }; steps: { waitMs: number; cost: number }[] },
  look: (call: { before: CounterState; passed: Passed[]; fits: boolean; cost: number; now: number }) => void,
): Passed[] {
  const passed: Passed[] = []
  let state = emptyCounter
  let now = epoch
  for (const { waitMs, cost } of steps) {
    now += waitMs
    const decision = decide(state, { ...quota, cost }, now)
    look({ before: state, passed, fits: decision.passed, cost, now })
    if (decision.passed) passed.push({ at: now, cost })
    state = decision.state
  }
  return passed
}

const sum = (passed: Passed[]) => passed.reduce((total, { cost }) => total + cost, 0)

describe('decide', () => {
  test('keeps to the exact count of a sliding window but for how the previous window was spread', () => {
    fc.assert(
      fc.property(scenario(3), (history) => {
        const { windowMs } = history.quota
        play(history, ({ before, passed, now }) => {
          const exact = sum(passed.filter(({ at }) => at > now - windowMs))
          const { count, previousCount } = rollWindow(before, windowMs, now)
          // Of this window nothing is guessed; the previous one's calls may all lie in the part covered, or none.
          expect(exact).toBeGreaterThanOrEqual(count)
          expect(exact).toBeLessThanOrEqual(count + previousCount)
          const guessed = usedCost(before, windowMs, now) - count
          const error = Math.abs(count + guessed - exact)
          expect(error).toBeLessThanOrEqual(Math.max(guessed, previousCount - guessed))
        })
      }),
      { numRuns: 10_000 },
    )
  })

  test('passes at most N + ceil(N t / window) in any time t, and never more than N in one window', () => {
    fc.assert(
      fc.property(scenario(3), (history) => {
        const { limit, windowMs } = history.quota
        const passed = play(history, () => {})
        passed.forEach(({ at: from }, first) => {
          let total = 0
          for (const { at, cost } of passed.slice(first)) {
            total += cost
            expect(total).toBeLessThanOrEqual(limit + Math.ceil((limit * (at - from)) / windowMs))
          }
        })
      }),
      { numRuns: 10_000 },
    )
  })

  test('passes exactly N of a burst on a fresh counter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 100, max: 60_000 }),
        (limit, windowMs) => {
          const steps = Array.from({ length: 10 * limit }, (_, i) => ({
            waitMs: i % 10 === 9 ? 1 : 0,
            cost: 1,
          }))
          const within = steps.filter((_, i) => i / 10 < windowMs - 1)
          const passed = play({ quota: { limit, windowMs }, steps: within }, () => {})
          expect(passed).toHaveLength(Math.min(limit, within.length))
        },
      ),
    )
  })

  test('does not refuse a caller who is paced at 90 % of a limit of 20 or more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 300 }),
        fc.integer({ min: 1000, max: 60_000 }),
        (limit, windowMs) => {
          const waitMs = Math.ceil(windowMs / (0.9 * limit))
          const steps = Array.from({ length: 6 * limit }, () => ({ waitMs, cost: 1 }))
          play({ quota: { limit, windowMs }, steps }, ({ fits }) => expect(fits).toBe(true))
        },
      ),
    )
  })

  test('timeToPass is exact: not a millisecond before it, and then', () => {
    fc.assert(
      fc.property(scenario(3), ({ quota, steps }) => {
        play({ quota, steps }, ({ before, cost, now }) => {
          if (cost > quota.limit) return
          const wait = timeToPass(before, quota, cost, now)
          expect(decide(before, { ...quota, cost }, now + wait).passed).toBe(true)
          if (wait > 0) expect(decide(before, { ...quota, cost }, now + wait - 1).passed).toBe(false)
        })
      }),
      { numRuns: 10_000 },
    )
  })

  test('a clock that was set back neither frees nor fills a counter', () => {
    const state = { count: 3, previousCount: 4, windowStart: epoch }
    const call = { limit: 10, windowMs: 1000, cost: 3 }
    expect(decide(state, call, epoch - 30_000)).toMatchObject({ passed: true, remaining: 0 })
    expect(decide(state, { ...call, cost: 4 }, epoch - 30_000)).toMatchObject({
      passed: false,
      retryAfterMs: 30_000 + 250,
    })
  })

  test('a cost above the limit never passes and says to come back later all the same', () => {
    expect(decide(emptyCounter, { limit: 3, windowMs: 1000, cost: 4 }, epoch)).toMatchObject({
      passed: false,
      retryAfterMs: 1000,
      remaining: 3,
    })
  })
})
