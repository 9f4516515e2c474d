import type { z } from 'zod'

/** With what a value of a schema is chosen or typed. */
export type ValueControl =
  | { kind: 'number' }
  | { kind: 'text' }
  | { kind: 'flag' }
  | { kind: 'choice'; values: string[] }

/** The control that fits the schema; null when it needs a form of its own. */
export function controlFor(schema: z.core.$ZodType): ValueControl | null {
  const { def } = schema._zod as z.core.$ZodTypes['_zod']
  switch (def.type) {
    case 'number':
      return { kind: 'number' }
    case 'string':
      return { kind: 'text' }
    case 'boolean':
      return { kind: 'flag' }
    case 'enum': {
      const values = Object.values(def.entries)
      return values.every((value) => typeof value === 'string') ? { kind: 'choice', values } : null
    }
    default:
      return null
  }
}
