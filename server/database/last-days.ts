const dayMs = 24 * 60 * 60 * 1000

/** The last days (UTC) as `2026-01-31`, that of `now` last. */
export const lastDays = (now: Date, days: number): string[] =>
  Array.from({ length: days }, (_, index) =>
    new Date(now.getTime() - (days - 1 - index) * dayMs).toISOString().slice(0, 10),
  )
