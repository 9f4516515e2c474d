import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { endWords } from './ban-values.ts'

const now = new Date('2026-05-27T12:00:00Z')
beforeEach(() => void vi.stubEnv('TZ', 'UTC'))
afterEach(() => void vi.unstubAllEnvs())

test.each([
  ['week', '', /^until (June 3|3 June)$/],
  ['day', '', /^until (May 28|28 May) at 12:00/],
  ['never', '', /^for good$/],
  ['at', '2099-06-03T12:00', /^until (June 3, 2099|3 June 2099)$/],
  ['at', '', /^$/],
] as const)('the question of a ban for %j (%j) names its end', (end, until, words) => {
  expect(endWords({ reason: '', end, until }, now)).toMatch(words)
})
