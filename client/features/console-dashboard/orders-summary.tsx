import { Link } from '@tanstack/react-router'
import { formatMoney } from '#shared/orders/money.ts'
import type { OrderStats } from '#shared/orders/orders.ts'
import { Figure, Figures } from '../../components/detail/figures.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { useIntervalWithoutNews, useLiveRefresh } from '../../lib/live/use-live-refresh.ts'
import { count } from '../../lib/text/format.ts'
import { text as words } from '../../lib/text/orders-text.ts'
import { text } from '../../lib/text/text.ts'
import type { DashboardRange } from './dashboard-search.ts'

const { inRange } = text.consoleDashboard
const refreshEveryMs = 60_000
const days = { day: 1, week: 7, month: 30 }

/** What was sold and given back, in each currency, and the orders that are open or want a look. */
export function OrdersSummary({ range }: { range: DashboardRange }) {
  const stats = trpc.orders.stats.useQuery(
    { days: days[range] },
    { refetchInterval: useIntervalWithoutNews(refreshEveryMs), placeholderData: (before) => before },
  )
  useLiveRefresh('orders', stats.refetch)
  if (stats.error && !stats.data) return <QueryFailure error={stats.error} onRetry={stats.refetch} />
  const { data } = stats
  const open = data && count(data.created, text.locale)
  const waiting = data && count(data.attention, text.locale)
  return (
    <Figures busy={stats.isPending}>
      <Figure name={words.soldIn(inRange[range])} value={data && sums(data, 'paid')}>
        {(sum) => (
          <Link to="/admin/orders" search={{ status: 'paid' }}>
            {sum}
          </Link>
        )}
      </Figure>
      <Figure name={words.refundedOfThose} value={data && sums(data, 'refunded')}>
        {(sum) => (
          <Link to="/admin/orders" search={{ status: 'refunded' }}>
            {sum}
          </Link>
        )}
      </Figure>
      <Figure name={words.statuses.created} value={open}>
        {(number) => (
          <Link to="/admin/orders" search={{ status: 'created' }}>
            {number}
          </Link>
        )}
      </Figure>
      <Figure name={words.attentionTitle} value={waiting}>
        {(number) => (
          <Link to="/admin/orders" search={{ status: 'attention' }}>
            {number}
          </Link>
        )}
      </Figure>
    </Figures>
  )
}

const sums = ({ totals }: OrderStats, of: 'paid' | 'refunded'): string =>
  totals.length === 0
    ? '0'
    : totals.map((total) => formatMoney(total[of], total.currency, text.locale)).join(' · ')
