import { expect, test } from 'vitest'
import type { Database } from '../../database/database.ts'
import { countUnlessLarge } from './count-unless-large.ts'

function counter() {
  const db = {} as Database
  let counts = 0
  const ask = (total: number, { key = 'list', at = 0 } = {}) =>
    countUnlessLarge({ db, now: new Date(at), key, bound: 100 }, async () => {
      counts++
      return total
    })
  return { ask, counted: () => counts }
}

test('that there are many is known for ten seconds, for that list only', async () => {
  const { ask, counted } = counter()
  expect([await ask(101), await ask(7, { at: 9999 }), counted()]).toEqual([101, 101, 1])
  expect([await ask(7, { key: 'other' }), counted()]).toEqual([7, 2])
  expect([await ask(7, { at: 10_000 }), counted()]).toEqual([7, 3])
})

test('an exact count is made each time', async () => {
  const { ask, counted } = counter()
  expect([await ask(100), await ask(99), counted()]).toEqual([100, 99, 2])
})

test('few lists are remembered: the oldest gives way', async () => {
  const { ask, counted } = counter()
  for (let list = 0; list <= 500; list++) await ask(101, { key: String(list) })
  await ask(101, { key: '500' })
  expect(counted()).toBe(501)
  await ask(101, { key: '0' })
  expect(counted()).toBe(502)
})
