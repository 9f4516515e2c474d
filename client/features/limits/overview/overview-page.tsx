import { getRouteApi } from '@tanstack/react-router'
import { TimeRangeSelect } from '../../../components/chart/time-range-select.tsx'
import { rangeUntil } from '../../../components/chart/time-series.ts'
import { ClientAddressCheck } from '../../../components/detail/client-address-check.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useNow } from '../../../lib/browser/use-now.ts'
import { useLiveRefresh } from '../../../lib/live/use-live-refresh.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { LimitsPage } from '../limits-page.tsx'
import { overviewRanges } from '../limits-search.ts'
import { MostBlocked } from './most-blocked.tsx'
import { OverviewChart } from './overview-chart.tsx'
import { tallyAll, tallyPolicies } from './overview-data.ts'
import { OverviewFigures } from './overview-figures.tsx'
import { OverviewPolicies } from './overview-policies.tsx'

const route = getRouteApi('/signed-in/admin/limits/')
const ranges = keysOf(overviewRanges)
const refreshEveryMs = 10_000

/** What the limits did lately: how much passed, how much they blocked, of which policy and of whom. */
export function OverviewPage() {
  const { range = 'day', policy } = route.useSearch()
  const navigate = route.useNavigate()
  const { from, to, stepMs } = rangeUntil(range, useNow(refreshEveryMs, true))
  const history = trpc.limits.history.useQuery(
    { from, to, bucketMinutes: overviewRanges[range] },
    // What is shown stays while the next step of the same range is on its way.
    { refetchInterval: refreshEveryMs, placeholderData: (before) => before },
  )
  useLiveRefresh('limits', history.refetch)
  const policies = tallyPolicies(history.data?.items ?? [])
  const shown = policy ? policies.filter((one) => one.policy === policy) : policies
  const loading = history.isPending
  return (
    <LimitsPage
      tab="overview"
      actions={
        <TimeRangeSelect
          value={range}
          ranges={ranges}
          onChange={(chosen) => {
            const found = ranges.find((one) => one === chosen)
            navigate({ search: (before) => ({ ...before, range: found }) })
          }}
        />
      }
    >
      {history.error && !history.data ? (
        <QueryFailure error={history.error} onRetry={history.refetch} />
      ) : (
        <>
          <OverviewFigures all={tallyAll(shown)} most={shown[0]} loading={loading} />
          <OverviewChart
            points={history.data?.items ?? []}
            {...{ from, to, stepMs, range, policy, loading }}
          />
          <OverviewPolicies {...{ policies, range, loading }} chosen={policy} />
          <MostBlocked {...{ from, policy, range }} />
        </>
      )}
      <ClientAddressCheck />
    </LimitsPage>
  )
}
