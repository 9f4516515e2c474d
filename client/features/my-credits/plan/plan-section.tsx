import { useState } from 'react'
import type { CreditsSummary } from '#shared/credits/credits.ts'
import type { PlanOnSale, ProductsView } from '#shared/orders/orders.ts'
import { isRunning } from '#shared/orders/subscription-statuses.ts'
import type { SubscriptionView } from '#shared/orders/subscriptions.ts'
import { FailureNotice } from '../../../components/notice/failure-notice.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { LoadingRows } from '../../../components/page/item-row.tsx'
import { Section } from '../../../components/page/page.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { text as words } from '../../../lib/text/subscriptions-text.ts'
import { ChangePlan } from './change-plan.tsx'
import { ManageButton } from './plan-buttons.tsx'
import { PlanNotice } from './plan-notice.tsx'
import { PlanRows } from './plan-rows.tsx'
import { wantsCare } from './plan-words.ts'
import { usePlanActs } from './use-plan-acts.ts'
import { type CameBack, useSubscription } from './use-subscription.ts'

interface Props {
  plan: CreditsSummary['plan']
  cameBack: CameBack
  onSettled: () => void
}

/** The plan that one has, those to choose from, and the ways to pay, change and end it. */
export function PlanSection({ plan, cameBack, onSettled }: Props) {
  const sale = trpc.orders.products.useQuery()
  const { mine, confirming } = useSubscription(cameBack, onSettled)
  const failed = [sale, mine].find(({ isError, data }) => isError && data === undefined)
  if (failed)
    return (
      <Section title={words.title}>
        <QueryFailure error={failed.error} onRetry={failed.refetch} />
      </Section>
    )
  if (!sale.data || mine.data === undefined)
    return (
      <Section title={words.title} lead={words.lead}>
        <LoadingRows amount={3} />
      </Section>
    )
  return <Plans {...{ plan, confirming }} sale={sale.data} subscription={mine.data} />
}

interface PlansProps {
  plan: Props['plan']
  sale: ProductsView
  subscription: SubscriptionView | null
  confirming: boolean
}

function Plans({ plan, sale, subscription, confirming }: PlansProps) {
  const acts = usePlanActs()
  const [to, setTo] = useState<PlanOnSale | null>(null)
  const running = subscription && isRunning(subscription.status) ? subscription : null
  const onSale = sale.open ? sale.plans : []
  return (
    <>
      <PlanNotice {...{ subscription, confirming, acts }} />
      <Section
        title={words.title}
        lead={onSale.length === 0 ? words.leadClosed : sale.test ? `${words.lead} ${words.test}` : words.lead}
        actions={running && sale.open && !wantsCare(running) ? <ManageButton acts={acts} /> : null}
      >
        <PlanRows {...{ plan, running, onSale, confirming, acts }} onChange={setTo} />
        <FailureNotice failure={acts.failure} secondsLeft={acts.secondsLeft} />
      </Section>
      {to && running ? (
        <ChangePlan from={running} to={to} change={acts.change} onClose={() => setTo(null)} />
      ) : null}
    </>
  )
}
