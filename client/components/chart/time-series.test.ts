import { afterEach, expect, test, vi } from 'vitest'
import {
  axisTicks,
  fillSeries,
  mergePoints,
  pointsWithData,
  pointTime,
  rangeUntil,
  tickTime,
} from './time-series.ts'

afterEach(() => vi.unstubAllEnvs())

test('a range ends with the step that holds now, and is whole steps long', () => {
  const now = Date.parse('2026-06-03T10:07:30Z')
  expect(rangeUntil('day', now)).toEqual({
    from: '2026-06-02T10:15:00.000Z',
    to: '2026-06-03T10:15:00.000Z',
    stepMs: 900_000,
  })
  expect(rangeUntil('day', now + 60_000)).toEqual(rangeUntil('day', now))
})

test('what the server left out is zero, points of one step add up, what lies outside is left out', () => {
  const filled = fillSeries({
    from: '2026-06-03T10:00:00Z',
    to: '2026-06-03T10:15:00Z',
    stepMs: 300_000,
    series: ['passed', 'blocked'],
    points: [
      { at: '2026-06-03T10:05:00Z', values: { passed: 3, blocked: 1 } },
      { at: '2026-06-03T10:09:59Z', values: { passed: 2 } },
      { at: '2026-06-03T09:59:59Z', values: { passed: 100 } },
      { at: '2026-06-03T10:15:00Z', values: { passed: 100 } },
    ],
  })
  expect(filled).toEqual([
    { at: '2026-06-03T10:00:00.000Z', values: { passed: 0, blocked: 0 } },
    { at: '2026-06-03T10:05:00.000Z', values: { passed: 5, blocked: 1 } },
    { at: '2026-06-03T10:10:00.000Z', values: { passed: 0, blocked: 0 } },
  ])
})

test('what was counted only at the end is drawn from there, never as fewer than a day of bars', () => {
  const at = (index: number) => new Date(Date.UTC(2026, 5, 3, index)).toISOString()
  const week = (first: number) =>
    Array.from({ length: 168 }, (_, index) => ({ at: at(index), values: { passed: index >= first ? 1 : 0 } }))
  expect(pointsWithData(week(167)).map(({ at }) => at)).toEqual(
    Array.from({ length: 24 }, (_, index) => at(144 + index)),
  )
  expect(pointsWithData(week(100))).toHaveLength(68)
  expect(pointsWithData(week(80))).toHaveLength(168)
  expect(pointsWithData(week(168))).toHaveLength(168)
})

test('where there is little room, points are drawn together, and none is lost', () => {
  const points = Array.from({ length: 100 }, (_, index) => ({
    at: new Date(Date.UTC(2026, 5, 3, 0, index)).toISOString(),
    values: { passed: 1, blocked: index },
  }))
  const merged = mergePoints(points, 60_000, 40)
  expect([merged.points.length, merged.stepMs]).toEqual([34, 180_000])
  expect(merged.points[1]).toEqual({ at: '2026-06-03T00:03:00.000Z', values: { passed: 3, blocked: 12 } })
  expect(merged.points.at(-1)?.values).toEqual({ passed: 1, blocked: 99 })
  expect(mergePoints(points, 60_000, 100)).toEqual({ points, stepMs: 60_000 })
})

const hourMs = 60 * 60_000
const dayMs = 24 * hourMs
const points = (amount: number, stepMs: number, start: Date) =>
  Array.from({ length: amount }, (_, index) => ({
    at: new Date(start.getTime() + index * stepMs).toISOString(),
    values: {},
  }))

test('an axis of several days names each day once, where it begins for the reader', () => {
  const midnights = [4, 5].map((day) => new Date(2026, 5, day).toISOString())
  const hours = points(60, hourMs, new Date(2026, 5, 3, 12))
  expect(axisTicks(hours, { spanMs: 60 * hourMs, stepMs: hourMs })).toEqual(midnights)
})

test('an axis has its days also where no hour of the server begins one', () => {
  vi.stubEnv('TZ', 'Asia/Kolkata')
  const hours = points(48, hourMs, new Date('2026-06-03T10:00:00.000Z'))
  const shown = axisTicks(hours, { spanMs: 48 * hourMs, stepMs: hourMs })
  expect(shown).toEqual(['2026-06-03T19:00:00.000Z', '2026-06-04T19:00:00.000Z'])
})

test('an axis of one day or hour says round times', () => {
  const quarters = points(96, hourMs / 4, new Date(2026, 5, 3, 10, 15))
  const shown = axisTicks(quarters, { spanMs: dayMs, stepMs: hourMs / 4 })
  expect(shown.map((at) => new Date(at).getHours())).toEqual([12, 15, 18, 21, 0, 3, 6, 9])
  const minutes = points(60, 60_000, new Date(2026, 5, 3, 10, 7))
  const tens = axisTicks(minutes, { spanMs: hourMs, stepMs: 60_000 })
  expect(tens.map((at) => new Date(at).getMinutes())).toEqual([10, 20, 30, 40, 50, 0])
})

test('a whole day keeps its name in every zone, a shorter time is the reader\u2019s', () => {
  const at = '2026-06-03T00:00:00.000Z'
  const day = { spanMs: 7 * dayMs, stepMs: dayMs }
  for (const zone of ['America/Los_Angeles', 'Asia/Tokyo']) {
    vi.stubEnv('TZ', zone)
    expect(tickTime(at, day, 'en-GB')).toBe('3 Jun')
    expect(pointTime(at, dayMs, 'en-GB')).toBe('3 Jun 2026')
  }
  expect(pointTime(at, hourMs, 'en-GB')).toMatch(/09:00.+10:00$/)
  expect(pointTime(at, hourMs, 'en-US')).toMatch(/9:00.+10:00.AM$/)
})
