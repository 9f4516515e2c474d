const prefix = 'gatehouse-draft-'
const keyOf = (name: string, userId: string) => `${prefix}${name}-${userId}`

/** What this person typed and did not send, in this browser; null for nothing. Drafts of others go: they have left. */
export function readKept(name: string, userId: string): unknown {
  try {
    forgetWhere((key) => !key.endsWith(`-${userId}`))
    return JSON.parse(localStorage.getItem(keyOf(name, userId)) ?? 'null')
  } catch {
    // Storage may be refused, or hold what another version wrote.
    return null
  }
}

/** Keeps what somebody types in this browser, also for after an outage or a reload; null forgets it. */
export function keep(name: string, userId: string, values: object | null): void {
  try {
    if (values) localStorage.setItem(keyOf(name, userId), JSON.stringify(values))
    else localStorage.removeItem(keyOf(name, userId))
  } catch {
    // Then it lasts as long as the page.
  }
}

/** Forgets what was typed, for who signs out. */
export function forgetKept(): void {
  try {
    forgetWhere(() => true)
  } catch {
    // Where nothing may be read, nothing was kept.
  }
}

function forgetWhere(matches: (key: string) => boolean): void {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix) && matches(key))
  for (const key of keys) localStorage.removeItem(key)
}
