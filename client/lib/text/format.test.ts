import { globSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  count,
  duration,
  endTime,
  exactTime,
  initials,
  listText,
  percent,
  readerLocale,
  relativeTime,
  secondsLeft,
  shortCount,
  shortenMiddle,
  timeText,
  totalCount,
  untilTime,
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

describe('times', () => {
  beforeEach(() => void vi.stubEnv('TZ', 'UTC'))
  afterEach(() => void vi.unstubAllEnvs())

  test('are written as the reader does, to the minute; seconds and zone are for who asks', () => {
    const at = new Date('2026-03-10T14:05:06Z')
    expect(exactTime(at, 'en-GB')).toBe('10 March 2026 at 14:05')
    expect(exactTime(at, 'en-US')).toMatch(/^March 10, 2026 at 2:05.PM$/)
    expect(timeText(at, 'full', 'en-GB')).toMatch(/^10 March 2026 at 14:05:06 (UTC|GMT)$/)
    expect(timeText(at, 'day', 'en-GB')).toBe('10 Mar 2026')
  })

  test('a wait until a minute is never said to end before it does', () => {
    expect(untilTime(new Date('2026-03-10T14:05:00.001Z'), 'en-GB')).toBe('10 March 2026 at 14:06')
    expect(untilTime(new Date('2026-03-10T14:05:00Z'), 'en-GB')).toBe('10 March 2026 at 14:05')
  })

  test('an end is as short as it can be said', () => {
    expect(endTime(new Date('2026-03-11T12:00:00Z'), now, 'en-GB')).toBe('11 March at 12:00')
    expect(endTime(new Date('2026-06-03T12:00:00Z'), now, 'en-GB')).toBe('3 June')
    expect(endTime(new Date('2027-06-03T12:00:00Z'), now, 'en-GB')).toBe('3 June 2027')
  })
})

test.each([
  ['en-GB', 'en-GB'],
  ['en', 'en'],
  ['de-DE', 'en-DE'],
  ['de', 'en-DE'],
  ['pt', 'en-BR'],
  ['nonsense!', 'en'],
])('in a browser of %j, English is written as in %j', (reader, locale) => {
  expect(readerLocale('en', reader)).toBe(locale)
  expect(exactTime(now, locale)).toContain('March')
})

test('no other file has formats of its own', () => {
  const files = globSync('client/**/*.{ts,tsx}', { exclude: ['**/*.test.ts', 'client/lib/text/format.ts'] })
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter((file) => /\bIntl\.|\.toLocale\w*\(/.test(readFileSync(file, 'utf8')))).toEqual([])
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

test('numbers are whole, short beside an axis, or a share; names are a list', () => {
  expect(count(1_234_567, 'en')).toBe('1,234,567')
  expect(count(1_234_567, 'en-DE')).toBe('1.234.567')
  expect(shortCount(12_345, 'en')).toBe('12.3K')
  expect(percent(0.0042, 'en')).toBe('0.4%')
  expect(listText(['Ada', 'Grace', 'Edsger'], 'en-GB')).toBe('Ada, Grace and Edsger')
})

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
