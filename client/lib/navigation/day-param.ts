import { textParam } from './search-params.ts'

const dayMs = 24 * 60 * 60 * 1000
const dayPattern = /^(19[789]|2\d\d)\d-\d\d-\d\d$/

// A day begins where the reader is.
const startOf = (day: string) => new Date(`${day}T00:00:00`)

/** Whether it is a day since 1970, written as `2026-06-03`. */
export const isDay = (day: string) => dayPattern.test(day) && !Number.isNaN(startOf(day).getTime())

/** A search parameter that is a day; anything else counts as not given. */
export function dayParam(search: Record<string, unknown>, name: string): string | undefined {
  const day = textParam(search, name)
  return day && isDay(day) ? day : undefined
}

/** From the beginning of one day to the end of another, both in the reader's zone, as instants. */
export function dayBounds({ from, to }: { from?: string; to?: string }): { from?: string; to?: string } {
  // A little into the next day and back to its beginning, since not every day has 24 hours.
  const end = to ? new Date(startOf(to).getTime() + 1.2 * dayMs) : undefined
  end?.setHours(0, 0, 0, 0)
  return { from: from && startOf(from).toISOString(), to: end?.toISOString() }
}
