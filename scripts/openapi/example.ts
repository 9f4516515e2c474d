import type { JsonSchema } from './json-schema.ts'

// What our fields hold, by their names; everything else follows from the type.
const byName: Record<string, string> = {
  id: 'Yq7Zb3mC1xWkPvR8sTfNhLdGjUaE2o5K',
  name: 'Ada',
  email: 'ada@example.com',
  newEmail: 'ada@example.com',
  password: 'long-and-easy-to-keep',
  currentPassword: 'long-and-easy-to-keep',
  newPassword: 'longer-and-easy-to-keep',
  address: '203.0.113.7',
  requestId: '3f0c8a52-6f0e-4f5b-9b8e-1f3a6c2d7e90',
  callbackURL: '/dashboard',
  redirectTo: '/reset-password',
  image: `/api/pictures/${'a'.repeat(43)}`,
  provider: 'google',
}
const moment = '2026-01-31T12:00:00.000Z'
const byFormat: Record<string, string> = {
  'date-time': moment,
  date: '2026-01-31',
  uri: 'https://example.com/',
}
// For fields with a pattern, of which the first that fits is taken.
const patterned = [...Object.values(byName), `account:${'0'.repeat(32)}`, 'a'.repeat(43)]
const deepest = 6

/** A value that the schema allows, with as much in it as callers are likely to send or get. */
export function exampleOf(
  schema: JsonSchema,
  {
    schemas,
    name = '',
    depth = 0,
  }: { schemas: Readonly<Record<string, JsonSchema>>; name?: string; depth?: number },
): unknown {
  const inner = (each: JsonSchema, property = name) =>
    exampleOf(each, { schemas, name: property, depth: depth + 1 })
  if (schema.$ref) return inner(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {})
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.enum) return schema.enum[0]
  const [option] = schema.oneOf ?? schema.anyOf ?? []
  if (option) return inner(option)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => inner(part)))
  const [type] = [schema.type].flat()
  if (type === 'object') return objectExample(schema, inner, depth)
  if (type === 'array') return arrayExample(schema, inner, depth)
  return plainExample(schema, type, name)
}

interface Bounds {
  pattern?: string
  minLength?: number
  maxLength?: number
}

type Inner = (schema: JsonSchema, name?: string) => unknown

function objectExample({ properties = {}, required = [] }: JsonSchema, inner: Inner, depth: number) {
  const shown = Object.entries(properties).filter(([name]) => depth < deepest || required.includes(name))
  return Object.fromEntries(shown.map(([name, property]) => [name, inner(property, name)]))
}

function arrayExample({ items, prefixItems, minItems = 0 }: JsonSchema, inner: Inner, depth: number) {
  if (prefixItems) return prefixItems.map((item) => inner(item))
  const isShown = typeof items === 'object' && (depth < deepest || minItems > 0)
  return isShown ? [inner(items)] : []
}

function plainExample(schema: JsonSchema, type: string | undefined, name: string): unknown {
  if (type === 'boolean') return true
  if (type === 'null') return null
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type !== undefined && type !== 'string') return null
  if (schema.format && byFormat[schema.format]) return byFormat[schema.format]
  const { pattern, minLength = 0, maxLength = 100 } = schema as Bounds
  const named = byName[name] ?? (name.endsWith('Id') ? byName.id : undefined)
  const fits = (text: string) => text.length <= maxLength && new RegExp(pattern ?? '').test(text)
  if (pattern) return [named ?? 'text', ...patterned].find(fits) ?? ''
  if (named !== undefined) return named
  return (name || 'text').padEnd(minLength, '.').slice(0, maxLength)
}
