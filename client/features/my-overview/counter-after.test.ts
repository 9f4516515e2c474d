import { expect, test } from 'vitest'
import type { LimitCounter } from '#shared/limits/limits.ts'
import { counterAfter } from './counter-after.ts'

const counter: LimitCounter = {
  id: 'signed-in/user:u1',
  policy: 'signed-in',
  scope: 'user',
  value: 'u1',
  limit: 100,
  windowMs: 10_000,
  used: 40,
  remaining: 60,
  blocked: false,
  override: null,
  retryAfterMs: 0,
  resetMs: 15_000,
  lastRequestAt: null,
}

test('nothing frees up before the last window, and then it does evenly until the reset', () => {
  const used = (elapsedMs: number) => {
    const { used, remaining } = counterAfter(counter, elapsedMs)
    return [used, remaining]
  }
  expect(used(0)).toEqual([40, 60])
  expect(used(5000)).toEqual([40, 60])
  expect(used(10_000)).toEqual([20, 80])
  expect(used(15_000)).toEqual([0, 100])
  expect(used(60_000)).toEqual([0, 100])
})

test('what is shorter than a window empties over what is left of it', () => {
  const later = counterAfter({ ...counter, resetMs: 3000 }, 1500)
  expect([later.used, later.usedExactly, later.resetMs]).toEqual([20, 20, 1500])
})

test('a blocked counter has nothing left until its wait is over', () => {
  const full = { ...counter, used: 100, remaining: 0, blocked: true, retryAfterMs: 6000 }
  expect(counterAfter(full, 5999)).toMatchObject({ blocked: true, remaining: 0, retryAfterMs: 1 })
  expect(counterAfter(full, 6000)).toMatchObject({ blocked: false, remaining: 10, used: 90 })
})

test('an empty counter stays empty', () => {
  const empty = counterAfter({ ...counter, used: 0, remaining: 100, resetMs: 0 }, 1000)
  expect(empty).toMatchObject({ used: 0, usedExactly: 0, remaining: 100, resetMs: 0 })
})
