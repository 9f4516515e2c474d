import { getRouteApi } from '@tanstack/react-router'
import { hasPermission } from '#shared/roles/roles.ts'
import { TimeRangeSelect } from '../../components/chart/time-range-select.tsx'
import { Page } from '../../components/page/page.tsx'
import { lazyPart } from '../../components/part/lazy-part.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { part } from '../../lib/part/part.ts'
import { text } from '../../lib/text/text.ts'
import { CallsSummary } from './calls-summary.tsx'
import classes from './console-dashboard-page.module.css'
import { dashboardRanges } from './dashboard-search.ts'
import { UsersSummary } from './users-summary.tsx'

const words = text.consoleDashboard
const route = getRouteApi('/signed-in/admin/')
// What is shown only once more is known, or lies below what is seen first.
const Checklist = lazyPart(
  part(() => import('./checklist.tsx')),
  'Checklist',
)
const RecentActions = lazyPart(
  part(() => import('./recent-actions.tsx')),
  'RecentActions',
)
const CreditsSummary = lazyPart(
  part(() => import('./credits-summary.tsx')),
  'CreditsSummary',
)

const OrdersSummary = lazyPart(
  part(() => import('./orders-summary.tsx')),
  'OrdersSummary',
)

/**
 * The console's first page: users, what the limits did, and what admins changed; credits and orders where there are some;
 * each for roles that may see it.
 */
export function ConsoleDashboardPage() {
  const { range = 'week' } = route.useSearch()
  const navigate = route.useNavigate()
  const { data: me } = trpc.users.me.useQuery()
  if (!me) return null
  const { role } = me.user
  const seesCalls = hasPermission(role, 'limits.read')
  return (
    <Page
      title={words.title}
      actions={
        <TimeRangeSelect
          value={range}
          ranges={dashboardRanges}
          onChange={(chosen) =>
            navigate({
              search: { range: dashboardRanges.find((one) => one === chosen) },
              resetScroll: false,
            })
          }
        />
      }
    >
      {hasPermission(role, 'settings.manage') && hasPermission(role, 'users.manage') ? (
        <Checklist me={me.user} />
      ) : null}
      <div className={classes.columns} data-single={seesCalls ? undefined : true}>
        <UsersSummary range={range} />
        {seesCalls ? <CallsSummary range={range} /> : null}
      </div>
      {hasPermission(role, 'audit.read') ? <RecentActions /> : null}
      {me.usesCredits && hasPermission(role, 'credits.read') ? <CreditsSummary range={range} /> : null}
      {me.sells && hasPermission(role, 'orders.read') ? <OrdersSummary range={range} /> : null}
    </Page>
  )
}
