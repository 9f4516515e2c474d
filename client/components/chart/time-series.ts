import { timeText } from '../../lib/text/format.ts'

/** The colours of charts: what passed and what was blocked are the same two everywhere. */
export type ChartTone = 'passed' | 'blocked' | 'first' | 'second'

export interface ChartSeries {
  id: string
  label: string
  tone: ChartTone
}

/** What was counted from `at` on, by series. */
export interface TimePoint {
  at: string
  values: Readonly<Record<string, number>>
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export type TimeRange = 'hour' | 'day' | 'week' | 'month'

/** The ranges one can choose: how far back, and how much time one point covers. */
export const timeRanges: Record<TimeRange, { spanMs: number; stepMs: number }> = {
  hour: { spanMs: hourMs, stepMs: minuteMs },
  day: { spanMs: dayMs, stepMs: 15 * minuteMs },
  week: { spanMs: 7 * dayMs, stepMs: hourMs },
  month: { spanMs: 30 * dayMs, stepMs: dayMs },
}

/**
 * The beginning and the end of a range that ends with `now`, whole steps each, so that the same range asks the same
 * question for as long as one step lasts.
 */
export function rangeUntil(range: TimeRange, now: number): { from: string; to: string; stepMs: number } {
  const { spanMs, stepMs } = timeRanges[range]
  const end = Math.ceil(now / stepMs) * stepMs
  return { from: new Date(end - spanMs).toISOString(), to: new Date(end).toISOString(), stepMs }
}

/** One point for each step from `from` to before `to`, zeros where nothing is known. Points of one step add up. */
export function fillSeries(options: {
  points: readonly TimePoint[]
  series: readonly string[]
  from: string
  to: string
  stepMs: number
}): TimePoint[] {
  const { points, series, stepMs } = options
  const start = Date.parse(options.from)
  const steps = Math.max(0, Math.ceil((Date.parse(options.to) - start) / stepMs))
  const zeros = Object.fromEntries(series.map((id) => [id, 0]))
  const sums = Array.from({ length: steps }, () => ({ ...zeros }))
  for (const { at, values } of points) {
    const sum = sums[Math.floor((Date.parse(at) - start) / stepMs)]
    if (!sum) continue
    for (const id of series) sum[id] = (sum[id] ?? 0) + (values[id] ?? 0)
  }
  return sums.map((values, index) => ({ at: new Date(start + index * stepMs).toISOString(), values }))
}

// Fewer bars than these would say no more, and be as wide as blocks.
const fewestBars = 24

/**
 * The points from where something was counted on, when that is less than half of them: an hour of calls in a week would
 * be drawn as a hair. All of them when nothing was counted, and never so few that the bars become blocks.
 */
export function pointsWithData(points: readonly TimePoint[]): readonly TimePoint[] {
  const first = points.findIndex(({ values }) => Object.values(values).some(Boolean))
  const start = Math.min(first, points.length - fewestBars)
  return start > points.length / 2 ? points.slice(start) : points
}

/** The same points with so many of them in one that there are at most `most`. */
export function mergePoints(
  points: readonly TimePoint[],
  stepMs: number,
  most: number,
): { points: readonly TimePoint[]; stepMs: number } {
  const merged = Math.max(1, Math.ceil(points.length / most))
  const [first] = points
  if (merged === 1 || !first) return { points, stepMs }
  const start = Date.parse(first.at)
  const [from, to] = [first.at, new Date(start + points.length * stepMs).toISOString()]
  const series = Object.keys(first.values)
  return {
    points: fillSeries({ points, series, from, to, stepMs: stepMs * merged }),
    stepMs: stepMs * merged,
  }
}

/** How the points of a chart lie in time. */
export interface Steps {
  /** The time that all points cover. */
  spanMs: number
  /** The time that one point covers. */
  stepMs: number
}

// The server counts whole days by UTC: in another zone they would bear the name of the day before.
const zoneOf = ({ stepMs }: Pick<Steps, 'stepMs'>) => (stepMs >= dayMs ? 'UTC' : undefined)

/** A time below the axis: as much of it as tells the points apart. */
export const tickTime = (at: string, steps: Steps, locale: string): string =>
  timeText(new Date(at), steps.spanMs <= dayMs ? 'tickClock' : 'tickDay', locale, { timeZone: zoneOf(steps) })

/** Where the axis says a time: at days that begin, at every third hour, or at every tenth minute, for the reader. */
export function axisTicks(points: readonly TimePoint[], { spanMs, stepMs }: Steps): string[] {
  if (stepMs >= dayMs) return points.map(({ at }) => at)
  const part = spanMs > dayMs ? dayOf : spanMs > hourMs ? thirdHourOf : tenthMinuteOf
  // By what changes from one point to the next: in some zones no point begins at a full hour.
  return points.flatMap(({ at }, index) => {
    const before = points[index - 1]
    return before && part(new Date(before.at)) !== part(new Date(at)) ? [at] : []
  })
}

const dayOf = (at: Date) => at.toDateString()
const thirdHourOf = (at: Date) => Math.floor(at.getHours() / 3)
const tenthMinuteOf = (at: Date) => Math.floor(at.getMinutes() / 10)

/** The time that a point covers: its day, or from when to when in the reader's zone. */
export function pointTime(at: string, stepMs: number, locale: string): string {
  const start = new Date(at)
  const timeZone = zoneOf({ stepMs })
  if (timeZone) return timeText(start, 'day', locale, { timeZone })
  return timeText(start, 'span', locale, { to: new Date(start.getTime() + stepMs) })
}
