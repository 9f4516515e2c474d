import { expect, test } from 'vitest'
import { z } from 'zod'
import { personFields } from '#shared/person-details.ts'
import type { PersonField } from '#shared/product/person-fields.ts'
import { everyInput, type Schema, schemasInside } from './every-input-fixture.ts'

const brokenTexts = ['aaaaaaaa\0', 'aaaaaaaa\ud800']
// A picture is the longest text that anybody sends.
const longest = 140_000

/** What the schema lets in that has no bound, or that no text of the database can hold. */
function faultsOf(schema: Schema, place: string): string[] {
  const broken = brokenTexts.filter((text) => schema.safeParse(text).data === text)
  return [...broken.map((text) => `${place} takes ${JSON.stringify(text)}`), ...unboundedIn(schema, place)]
}

function unboundedIn(schema: Schema, place: string): string[] {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return [
    ...(isBounded(described) ? [] : [`${place} has no bound: ${JSON.stringify(described)}`]),
    ...schemasInside(schema).flatMap(([key, inside]) =>
      key ? faultsOf(inside, `${place}.${key}`) : unboundedIn(inside, place),
    ),
  ]
}

const kinds = ['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', 'not', '$ref'] as const

function isBounded(schema: z.core.JSONSchema.BaseSchema): boolean {
  if (!kinds.some((kind) => kind in schema)) return false
  if ('enum' in schema || 'const' in schema) return true
  const { maxLength = Infinity, maxItems = Infinity, minimum = -Infinity, maximum = Infinity } = schema
  const { maxProperties = 0 } = schema
  switch (schema.type) {
    case 'string':
      return maxLength <= longest
    case 'array':
      return maxItems <= longest
    case 'object':
      if ('propertyNames' in schema) return maxProperties > 0 && maxProperties <= longest
      return [undefined, false].includes(schema.additionalProperties as false)
    case 'number':
      return Number.isFinite(minimum) && Number.isFinite(maximum)
    case 'integer':
      // These two are what every whole number has.
      return minimum !== Number.MIN_SAFE_INTEGER && maximum - minimum <= Number.MAX_SAFE_INTEGER
    default:
      return true
  }
}

test('what a caller can send is bounded wherever it is a text, a list or a number', () => {
  expect(everyInput.length).toBeGreaterThan(50)
  expect(everyInput.flatMap(([place, schema]) => faultsOf(schema, place))).toEqual([])
})

test("the product's fields of people are bounded", () => {
  expect(
    Object.entries<PersonField>(personFields).flatMap(([name, { schema }]) => faultsOf(schema, name)),
  ).toEqual([])
})

test.each<[string, Schema]>([
  ['a text', z.object({ a: z.array(z.string().regex(/^a*$/)).max(3) })],
  ['a time', z.union([z.literal(1), z.iso.datetime()])],
  ['a list', z.object({ a: z.array(z.string().max(3).regex(/^a/)) }).optional()],
  ['a number', z.object({ a: z.number().min(1).nullable().default(null) })],
  ['a whole number', z.int()],
  ['a text behind a function', z.preprocess((value) => value, z.string().regex(/^a*$/))],
  [
    'a text in front of one',
    z
      .string()
      .regex(/^a*$/)
      .transform((value) => value.length),
  ],
  ['keys', z.record(z.string().max(3).regex(/^a/), z.boolean())],
  ['more keys', z.looseObject({ a: z.boolean() })],
  ['anything', z.object({ a: z.unknown().transform(() => 1) })],
  ['NUL', z.string().max(20)],
])('that test finds %s', (_, schema) => expect(faultsOf(schema, 'x')).not.toEqual([]))
