import { Link } from '@tanstack/react-router'
import type { LimitHistoryPoint } from '#shared/limits/limit-events.ts'
import { TimeChart } from '../../../components/chart/time-chart.tsx'
import { type ChartSeries, fillSeries } from '../../../components/chart/time-series.ts'
import { Section } from '../../../components/page/page.tsx'
import { text } from '../../../lib/text/text.ts'
import type { OverviewSearch } from '../limits-search.ts'

const words = text.limits
const series: ChartSeries[] = [
  { id: 'passed', label: words.passedCalls, tone: 'passed' },
  { id: 'blocked', label: words.blockedCalls, tone: 'blocked' },
]

interface Props extends Pick<OverviewSearch, 'range' | 'policy'> {
  points: readonly LimitHistoryPoint[]
  from: string
  to: string
  stepMs: number
  loading: boolean
}

/** Passed and blocked calls over time, of all policies or of the one that was chosen. */
export function OverviewChart({ points, from, to, stepMs, range, policy, loading }: Props) {
  const filled = fillSeries({
    points: points
      .filter((point) => !policy || point.policy === policy)
      .map(({ at, passed, blocked }) => ({ at, values: { passed, blocked } })),
    series: series.map(({ id }) => id),
    from,
    to,
    stepMs,
  })
  const title = policy ? words.callsOf(policy) : words.callsOverTime
  return (
    <Section
      title={title}
      actions={
        policy ? (
          <Link to="/admin/limits" search={{ range }} replace resetScroll={false}>
            {words.showAll}
          </Link>
        ) : null
      }
    >
      <TimeChart
        label={title}
        series={series}
        points={filled}
        stepMs={stepMs}
        loading={loading}
        empty={words.noCalls}
      />
    </Section>
  )
}
