import { expect, test } from 'vitest'
import { z } from 'zod'
import { fieldsOf, isSaidByTexts, valueOfTexts } from './text-values.ts'

const meaning = (schema: z.ZodType, ...texts: string[]) => valueOfTexts([schema], texts)?.value

test.each<[string, z.ZodType, string[], unknown]>([
  ['a text', z.string(), ['5'], '5'],
  ['a number', z.number(), ['5'], 5],
  ['a negative number', z.int().min(-9), ['-5'], -5],
  ['a fraction', z.number(), ['0.25'], 0.25],
  ['a number with an exponent', z.number(), ['1e3'], 1000],
  ['yes', z.boolean(), ['true'], true],
  ['no', z.boolean(), ['false'], false],
  ['a word', z.enum(['asc', 'desc']), ['asc'], 'asc'],
  ['a number of some', z.literal([1, 5, 15]), ['15'], 15],
  ['a literal', z.literal(true), ['true'], true],
  ['null', z.number().nullable(), ['null'], null],
  ['null as a text', z.string().nullable(), ['null'], 'null'],
  ['an optional number', z.number().optional(), ['5'], 5],
  ['a number with a default', z.number().nullable().default(3), ['5'], 5],
  ['a number by a pipe', z.number().pipe(z.int()), ['5'], 5],
  ['a number with a transform', z.number().transform((value) => value + 1), ['5'], 5],
  ['a readonly number', z.number().readonly().prefault(1).catch(2), ['5'], 5],
  ['a number or yes', z.union([z.number(), z.boolean()]), ['true'], true],
  ['a number first', z.union([z.number(), z.string()]), ['5'], 5],
  ['a text first', z.union([z.string(), z.number()]), ['5'], '5'],
  ['a list', z.array(z.number()).optional(), ['1', '2'], [1, 2]],
  ['a list of one', z.array(z.string()), ['a'], ['a']],
  ['a list or one', z.union([z.number(), z.array(z.number())]), ['1', '2'], [1, 2]],
  ['a lazy number', z.lazy(() => z.number()), ['5'], 5],
  ['both of two', z.intersection(z.number(), z.number()), ['5'], 5],
])('%s', (_, schema, texts, value) => {
  expect(meaning(schema, ...texts)).toEqual(value)
  expect(isSaidByTexts(schema)).toBe(true)
})

test.each<[string, z.ZodType, string[]]>([
  ['no number', z.number(), ['five']],
  ['an empty text as a number', z.number(), ['']],
  ['a blank before a number', z.number(), [' 5']],
  ['a hexadecimal number', z.number(), ['0x5']],
  ['more than a number holds', z.number(), ['1e999']],
  ['infinity', z.number(), ['Infinity']],
  ['no yes', z.boolean(), ['1']],
  ['an empty yes', z.boolean(), ['']],
  ['another word', z.enum(['asc', 'desc']), ['up']],
  ['a number twice', z.number(), ['1', '2']],
  ['a text twice', z.string(), ['a', 'b']],
  ['a list with another item', z.array(z.number()), ['1', 'b']],
  ['nothing', z.string(), []],
])('%s means nothing', (_, schema, texts) => expect(valueOfTexts([schema], texts)).toBeNull())

test.each([
  z.object({ a: z.string() }),
  z.record(z.string(), z.string()),
  z.array(z.array(z.string())),
  z.array(z.object({})),
  z.object({}).optional(),
])('an object and a list of lists cannot be said by texts', (schema) =>
  expect(isSaidByTexts(schema)).toBe(false),
)

test('the fields of an input are found through what stands around it', () => {
  const one = z.object({ kind: z.literal('a'), days: z.number() }).strict()
  const other = z.object({ kind: z.literal('b'), text: z.string() }).strict()
  const names = (schema: z.ZodType) => [...fieldsOf(schema).keys()]
  expect(names(one.refine(() => true))).toEqual(['kind', 'days'])
  expect(names(z.discriminatedUnion('kind', [one, other]))).toEqual(['kind', 'days', 'text'])
  expect(names(z.union([one, other]).optional())).toEqual(['kind', 'days', 'text'])
  expect(names(one.and(z.object({ more: z.string() })))).toEqual(['kind', 'days', 'more'])
  expect(names(one.transform(({ days }) => days))).toEqual(['kind', 'days'])
  expect(names(z.record(z.string(), z.string()))).toEqual([])
  const kinds = fieldsOf(z.discriminatedUnion('kind', [one, other])).get('kind') ?? []
  expect(valueOfTexts(kinds, ['b'])).toEqual({ value: 'b' })
})
