import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRefreshSchedule } from './refresh-schedule.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp(takesMs = 100) {
  const startedAt = Date.now()
  const ran: number[] = []
  let held = false
  const schedule = createRefreshSchedule({
    run: () => {
      ran.push(Date.now() - startedAt)
      return new Promise((resolve) => setTimeout(resolve, takesMs))
    },
    gapMs: () => 3000,
    isHeld: () => held,
  })
  const hold = (now: boolean) => {
    held = now
    schedule.settle()
  }
  return { schedule, ran, hold }
}

test('the first time at once, then after the gap, once for all that was asked', async () => {
  const { schedule, ran } = setUp()
  for (let asked = 0; asked < 100; asked += 1) {
    schedule.ask()
    await vi.advanceTimersByTimeAsync(50)
  }
  await vi.advanceTimersByTimeAsync(20_000)
  expect(ran).toEqual([0, 3100, 6200])
})

test('one that takes long is waited for, never started twice', async () => {
  const { schedule, ran } = setUp(10_000)
  schedule.ask()
  await vi.advanceTimersByTimeAsync(5000)
  schedule.ask()
  await vi.advanceTimersByTimeAsync(30_000)
  expect(ran).toEqual([0, 13_000])
})

test('what is asked while it is held is done on release, and nothing that nobody asked for', async () => {
  const { schedule, ran, hold } = setUp()
  hold(true)
  schedule.ask()
  schedule.ask()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(ran).toEqual([])
  hold(false)
  await vi.advanceTimersByTimeAsync(10_000)
  hold(true)
  hold(false)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(ran).toEqual([10_000])
})

test('stopped, it does nothing more', async () => {
  const { schedule, ran } = setUp()
  schedule.ask()
  schedule.ask()
  schedule.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(ran).toEqual([0])
})
