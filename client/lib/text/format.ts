const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

// To make one of the browser's formats takes longer than to draw the row that it is for.
function perLocale<Format>(make: (locale: string) => Format): (locale: string) => Format {
  const made = new Map<string, Format>()
  return (locale) => {
    const known = made.get(locale) ?? make(locale)
    made.set(locale, known)
    return known
  }
}
const relativeFormat = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
const listFormat = perLocale((locale) => new Intl.ListFormat(locale))
const numberFormat = (options: Intl.NumberFormatOptions = {}) =>
  perLocale((locale) => new Intl.NumberFormat(locale, options))
const wholeNumber = numberFormat()
const signedNumber = numberFormat({ signDisplay: 'exceptZero' })
const shortNumber = numberFormat({ notation: 'compact', maximumFractionDigits: 1 })
const percentage = numberFormat({ style: 'percent', maximumFractionDigits: 1 })

const dayAndMonth = { day: 'numeric', month: 'long' } as const
const clock = { hour: 'numeric', minute: '2-digit' } as const
const timeStyles = {
  /** "3 June 2026 at 14:05": in a sentence or a cell. */
  exact: { dateStyle: 'long', timeStyle: 'short' },
  /** With seconds and the zone: for who asks for it. */
  full: { dateStyle: 'long', timeStyle: 'long' },
  /** "3 Jun 2026" */
  day: { dateStyle: 'medium' },
  /** "3 June", and the same with the year or the time: when something ends. */
  end: dayAndMonth,
  endOtherYear: { ...dayAndMonth, year: 'numeric' },
  endSoon: { ...dayAndMonth, ...clock },
  /** "3 Jun" and "14:05": below a chart. */
  tickDay: { day: 'numeric', month: 'short' },
  tickClock: { timeStyle: 'short' },
  /** "3 Jun 2026, 14:00 – 15:00" from its beginning to its end. */
  span: { dateStyle: 'medium', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>
type TimeStyle = keyof typeof timeStyles
const timeFormats = new Map<string, Intl.DateTimeFormat>()

/** A point in time in one of the styles, in the reader's zone unless another is given; with `to`, up to there. */
export function timeText(
  date: Date,
  style: TimeStyle,
  locale: string,
  { timeZone, to }: { timeZone?: string | undefined; to?: Date } = {},
): string {
  const key = [locale, style, timeZone].join()
  const format = timeFormats.get(key) ?? new Intl.DateTimeFormat(locale, { ...timeStyles[style], timeZone })
  timeFormats.set(key, format)
  return to ? format.formatRange(date, to) : format.format(date)
}

/**
 * How numbers and dates are written: in the language of the words, as people do where the reader is. So a German who
 * reads English gets "3 June 2026 at 14:05" and "1.234".
 */
export function readerLocale(language: string, reader: string): string {
  try {
    const { language: theirs, region } = new Intl.Locale(reader).maximize()
    return theirs === language ? reader : `${language}-${region}`
  } catch {
    return language
  }
}

/** A point in time as seen from `now`: "3 hours ago", "in 6 days", "now" within a minute. */
export function relativeTime(date: Date, now: Date, locale: string): string {
  const seconds = (date.getTime() - now.getTime()) / 1000
  const format = relativeFormat(locale)
  const step = steps.find(([, size]) => Math.abs(seconds) >= size)
  return step ? format.format(Math.round(seconds / step[1]), step[0]) : format.format(0, 'second')
}

/** The exact time to the minute, in the reader's zone. */
export const exactTime = (date: Date, locale: string): string => timeText(date, 'exact', locale)

/** The minute from which on something is over: one that ends within a minute is not over at its beginning. */
export const untilTime = (date: Date, locale: string): string =>
  exactTime(new Date(Math.ceil(date.getTime() / 60_000) * 60_000), locale)

/** When something ends, as short as it can be said: "3 June", the time when it is soon, the year when it is another. */
export function endTime(date: Date, now: Date, locale: string): string {
  const soon = date.getTime() - now.getTime() < 2 * 86_400_000
  const sameYear = date.getFullYear() === now.getFullYear()
  return timeText(date, soon ? 'endSoon' : sameYear ? 'end' : 'endOtherYear', locale)
}

/** A count with its thousands apart. */
export const count = (value: number, locale: string): string => wholeNumber(locale).format(value)

/** A change as it is added: "+1,200", "-3". */
export const signedCount = (value: number, locale: string): string => signedNumber(locale).format(value)

/** A number beside an axis: "12.3K". */
export const shortCount = (value: number, locale: string): string => shortNumber(locale).format(value)

/** A share of 1 in per cent: "0.4%". */
export const percent = (share: number, locale: string): string => percentage(locale).format(share)

/** Names one after the other: "Ada, Grace and Edsger". */
export const listText = (names: readonly string[], locale: string): string => listFormat(locale).format(names)

/** The total of a list: one that was counted to a bound only has a plus behind it. */
export function totalCount(value: number, capped: boolean | undefined, locale: string): string {
  return `${count(value, locale)}${capped ? '+' : ''}`
}

/** At most `max` characters of an id or key: its beginning and its end, which are what people compare. */
export function shortenMiddle(value: string, max: number): string {
  if (value.length <= max) return value
  const kept = max - 1
  return `${value.slice(0, Math.ceil(kept / 2))}…${value.slice(value.length - Math.floor(kept / 2))}`
}

/** Words as they begin a sentence. */
export const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** Up to two letters that stand for a person without a picture. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '')
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  )
  return letters.join('').toUpperCase()
}

/** Whole seconds until `until`, rounded up so that a wait never ends too early; 0 when it is over. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000))
}

/** A window as it stands after "per": "15 s", and "min" for one minute. */
export function windowText(windowMs: number): string {
  return duration(windowMs / 1000).replace(/^1 (\S+)$/, '$1')
}

/** A span in seconds in at most two units: "42 s", "3 min 10 s", "2 h 5 min", "6 d". */
export function duration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [Math.floor(seconds % 60), 's'],
  ] as const
  const first = parts.findIndex(([amount]) => amount > 0)
  if (first === -1) return '0 s'
  const shown = parts.slice(first, first + 2).filter(([amount]) => amount > 0)
  return shown.map(([amount, unit]) => `${amount} ${unit}`).join(' ')
}

/** The time zones that the browser knows by name, UTC first. */
export const timeZoneNames = (): Set<string> => new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])
