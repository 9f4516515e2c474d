import { describe, expect, test } from 'vitest'
import {
  count,
  duration,
  exactTime,
  initials,
  relativeTime,
  secondsLeft,
  shortenMiddle,
  totalCount,
  windowText,
} from './format.ts'

const now = new Date('2026-03-10T12:00:00Z')
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000)

test.each([
  [-5, 'now'],
  [-59, 'now'],
  [-60, '1 minute ago'],
  [-7200, '2 hours ago'],
  [-5700, '2 hours ago'],
  [-86_400, 'yesterday'],
  [-15 * 86_400, '2 weeks ago'],
  [-400 * 86_400, 'last year'],
  [6 * 86_400 - 3600, 'in 6 days'],
  [7 * 86_400 - 5, 'in 7 days'],
])('a time %i s away reads %j', (seconds, text) => {
  expect(relativeTime(after(seconds), now, 'en')).toBe(text)
})

test('the exact time names its zone', () => {
  expect(exactTime(now, 'en')).toMatch(/^March 10, 2026.*\d\d:00:00 .+$/)
})

test.each([
  [0, '0 s'],
  [42, '42 s'],
  [60, '1 min'],
  [190, '3 min 10 s'],
  [7500, '2 h 5 min'],
  [3605, '1 h'],
  [518_400, '6 d'],
])('%i s is %j', (seconds, text) => expect(duration(seconds)).toBe(text))

describe('a countdown', () => {
  test('rounds up, so that the try it allows is not refused', () => {
    expect(secondsLeft(10_001, 10_000)).toBe(1)
    expect(secondsLeft(52_000, 10_000)).toBe(42)
  })
  test('ends at zero and stays there', () => {
    expect(secondsLeft(10_000, 10_000)).toBe(0)
    expect(secondsLeft(10_000, 99_000)).toBe(0)
  })
})

test('a long key keeps both ends and its bound', () => {
  expect(shortenMiddle('abcdefghijklmnop', 9)).toBe('abcd…mnop')
  expect(shortenMiddle('abcdefghijklmnop', 8)).toHaveLength(8)
  expect(shortenMiddle('short', 8)).toBe('short')
})

test('initials come from the first and the last word', () => {
  expect(initials('Ada King of Lovelace')).toBe('AL')
  expect(initials('  élodie ')).toBe('É')
  expect(initials('')).toBe('')
  expect(initials('👩‍🚀 Ride')).toHaveLength(3)
})

test('thousands are apart', () => expect(count(1_234_567, 'en')).toBe('1,234,567'))

test('the total of a list that was counted to a bound only has a plus', () => {
  expect(totalCount(10_000, true, 'en')).toBe('10,000+')
  expect(totalCount(10_000, false, 'en')).toBe('10,000')
  expect(totalCount(7, undefined, 'en')).toBe('7')
})

test('a window of one unit is said without the number', () => {
  expect([15_000, 60_000, 600_000, 3_600_000, 90_000].map(windowText)).toEqual([
    '15 s',
    'min',
    '10 min',
    'h',
    '1 min 30 s',
  ])
})
