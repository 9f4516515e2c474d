const hourMs = 3_600_000
const dayMs = 24 * hourMs
const spans = {
  hour: hourMs,
  day: dayMs,
  week: 7 * dayMs,
  month: 30 * dayMs,
  quarter: 90 * dayMs,
  year: 365 * dayMs,
}

/** When something ends that somebody decides: after a while, never, at a time, or when it did before. */
export type EndChoice = keyof typeof spans | 'never' | 'at' | 'keep'

interface Chosen {
  end: EndChoice
  /** In the reader's zone, as a `datetime-local` field has it; for the end `at`. */
  at: string
  /** The end so far, for `keep`. */
  kept?: string | null
}

/** The instant that the choice means at `now`; null for never. What is no time stays as typed, for a schema to refuse. */
export function endOf({ end, at, kept = null }: Chosen, now: Date): string | null {
  if (end === 'never') return null
  if (end === 'keep') return kept
  if (end !== 'at') return new Date(now.getTime() + spans[end]).toISOString()
  const instant = new Date(at)
  return Number.isNaN(instant.getTime()) ? at : instant.toISOString()
}
