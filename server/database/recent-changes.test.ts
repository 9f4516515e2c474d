import { expect, test } from 'vitest'
import { createRecentChanges } from './recent-changes.ts'

test('what was read before a change of a user is outdated by it, for that user alone', () => {
  const changes = createRecentChanges()
  changes.note(['ada'])
  const then = changes.now()
  expect(changes.since(then, ['ada'])).toBe(false)
  changes.note(['eve'])
  expect([
    changes.since(then, ['ada']),
    changes.since(then, ['eve']),
    changes.since(then, ['ada', 'eve']),
  ]).toEqual([false, true, true])
  expect(changes.since(changes.now(), ['eve'])).toBe(false)
  changes.note(null)
  expect([changes.since(then, ['ada']), changes.since(changes.now(), ['ada'])]).toEqual([true, false])
})

test('what a transaction is about to change is outdated however often it is read, until time is over', () => {
  let now = 0
  const changes = createRecentChanges({ now: () => now })
  changes.expect(['ada'])
  expect([changes.since(changes.now(), ['ada']), changes.since(changes.now(), ['eve'])]).toEqual([
    true,
    false,
  ])
  expect(changes.since(changes.now(), null)).toBe(true)
  // That may have been an earlier one.
  changes.note(['ada'])
  expect(changes.since(changes.now(), ['ada'])).toBe(true)
  changes.expect(null)
  expect(changes.since(changes.now(), ['eve'])).toBe(true)
  now = 10_001
  expect(changes.since(changes.now(), null)).toBe(false)
  expect([changes.since(changes.now(), ['ada']), changes.since(changes.now(), ['eve'])]).toEqual([
    false,
    false,
  ])
})

test('more changes than are remembered outdate whatever was read before the forgotten ones', () => {
  const changes = createRecentChanges()
  const then = changes.now()
  changes.note(['ada'])
  for (let index = 0; index < 10_000; index += 1) changes.note([`user${index}`])
  expect([changes.since(then, ['ada']), changes.since(then, ['nobody'])]).toEqual([true, true])
  expect(changes.since(changes.now(), ['ada'])).toBe(false)
})
