import { choiceParam, keysOf, textParam } from '../../lib/search.ts'
import { text } from '../../lib/text.ts'

/** What the address of the limits list says: search and filters. */
export function validateLimitsSearch(search: Record<string, unknown>) {
  return {
    search: textParam(search, 'search'),
    policy: textParam(search, 'policy'),
    scope: choiceParam(search, 'scope', keysOf(text.limits.scopes)),
    state: choiceParam(search, 'state', ['blocked', 'passing'] as const),
  }
}
export type LimitsSearch = Partial<ReturnType<typeof validateLimitsSearch>>
