import { z } from 'zod'
import type { JsonSchema } from './json-schema.ts'

/**
 * What a zod schema takes, as JSON Schema; `docs` are the comments of its fields, which zod does not know.
 */
export function inputSchema(schema: z.ZodType, docs: JsonSchema = {}): JsonSchema {
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const brief = withoutPatterns(made) as JsonSchema
  return withDocs(brief, docs)
}

// What the format says already, in hundreds of letters.
function withoutPatterns(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPatterns)
  if (typeof value !== 'object' || value === null) return value
  const said = 'format' in value && value.format === 'date-time' ? new Set(['pattern', 'maxLength']) : null
  const kept = Object.entries(value).filter(([key]) => !said?.has(key))
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutPatterns(inner)]))
}

function withDocs(schema: JsonSchema, docs: JsonSchema): JsonSchema {
  const options = schema.oneOf ?? schema.anyOf
  if (options) {
    const key = schema.oneOf ? 'oneOf' : 'anyOf'
    return { ...schema, [key]: options.map((option, index) => withDocs(option, docsOfOption(docs, index))) }
  }
  if (!schema.properties) return schema
  const properties = Object.entries(schema.properties).map(([name, property]) => {
    const description = docs.properties?.[name]?.description
    return [name, description ? { ...property, description } : property]
  })
  return { ...schema, properties: Object.fromEntries(properties) }
}

const docsOfOption = (docs: JsonSchema, index: number) => docs.anyOf?.[index] ?? docs
