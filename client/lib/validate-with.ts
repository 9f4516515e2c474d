import { schemaResolver } from '@mantine/form'
import type { z } from 'zod'

/**
 * Form validation by the server's own schema, which is loaded when it is first needed: the page shows without zod.
 * When it cannot be loaded the server decides alone.
 */
export function validateWith(load: () => Promise<z.ZodType>) {
  return async (values: unknown) => {
    const schema = await load().catch(() => null)
    return schema ? schemaResolver(schema)(values) : {}
  }
}
