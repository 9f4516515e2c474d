import { Link } from '@tanstack/react-router'
import type { LimitHistoryPoint } from '#shared/limits/limit-events.ts'
import { TimeChart } from '../../components/chart/time-chart.tsx'
import { type ChartSeries, fillSeries } from '../../components/chart/time-series.ts'
import { Figure, Figures } from '../../components/detail/figures.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { Section } from '../../components/page/page.tsx'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { compared } from './compared.ts'
import classes from './console-dashboard-page.module.css'
import type { DashboardRange } from './dashboard-search.ts'
import { useCallHistory, useCallsBefore, useLockedNow } from './use-dashboard.ts'

const words = text.consoleDashboard
const series: ChartSeries[] = [
  { id: 'passed', label: text.limits.passedCalls, tone: 'passed' },
  { id: 'blocked', label: text.limits.blockedCalls, tone: 'blocked' },
]

/** What the limits passed and blocked, and how many accounts wrong passwords have locked. */
export function CallsSummary({ range }: { range: DashboardRange }) {
  const { shownRange, from, to, stepMs, history } = useCallHistory(range)
  const before = useCallsBefore(range === 'day')
  const locked = useLockedNow()
  if (history.error && !history.data) return <QueryFailure error={history.error} onRetry={history.refetch} />
  const points = history.data?.items ?? []
  const time = words.inRange[shownRange]
  const beside = (what: 'passed' | 'blocked') =>
    range === 'day' && history.data && before.data
      ? compared({ number: sumOf(points, what), was: sumOf(before.data.items, what), time: words.before.day })
      : { second: '' }
  return (
    <div className={classes.part}>
      <Figures busy={history.isPending || locked.isPending}>
        <Figure
          name={words.passed(time)}
          value={history.data && count(sumOf(points, 'passed'), text.locale)}
          {...beside('passed')}
        >
          {(number) => <Link to="/admin/limits">{number}</Link>}
        </Figure>
        <Figure
          name={words.blocked(time)}
          value={history.data && count(sumOf(points, 'blocked'), text.locale)}
          {...beside('blocked')}
        >
          {(number) => <Link to="/admin/limits/blocked">{number}</Link>}
        </Figure>
        <Figure
          name={words.lockedNow}
          value={locked.isError ? '–' : locked.data && count(locked.data.total, text.locale)}
        >
          {(number) => (
            <Link to="/admin/limits/lockouts" search={{ state: 'locked' }}>
              {number}
            </Link>
          )}
        </Figure>
      </Figures>
      <Section
        title={words.callsChart}
        lead={range === 'month' ? words.callsKept : words.callsChartLead(text.limits.inRange[shownRange])}
      >
        <TimeChart
          label={words.callsChart}
          series={series}
          points={fillSeries({
            points: points.map(({ at, passed, blocked }) => ({ at, values: { passed, blocked } })),
            series: series.map(({ id }) => id),
            ...{ from, to, stepMs },
          })}
          stepMs={stepMs}
          loading={history.isPending}
          empty={words.noCalls}
        />
      </Section>
    </div>
  )
}

const sumOf = (points: readonly LimitHistoryPoint[], what: 'passed' | 'blocked') =>
  points.reduce((sum, point) => sum + point[what], 0)
