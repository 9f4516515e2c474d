import { expect, test } from 'vitest'
import type { SubscriptionStatus } from '#shared/orders/subscription-statuses.ts'
import { nextSubscriptionCheck } from './next-subscription-check.ts'

const minutes = (count: number) => count * 60_000
const days = (count: number) => minutes(count * 24 * 60)
const created = new Date('2026-01-01T00:00:00Z')

/** In how many minutes it is asked again, so many after it was made. */
function next(status: SubscriptionStatus, afterMs: number, endsMs: number | null = null) {
  const now = new Date(created.getTime() + afterMs)
  const periodEnd = endsMs === null ? null : new Date(created.getTime() + endsMs)
  const at = nextSubscriptionCheck({ status, createdAt: created, periodEnd }, now)
  return at && (at.getTime() - now.getTime()) / minutes(1)
}

test('what waits to be paid is asked about soon, then each hour', () => {
  expect([0, 1, 10, 30, 90].map((each) => next('created', minutes(each)))).toEqual([1, 9, 20, 60, 60])
  expect(next('incomplete', minutes(90))).toBe(60)
  expect(next('created', days(30))).toBeNull()
})

test('what runs is asked about each day, and a few minutes after its month ends', () => {
  expect(next('active', days(3), days(31))).toBe(24 * 60)
  expect(next('active', days(30) + minutes(60), days(31))).toBe(23 * 60 + 5)
  expect(next('past_due', days(31), days(31))).toBe(5)
  expect(next('trialing', days(31) + minutes(5), days(31))).toBe(24 * 60)
})

test('what may be paid late is asked about each day, what is over never', () => {
  expect([next('unpaid', days(40), days(31)), next('paused', days(40), days(31))]).toEqual([1440, 1440])
  expect([next('canceled', days(40), days(31)), next('abandoned', days(1))]).toEqual([null, null])
})
