import { expect, test } from 'vitest'
import { blockedShare, tallyAll, tallyPolicies } from './overview-data.ts'

const point = (policy: string, passed: number, blocked: number) => ({
  policy,
  passed,
  blocked,
  at: '2026-06-03T10:00:00.000Z',
  bucketMinutes: 1,
})

test('policies add up over time, the most blocked first', () => {
  const tallies = tallyPolicies([point('a', 5, 0), point('b', 1, 2), point('a', 3, 1), point('c', 9, 0)])
  expect(tallies).toEqual([
    { policy: 'b', passed: 1, blocked: 2 },
    { policy: 'a', passed: 8, blocked: 1 },
    { policy: 'c', passed: 9, blocked: 0 },
  ])
  expect(tallyAll(tallies)).toEqual({ passed: 18, blocked: 3 })
})

test('a share is of all calls, and none of none', () => {
  expect(blockedShare({ passed: 997, blocked: 3 }, 'en')).toBe('0.3%')
  expect(blockedShare({ passed: 0, blocked: 0 }, 'en')).toBe('–')
})
