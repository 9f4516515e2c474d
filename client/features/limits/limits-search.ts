import type { OverrideTarget } from '#shared/limits/limit-rules.ts'
import type { LimitScope } from '#shared/limits/limits.ts'
import { choiceParam, everyOf, keysOf, textParam } from '../../lib/navigation/search-params.ts'

type Search = Record<string, unknown>
const scopes = everyOf<LimitScope>({ ip: true, session: true, user: true, account: true, key: true })
const targets = everyOf<OverrideTarget>({ prefix: true, address: true, user: true, key: true })

/** How far back the overview can go, and how many minutes one point of it covers then. */
export const overviewRanges = { hour: 1, day: 15, week: 60 } as const

/** What the address of the overview says: the time it shows, and of which policy. */
export function validateOverviewSearch(search: Search) {
  return {
    range: choiceParam(search, 'range', keysOf(overviewRanges)),
    policy: textParam(search, 'policy'),
  }
}
export type OverviewSearch = Partial<ReturnType<typeof validateOverviewSearch>>

/** What the address of the blocked calls says. */
export function validateBlockedSearch(search: Search) {
  return {
    search: textParam(search, 'search'),
    policy: textParam(search, 'policy'),
    scope: choiceParam(search, 'scope', scopes),
  }
}
export type BlockedSearch = Partial<ReturnType<typeof validateBlockedSearch>>

/** What the address of the list of counters says. */
export function validateCountersSearch(search: Search) {
  return {
    search: textParam(search, 'search'),
    policy: textParam(search, 'policy'),
    scope: choiceParam(search, 'scope', scopes),
    state: choiceParam(search, 'state', ['blocked', 'passing'] as const),
  }
}
export type CountersSearch = Partial<ReturnType<typeof validateCountersSearch>>

/** What the address of the overrides says; `add` opens the form for a new one, filled in. */
export function validateOverridesSearch(search: Search) {
  return {
    search: textParam(search, 'search'),
    target: choiceParam(search, 'target', targets),
    policy: textParam(search, 'policy'),
    state: choiceParam(search, 'state', ['active', 'expired'] as const),
    add: choiceParam(search, 'add', targets),
    value: textParam(search, 'value'),
  }
}
export type OverridesSearch = Partial<ReturnType<typeof validateOverridesSearch>>

/** What the address of the lockouts says. */
export function validateLockoutsSearch(search: Search) {
  return {
    search: textParam(search, 'search'),
    state: choiceParam(search, 'state', ['locked', 'counting'] as const),
  }
}
export type LockoutsSearch = Partial<ReturnType<typeof validateLockoutsSearch>>

/** The question that the address asks, so that a page can link to its answer. */
export function validateExplainSearch(search: Search) {
  return {
    procedure: textParam(search, 'procedure'),
    userId: textParam(search, 'userId'),
    key: textParam(search, 'key'),
    ip: textParam(search, 'ip'),
    sessionId: textParam(search, 'sessionId'),
    account: textParam(search, 'account'),
    id: textParam(search, 'id'),
  }
}
export type ExplainSearch = Partial<ReturnType<typeof validateExplainSearch>>
