import { expect, test } from 'vitest'
import { z } from 'zod'
import { containing } from './like.ts'
import { cursorCount, cursorInstant, cursorText, encodeCursor, pageOf, readCursor } from './page.ts'

const place = z.tuple([cursorInstant, cursorText, cursorCount])

test('a page ends at its limit, and its cursor holds the place of its last row', () => {
  const { items, nextCursor } = pageOf(['é', 'b', 'c'], 2, (row) => ['2026-01-01T00:00:00.000Z', row, 7])
  expect(items).toEqual(['é', 'b'])
  expect(readCursor(nextCursor ?? '', place)).toEqual(['2026-01-01T00:00:00.000Z', 'b', 7])
  expect(pageOf(['a', 'b'], 2, (row) => [row])).toEqual({ items: ['a', 'b'], nextCursor: null })
})

test.each([
  ['no cursor at all', 'nonsense'],
  ['one value too few', encodeCursor(['2026-01-01T00:00:00.000Z', 'x'])],
  ['one value too many', encodeCursor(['2026-01-01T00:00:00.000Z', 'x', 7, 8])],
  ['a day that no calendar has', encodeCursor(['2026-02-30T00:00:00.000Z', 'x', 7])],
  ['a year that Postgres does not know', encodeCursor(['0000-01-01T00:00:00.000Z', 'x', 7])],
  ['an instant in other words', encodeCursor(['1 January 2026', 'x', 7])],
  ['a NUL', encodeCursor(['2026-01-01T00:00:00.000Z', '\u0000', 7])],
  ['a negative count', encodeCursor(['2026-01-01T00:00:00.000Z', 'x', -1])],
])('%s is refused', (_, cursor) => {
  expect(() => readCursor(cursor, place)).toThrow('Start at the first page')
})

test('the wildcards of LIKE are letters like others', () => {
  expect(containing('50%_\\')).toBe('%50\\%\\_\\\\%')
})
