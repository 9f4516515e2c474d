import { isRunning } from '#shared/orders/subscription-statuses.ts'
import type { SubscriptionView } from '#shared/orders/subscriptions.ts'
import { Notice } from '../../../components/notice/notice.tsx'
import { text as words } from '../../../lib/text/subscriptions-text.ts'
import { ManageButton } from './plan-buttons.tsx'
import { dayOf } from './plan-words.ts'
import type { PlanActs } from './use-plan-acts.ts'

interface Props {
  subscription: SubscriptionView | null
  confirming: boolean
  acts: PlanActs
}

/** What wants to be known, or done, about a subscription at the moment. */
export function PlanNotice({ subscription, confirming, acts }: Props) {
  if (confirming)
    return (
      <Notice tone="waiting" title={words.confirmingTitle}>
        {words.confirming}
      </Notice>
    )
  if (!subscription) return null
  const { status, title, endsAt } = subscription
  if (status === 'created')
    return (
      <Notice tone="plain" title={words.unpaidTitle(title)}>
        {words.unpaid}
      </Notice>
    )
  if (status === 'past_due')
    return (
      <Notice tone="danger" title={words.pastDueTitle} action={<ManageButton acts={acts} />}>
        {words.pastDue(title)}
      </Notice>
    )
  if (endsAt === null || !isRunning(status)) return null
  return (
    <Notice
      tone="waiting"
      title={words.endingTitle(title, dayOf(endsAt))}
      action={<ManageButton acts={acts} />}
    >
      {words.ending}
    </Notice>
  )
}
