import type { z } from 'zod'

type Schema = z.core.$ZodType

const jsonNumber = /^-?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,4})?$/

/** The fields of an input by name, as far as its schema names them; of a union the fields of all its options. */
export function fieldsOf(schema: Schema): Map<string, Schema[]> {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'object') return new Map(Object.entries(def.shape).map(([name, field]) => [name, [field]]))
  const fields = new Map<string, Schema[]>()
  for (const part of sameValue(def))
    for (const [name, found] of fieldsOf(part)) fields.set(name, [...(fields.get(name) ?? []), ...found])
  return fields
}

/** Whether texts of an address can say a value of this schema: it is no object, nor a list of lists. */
export function isSaidByTexts(schema: Schema, inList = false): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'array') return !inList && isSaidByTexts(def.element, true)
  if (simple.has(def.type)) return true
  return sameValue(def).some((part) => isSaidByTexts(part, inList))
}

/** Whether the schema takes a list. */
export function isList(schema: Schema): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod
  return def.type === 'array' || sameValue(def).some(isList)
}

/**
 * What the texts of one parameter mean to the first of these schemas that knows such a value: a number, a boolean, a list.
 * Null when they mean nothing to any.
 */
export function valueOfTexts(
  schemas: readonly Schema[],
  texts: readonly string[],
): { value: unknown } | null {
  for (const schema of schemas) {
    const found = valueIn(schema, texts)
    if (found) return found
  }
  return null
}

function valueIn(schema: Schema, texts: readonly string[]): { value: unknown } | null {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'array') {
    const items = texts.map((text) => valueIn(def.element, [text]))
    return items.every((item) => item !== null) ? { value: items.map(({ value }) => value) } : null
  }
  const [text, ...more] = texts
  if (text === undefined) return null
  const found = valueOfTexts(sameValue(def), texts)
  if (found || more.length > 0) return found
  const values = valuesOf(def, text)
  return values.length > 0 ? { value: values[0] } : null
}

// What a text alone can mean, at most one value.
function valuesOf(def: z.core.$ZodTypes['_zod']['def'], text: string): unknown[] {
  const isText = (value: unknown) => String(value) === text
  switch (def.type) {
    case 'number':
      return jsonNumber.test(text) && Number.isFinite(Number(text)) ? [Number(text)] : []
    case 'boolean':
      return [true, false].filter(isText)
    case 'null':
    case 'nullable':
      return [null].filter(isText)
    case 'literal':
      return def.values.filter(isText)
    case 'enum':
      return Object.values(def.entries).filter(isText)
    default:
      return texts.has(def.type) ? [text] : []
  }
}

const texts = new Set(['string', 'template_literal', 'any', 'unknown', 'custom', 'transform'])
const simple = new Set([...texts, 'number', 'boolean', 'null', 'literal', 'enum'])

// The schemas inside of one that its value goes through as a whole.
function sameValue(def: z.core.$ZodTypes['_zod']['def']): readonly Schema[] {
  switch (def.type) {
    case 'union':
      return def.options
    case 'intersection':
      return [def.left, def.right]
    case 'pipe':
      return [def.in]
    case 'lazy':
      return [def.getter()]
    default:
      return 'innerType' in def ? [def.innerType] : []
  }
}
