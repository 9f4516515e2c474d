import type { Schema } from './api-document.ts'

/** What a value is, in few letters: `string`, `array of User`, `"asc" | "desc"`. */
export function typeWords(schema: Schema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? ''
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const options = schema.oneOf ?? schema.anyOf
  if (options) return [...new Set(options.map(typeWords))].join(' | ')
  if (schema.allOf) return [...new Set(schema.allOf.map(typeWords))].join(' & ')
  const types = [schema.type ?? 'any'].flat()
  return types.map((type) => oneType(type, schema)).join(' | ')
}

function oneType(type: string, { items, format }: Schema): string {
  if (type === 'array') return `array of ${typeof items === 'object' ? typeWords(items) : 'values'}`
  return type === 'string' && format ? format : type
}

/** The bounds of a value: `1 to 100`, `at most 255 characters`. */
export function boundWords({ minimum, maximum, minLength, maxLength }: Schema, words: BoundWords): string {
  const letters = bounds(minLength || undefined, maxLength, words)
  return [bounds(minimum, maximum, words), letters && words.letters(letters)].filter(Boolean).join(', ')
}

interface BoundWords {
  between: (least: number, most: number) => string
  atLeast: (least: number) => string
  atMost: (most: number) => string
  letters: (bounds: string) => string
}

function bounds(least: number | undefined, most: number | undefined, words: BoundWords): string {
  if (least !== undefined && most !== undefined) return words.between(least, most)
  if (least !== undefined) return words.atLeast(least)
  return most === undefined ? '' : words.atMost(most)
}

/** The fields that lie in a value: of an object, of what a list holds, or of each of several kinds of it. */
export function fieldsIn(schema: Schema, find: (schema: Schema) => Schema): Field[] {
  const found = find(schema)
  if (typeof found.items === 'object') return fieldsIn(found.items, find)
  const parts = found.allOf ?? found.oneOf ?? found.anyOf
  if (parts) {
    const fields = parts.flatMap((part) => fieldsIn(part, find))
    return [...new Map(fields.map((field) => [field.name, field])).values()]
  }
  const properties = Object.entries(found.properties ?? {})
  if (properties.length === 0 && typeof found.additionalProperties === 'object')
    return fieldsIn(found.additionalProperties, find)
  return properties.map(([name, each]) => ({
    name,
    schema: each,
    required: found.required?.includes(name) ?? false,
  }))
}

export interface Field {
  name: string
  schema: Schema
  required: boolean
}
