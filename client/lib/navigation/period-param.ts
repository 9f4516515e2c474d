import { dayBounds, isDay } from './day-param.ts'
import { textParam } from './search-params.ts'

/** How many days back a period can begin that ends now. */
export const periodDays = ['7', '30', '90'] as const

/**
 * A period as an address says it: so many days until now, never, or from one day to another, of which one may be left
 * out: `7`, `never`, `2026-01-01..2026-06-30`, `2026-01-01..`.
 */
export interface Period {
  days?: number
  never?: true
  from?: string
  to?: string
}

/** What the text says; undefined when it is no period. */
export function readPeriod(value: string | undefined): Period | undefined {
  if (value === undefined) return undefined
  if (periodDays.some((days) => days === value)) return { days: Number(value) }
  if (value === 'never') return { never: true }
  const [from = '', to, ...rest] = value.split('..')
  if (to === undefined || rest.length > 0 || [from, to].some((day) => day !== '' && !isDay(day)))
    return undefined
  return { from: from || undefined, to: to || undefined }
}

/** The text of a period between two days. */
export const periodBetween = ({ from = '', to = '' }: { from?: string; to?: string }) => `${from}..${to}`

/** A search parameter that is a period; anything else counts as not given. */
export function periodParam(search: Record<string, unknown>, name: string): string | undefined {
  const value = textParam(search, name)
  return readPeriod(value) ? value : undefined
}

/** The same question as the server takes it: both days are included. */
export function periodBounds(value: string | undefined) {
  const { days, never, ...between } = readPeriod(value) ?? {}
  return { days, never, ...dayBounds(between) }
}
