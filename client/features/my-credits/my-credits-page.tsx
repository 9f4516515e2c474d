import { getRouteApi } from '@tanstack/react-router'
import type { CreditsSummary } from '#shared/credits/credits.ts'
import { ButtonLink } from '../../components/control/button-link.tsx'
import { CreditFigures } from '../../components/credits/credit-figures.tsx'
import { CreditLots } from '../../components/credits/credit-lots.tsx'
import { Ledger } from '../../components/credits/ledger.tsx'
import { MonthUse } from '../../components/credits/month-use.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { Columns } from '../../components/page/columns.tsx'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { Page, Section } from '../../components/page/page.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { useLiveRefresh } from '../../lib/live/use-live-refresh.ts'
import { text as words } from '../../lib/text/credits-text.ts'
import { timeText } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import type { MyCreditsSearch } from './my-credits-search.ts'
import { PlanSection } from './plan/plan-section.tsx'
import { UseByDay } from './use-by-day.tsx'

const route = getRouteApi('/signed-in/account/credits')

/** What I have, what ends when, what I spent of the month, and everything that moved it. */
export function MyCreditsPage() {
  const queries = trpc.useUtils()
  const { data: me } = trpc.users.me.useQuery()
  const summary = trpc.credits.mine.useQuery()
  const first = trpc.credits.entries.useQuery({ limit: 1 })
  // Four questions at a time.
  useLiveRefresh(
    'credits',
    () => Promise.all([queries.credits.invalidate(), queries.subscriptions.mine.invalidate()]),
    { cost: 2 },
  )
  const unused = summary.data && first.data ? isUnused(summary.data, first.data.total) : false
  return (
    <Page
      title={words.title}
      actions={
        me?.sells ? (
          <ButtonLink size="sm" to="/account/orders">
            {words.buy}
          </ButtonLink>
        ) : null
      }
    >
      {summary.error && !summary.data ? (
        <QueryFailure error={summary.error} onRetry={summary.refetch} />
      ) : unused ? (
        <>
          <EmptyState title={words.firstTitle}>{words.first}</EmptyState>
          {me?.sells && summary.data ? <Plan plan={summary.data.plan} /> : null}
        </>
      ) : (
        <Credits summary={summary.data} />
      )}
    </Page>
  )
}

/** Whether there never was anything to show. */
const isUnused = ({ quota, balance }: CreditsSummary, entries: number) =>
  entries === 0 && balance === 0 && quota === null

function Credits({ summary }: { summary: CreditsSummary | undefined }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (part: MyCreditsSearch) =>
    navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false })
  return (
    <>
      <CreditFigures summary={summary} />
      {summary ? <Plan plan={summary.plan} /> : null}
      <Columns
        first={<UseByDay days={search.days ?? '30'} onDays={(days) => change({ days })} />}
        second={summary ? <Means summary={summary} /> : null}
      />
      <Ledger search={search} onChange={change} />
    </>
  )
}

function Plan({ plan }: Pick<CreditsSummary, 'plan'>) {
  const { subscription, portal } = route.useSearch()
  const navigate = route.useNavigate()
  const forget = () =>
    navigate({
      search: (before) => ({ ...before, subscription: undefined, portal: undefined }),
      replace: true,
      resetScroll: false,
    })
  return <PlanSection {...{ plan }} cameBack={{ subscription, portal }} onSettled={forget} />
}

function Means({ summary }: { summary: CreditsSummary }) {
  const { periodStart, periodEnd, lots } = summary
  const day = (value: string) => timeText(new Date(value), 'day', text.locale)
  return (
    <>
      <Section title={words.monthTitle} lead={words.monthLead(day(periodStart), day(periodEnd))}>
        <MonthUse {...summary} />
      </Section>
      <Section title={words.lotsTitle} lead={words.lotsLead}>
        <CreditLots lots={lots} />
      </Section>
    </>
  )
}
