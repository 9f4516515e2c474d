import { Link } from '@tanstack/react-router'
import type { UserStats } from '#shared/users.ts'
import { TimeChart } from '../../components/chart/time-chart.tsx'
import type { ChartSeries } from '../../components/chart/time-series.ts'
import { Figure, Figures } from '../../components/detail/figures.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { Section } from '../../components/page/page.tsx'
import { periodBetween } from '../../lib/navigation/period-param.ts'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { compared } from './compared.ts'
import classes from './console-dashboard-page.module.css'
import type { DashboardRange } from './dashboard-search.ts'
import { useUserStats } from './use-dashboard.ts'

const words = text.consoleDashboard
const dayMs = 24 * 60 * 60 * 1000
const series: ChartSeries[] = [
  { id: 'active', label: words.active, tone: 'first' },
  { id: 'created', label: words.created, tone: 'second' },
]
const newDays: Record<DashboardRange, number> = { day: 1, week: 7, month: 30 }

/** How many users there are, how many came and how many were active on each day. */
export function UsersSummary({ range }: { range: DashboardRange }) {
  const { days, stats } = useUserStats(range)
  if (stats.error && !stats.data) return <QueryFailure error={stats.error} onRetry={stats.refetch} />
  const shown = stats.data?.days.slice(-days) ?? []
  const [came, cameBefore] = stats.data ? newIn(stats.data, range) : []
  return (
    <div className={classes.part}>
      <Figures busy={stats.isPending}>
        <Figure name={words.users} value={stats.data && count(stats.data.live, text.locale)}>
          {(number) => <Link to="/admin/users">{number}</Link>}
        </Figure>
        <Figure
          name={range === 'day' ? words.newToday : words.newUsers(words.inRange[range])}
          value={came === undefined ? undefined : count(came, text.locale)}
          {...(came === undefined || cameBefore === undefined
            ? { second: '' }
            : compared({
                number: came,
                was: cameBefore,
                time: range === 'day' ? words.yesterday : words.before[range],
              }))}
        >
          {(number) => (
            <Link to="/admin/users" search={{ created: range === 'day' ? today() : String(newDays[range]) }}>
              {number}
            </Link>
          )}
        </Figure>
        <Figure name={words.waiting} value={stats.data && count(stats.data.byStatus.pending, text.locale)}>
          {(number) => <Link to="/admin/approvals">{number}</Link>}
        </Figure>
      </Figures>
      <Section title={words.usersChart} lead={words.usersChartLead(days)}>
        <TimeChart
          label={words.usersChart}
          series={series}
          points={shown.map(({ day, active, created }) => ({
            at: `${day}T00:00:00.000Z`,
            values: { active, created },
          }))}
          stepMs={dayMs}
          kind="line"
          loading={stats.isPending}
          empty={words.noUsers}
        />
      </Section>
    </div>
  )
}

/** How many came in the range, and in the same time before it. */
function newIn({ days }: UserStats, range: DashboardRange): [now: number, before: number] {
  const many = newDays[range]
  const sum = (part: UserStats['days']) => part.reduce((total, { created }) => total + created, 0)
  return [sum(days.slice(-many)), sum(days.slice(-2 * many, -many))]
}

// The figures count by days of UTC, the list from the reader's midnight on: near enough to lead there.
const today = () => periodBetween({ from: new Date().toISOString().slice(0, 10) })
