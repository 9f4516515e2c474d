import { expect, test } from 'vitest'
import { extent, keepListed, nothingSelected, toggleAll, toggleOne, toggleRange } from './selection.ts'

const rows = ['a', 'b', 'c', 'd', 'e']
const idsOf = (selected: { ids: ReadonlySet<string> }) => [...selected.ids].sort().join('')

test('one row on, and off again', () => {
  const on = toggleOne(nothingSelected, 'b')
  expect(idsOf(on)).toBe('b')
  expect(idsOf(toggleOne(on, 'b'))).toBe('')
})

test('a range goes on from the row touched last, in both directions', () => {
  const from = toggleOne(nothingSelected, 'd')
  expect(idsOf(toggleRange(from, 'b', rows))).toBe('bcd')
  expect(idsOf(toggleRange(toggleRange(from, 'b', rows), 'c', rows))).toBe('d')
})

test('a range without a beginning, or from a row that is gone, is one row', () => {
  expect(idsOf(toggleRange(nothingSelected, 'c', rows))).toBe('c')
  expect(idsOf(toggleRange({ ids: new Set(), anchor: 'z' }, 'c', rows))).toBe('c')
})

test('all, and none when all are chosen', () => {
  const all = toggleAll(toggleOne(nothingSelected, 'b'), rows)
  expect(extent(all, rows)).toBe('all')
  expect(extent(toggleAll(all, rows), rows)).toBe('none')
  expect(extent(toggleOne(all, 'a'), rows)).toBe('some')
  expect(extent(nothingSelected, [])).toBe('none')
})

test('what leaves the list leaves the selection', () => {
  const some = toggleRange(toggleOne(nothingSelected, 'a'), 'c', rows)
  expect(idsOf(keepListed(some, ['b', 'c', 'd']))).toBe('bc')
  expect(keepListed(some, rows)).toBe(some)
})
