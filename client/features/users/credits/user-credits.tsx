import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { isRunning } from '#shared/orders/subscription-statuses.ts'
import type { OwnerCredits } from '#shared/orders/subscriptions.ts'
import type { UserDetail } from '#shared/users.ts'
import { CreditFigures } from '../../../components/credits/credit-figures.tsx'
import { CreditLots } from '../../../components/credits/credit-lots.tsx'
import { Ledger } from '../../../components/credits/ledger.tsx'
import { MonthUse } from '../../../components/credits/month-use.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { Section } from '../../../components/page/page.tsx'
import { Skeleton } from '../../../components/page/skeleton.tsx'
import { lazyDialog } from '../../../components/part/lazy-dialog.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useLiveRefresh } from '../../../lib/live/use-live-refresh.ts'
import type { LedgerSearch } from '../../../lib/navigation/ledger-search.ts'
import { part } from '../../../lib/part/part.ts'
import { text as creditWords } from '../../../lib/text/credits-text.ts'
import { timeText } from '../../../lib/text/format.ts'
import { text as subscriptionWords } from '../../../lib/text/subscriptions-text.ts'
import { text } from '../../../lib/text/text.ts'
import { text as words } from '../../../lib/text/user-credits-text.ts'
import type { Actor } from '../acts/user-acts.ts'
import { ActButton } from './act-button.tsx'
import type { CreditAct } from './credit-act-dialog.tsx'
import { PlanFacts } from './plan-facts.tsx'
import { SubscriptionFacts } from './subscription-facts.tsx'
import classes from './user-credits.module.css'
import type { UserEntitlement } from './user-entitlement.ts'
import { UserEntitlements } from './user-entitlements.tsx'
import { ValueSource } from './value-source.tsx'

const route = getRouteApi('/signed-in/admin/users/$id')
const CreditActDialog = lazyDialog(
  part(() => import('./credit-act-dialog.tsx')),
  'CreditActDialog',
)

interface Props {
  user: UserDetail
  actor: Actor
}

/** What a user has of credits and may spend, everything that moved it, and the ways to change it. */
export function UserCredits({ user, actor }: Props) {
  const queries = trpc.useUtils()
  const summary = trpc.credits.get.useQuery({ userId: user.id })
  const entitlements = trpc.entitlements.list.useQuery({ userId: user.id })
  // Three questions at a time.
  useLiveRefresh(
    'credits',
    () => Promise.all([queries.credits.invalidate(), queries.entitlements.invalidate()]),
    { cost: 2 },
  )
  const failed = [summary, entitlements].find(({ isError, data }) => isError && !data)
  if (failed) return <QueryFailure error={failed.error} onRetry={failed.refetch} />
  if (!summary.data || !entitlements.data) {
    return (
      <Section title={words.title}>
        <div aria-busy="true">
          <Skeleton width="60%" height={96} />
        </div>
      </Section>
    )
  }
  return <Credits {...{ user, actor }} summary={summary.data} entitlements={entitlements.data} />
}

interface LoadedProps extends Props {
  summary: OwnerCredits
  entitlements: readonly UserEntitlement[]
}

function Credits({ user, actor, summary, entitlements }: LoadedProps) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [act, setAct] = useState<CreditAct | null>(null)
  const { periodStart, periodEnd, lots, plan, subscription } = summary
  const day = (value: string) => timeText(new Date(value), 'day', text.locale)
  const quota = entitlements.find(({ key }) => key === 'credits.quota')
  // The bound has a place of its own.
  const others = entitlements.filter((entitlement) => entitlement !== quota)
  const button = (act: CreditAct) => ({ user, actor, label: words[act].item, onClick: () => setAct(act) })
  const change = (filters: LedgerSearch) =>
    navigate({ search: (before) => ({ ...before, ...filters }), resetScroll: false })
  return (
    <div className={classes.sections}>
      <CreditFigures summary={summary} />
      <Section
        title={creditWords.lotsTitle}
        lead={creditWords.lotsLead}
        actions={
          <span className={classes.buttons}>
            <ActButton {...button('adjust')} />
            <ActButton {...button('grant')} />
          </span>
        }
      >
        <CreditLots lots={lots} />
      </Section>
      <div className={classes.pair}>
        <Section
          title={creditWords.monthTitle}
          lead={creditWords.monthLead(day(periodStart), day(periodEnd))}
          actions={<ActButton {...button('quota')} />}
        >
          <MonthUse {...summary} />
          {quota ? <ValueSource entitlement={quota} /> : null}
        </Section>
        <Section title={words.planTitle} lead={words.planLead} actions={<ActButton {...button('plan')} />}>
          <PlanFacts plan={plan} entitlements={entitlements} />
        </Section>
      </div>
      {subscription ? (
        <Section
          title={subscriptionWords.subscription}
          lead={isRunning(subscription.status) ? subscriptionWords.adminLead : null}
        >
          <SubscriptionFacts subscription={subscription} />
        </Section>
      ) : null}
      <UserEntitlements {...{ user, actor }} entitlements={others} />
      <Ledger userId={user.id} search={search} onChange={change} />
      {act ? (
        <CreditActDialog {...{ act, user, summary }} set={quota?.set ?? null} onClose={() => setAct(null)} />
      ) : null}
    </div>
  )
}
