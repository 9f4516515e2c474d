import { Link } from '@tanstack/react-router'
import { TimeChart } from '../../components/chart/time-chart.tsx'
import type { ChartSeries } from '../../components/chart/time-series.ts'
import { shown } from '../../components/credits/credit-words.ts'
import { Figure, Figures } from '../../components/detail/figures.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { Section } from '../../components/page/page.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { useIntervalWithoutNews, useLiveRefresh } from '../../lib/live/use-live-refresh.ts'
import { text as credits } from '../../lib/text/credits-text.ts'
import { text as owners } from '../../lib/text/owners-text.ts'
import { text } from '../../lib/text/text.ts'
import classes from './console-dashboard-page.module.css'
import type { DashboardRange } from './dashboard-search.ts'

const words = text.consoleDashboard
const dayMs = 24 * 60 * 60 * 1000
const refreshEveryMs = 60_000
const series: ChartSeries[] = [{ id: 'spent', label: credits.spent, tone: 'first' }]
// A day alone is no chart.
const shownRanges = { day: 'week', week: 'week', month: 'month' } as const
const days = { week: 7, month: 30 }

/** What everybody spent and got of credits, by day, and how many are near what they may spend. */
export function CreditsSummary({ range }: { range: DashboardRange }) {
  const shownRange = shownRanges[range]
  const stats = trpc.credits.stats.useQuery(
    { days: days[shownRange] },
    { refetchInterval: useIntervalWithoutNews(refreshEveryMs), placeholderData: (before) => before },
  )
  useLiveRefresh('credits', stats.refetch)
  if (stats.error && !stats.data) return <QueryFailure error={stats.error} onRetry={stats.refetch} />
  const time = words.inRange[shownRange]
  return (
    <div className={classes.part}>
      <Figures busy={stats.isPending}>
        <Figure name={owners.spentIn(time)} value={stats.data && shown(stats.data.spent)}>
          {(number) => (
            <Link to="/admin/credits" search={{ sort: 'spent' }}>
              {number}
            </Link>
          )}
        </Figure>
        <Figure name={owners.addedIn(time)} value={stats.data && shown(stats.data.granted)}>
          {(number) => <Link to="/admin/credits">{number}</Link>}
        </Figure>
        <Figure name={owners.nearNow} value={stats.data && shown(stats.data.nearQuota)}>
          {(number) => (
            <Link to="/admin/credits" search={{ bound: 'near', sort: 'quota' }}>
              {number}
            </Link>
          )}
        </Figure>
      </Figures>
      <Section title={owners.chart} lead={credits.usageLead(days[shownRange])}>
        <TimeChart
          label={owners.chart}
          series={series}
          points={(stats.data?.points ?? []).map(({ day, spent }) => ({
            at: `${day}T00:00:00.000Z`,
            values: { spent },
          }))}
          stepMs={dayMs}
          loading={stats.isPending}
          empty={credits.nothingSpent}
        />
      </Section>
    </div>
  )
}
