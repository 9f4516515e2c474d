import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyDatabase } from '#test/database.ts'
import { canonicalJson, storable } from './canonical-json.ts'

test('the order of keys says nothing, that of lists does', () => {
  const nested = { b: [{ y: 1, x: [] }], a: { d: null, c: {} } }
  expect(canonicalJson(nested)).toBe('{"a":{"c":{},"d":null},"b":[{"x":[],"y":1}]}')
  expect(canonicalJson({ 10: 'a', 9: 'b' })).toBe(canonicalJson({ 9: 'b', 10: 'a' }))
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]))
})

test('what Postgres cannot hold is replaced', () => {
  expect(storable({ a: 'x\u0000y', b: ['\ud800z'], c: new Date(0), d: undefined })).toEqual({
    a: 'x\uFFFDy',
    b: ['\uFFFDz'],
    c: '1970-01-01T00:00:00.000Z',
  })
})

test('any value reads the same after the database has given it back', async () => {
  const { db } = await emptyDatabase()
  const anything = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { noNullPrototype: true })
  await fc.assert(
    fc.asyncProperty(fc.array(anything, { minLength: 20, maxLength: 50 }), async (values) => {
      const given = values.map((value) => storable(value))
      const [row] = await db
        .select({ back: sql`value` })
        .from(sql`(select ${JSON.stringify(given)}::jsonb as value) as held`)
      expect(canonicalJson(row?.back)).toBe(canonicalJson(given))
    }),
    { numRuns: 100 },
  )
})

test.each([1e21, 0.1, 1e-7, -0, 5e-324, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER])(
  'the number %s reads the same',
  async (number) => {
    const { db } = await emptyDatabase()
    const given = { number, list: [number] }
    const [row] = await db
      .select({ back: sql`value` })
      .from(sql`(select ${JSON.stringify(given)}::jsonb as value) as held`)
    expect(canonicalJson(row?.back)).toBe(canonicalJson(given))
  },
)
