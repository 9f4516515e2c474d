import { expect, test } from 'vitest'
import { matchWords } from './match-words.ts'

test('every word must be there, in any order and case, and is taken as it is written', () => {
  const matches = (words: string[]) =>
    matchWords(words).test('users/acts/ban-user.test.ts > A ban (of a user)\nends')
  expect(matches([])).toBe(true)
  expect(matches(['user', 'BAN', 'ends'])).toBe(true)
  expect(matches(['user', 'unban'])).toBe(false)
  expect(matches(['(of'])).toBe(true)
  expect(matches(['b.n'])).toBe(false)
})
