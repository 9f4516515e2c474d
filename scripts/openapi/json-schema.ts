/** What a document says of a value, as JSON Schema has it. */
export interface JsonSchema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  format?: string
  description?: string
  default?: unknown
  examples?: unknown[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: JsonSchema | boolean
  items?: JsonSchema | boolean
  prefixItems?: JsonSchema[]
  minItems?: number
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  [key: string]: unknown
}

/** Where a document keeps what has a name. */
export const schemaRef = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

const refStart = '#/components/schemas/'

/** The names of all schemas that are referred to from the value, also through those that `schemas` has. */
export function namesIn(value: unknown, schemas: Readonly<Record<string, JsonSchema>>): Set<string> {
  const found = new Set<string>()
  const look = (each: unknown) => {
    if (typeof each !== 'object' || each === null) return
    for (const [key, inner] of Object.entries(each)) {
      if (key !== '$ref' || typeof inner !== 'string' || !inner.startsWith(refStart)) look(inner)
      else if (!found.has(inner.slice(refStart.length))) {
        found.add(inner.slice(refStart.length))
        look(schemas[inner.slice(refStart.length)])
      }
    }
  }
  look(value)
  return found
}
