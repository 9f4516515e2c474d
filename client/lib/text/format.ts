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
const numberFormat = perLocale((locale) => new Intl.NumberFormat(locale))
const exactFormat = perLocale(
  (locale) =>
    new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    }),
)

/** A point in time as seen from `now`: "3 hours ago", "in 6 days", "now" within a minute. */
export function relativeTime(date: Date, now: Date, locale: string): string {
  const seconds = (date.getTime() - now.getTime()) / 1000
  const format = relativeFormat(locale)
  const step = steps.find(([, size]) => Math.abs(seconds) >= size)
  return step ? format.format(Math.round(seconds / step[1]), step[0]) : format.format(0, 'second')
}

/** The exact time in the reader's zone, with the zone's name. */
export function exactTime(date: Date, locale: string): string {
  return exactFormat(locale).format(date)
}

/** A count with its thousands apart. */
export function count(value: number, locale: string): string {
  return numberFormat(locale).format(value)
}

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
