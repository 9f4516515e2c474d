import type { ChartSeries, TimePoint } from './time-series.ts'

export interface TimeChartProps {
  /** What is counted, for a screen reader and as the caption of the table. */
  label: string
  series: readonly ChartSeries[]
  /** Oldest first, without gaps: `fillSeries` puts zeros where the server left times out. */
  points: readonly TimePoint[]
  /** How much time one point covers. */
  stepMs: number
  /** `bars` are stacked; `line` compares. */
  kind?: 'bars' | 'line'
  /** The window's limit, as a line across. */
  limit?: { value: number; label: string }
  height?: number
  /** Nothing is there yet: keeps the room free. */
  loading?: boolean
  /** What is said when every value is zero. */
  empty?: string
}
