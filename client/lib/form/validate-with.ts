import type { z } from 'zod'

/**
 * Form validation by the server's own schema, which is loaded when it is first needed: the page shows without zod.
 * When it cannot be loaded the server decides alone.
 */
export function validateWith(load: () => Promise<z.ZodType>) {
  return async (values: unknown): Promise<Record<string, string>> => {
    const schema = await load().catch(() => null)
    return fieldErrors(schema?.safeParse(values).error?.issues ?? [])
  }
}

// The first thing that is wrong with a field is enough.
function fieldErrors(issues: readonly { path: PropertyKey[]; message: string }[]): Record<string, string> {
  const byPath = issues.toReversed().map(({ path, message }) => [path.map(String).join('.'), message])
  return Object.fromEntries(byPath)
}
