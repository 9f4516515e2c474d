/** What everybody in the storm signs in with: their rows have the hash that tests use. */
export const stormPassword = 'correct-horse-battery'

/** So many right sign-ins a second, each by somebody else from another address. */
export const stormRate = { perSecond: 200, durationMs: 10_000, patienceMs: 30_000 }
