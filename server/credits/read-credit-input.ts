import type { z } from 'zod'
import { invalidInput } from '../errors.ts'

/** What was given as the schema reads it, before it meets the calls of others. Throws BAD_REQUEST. */
export function readCreditInput<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw invalidInput(parsed.error)
  return parsed.data
}
