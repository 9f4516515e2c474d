import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatMoney } from '#shared/orders/money.ts'
import { isRunning, type SubscriptionStatus } from '#shared/orders/subscription-statuses.ts'
import type { AdminSubscription } from '#shared/orders/subscriptions.ts'
import { CopyText } from '../../../components/detail/copy-text.tsx'
import { Facts } from '../../../components/detail/facts.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import type { Tone } from '../../../components/notice/notice.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { text as creditWords } from '../../../lib/text/credits-text.ts'
import { text as words } from '../../../lib/text/subscriptions-text.ts'
import { text } from '../../../lib/text/text.ts'

const tones: { [Status in SubscriptionStatus]?: Tone } = {
  trialing: 'good',
  active: 'good',
  past_due: 'danger',
  unpaid: 'danger',
}

/** A user's subscription: how it stands, since when, until when, and where the payment provider shows it. */
export function SubscriptionFacts({ subscription }: { subscription: AdminSubscription }) {
  const { id, title, status, nextPlan, beganAt, periodEnd, endsAt, checkedAt, dashboardUrl, test } =
    subscription
  const runs = isRunning(status)
  const facts: ([name: string, value: ReactNode] | false)[] = [
    [
      text.common.status,
      <StatusWord key="status" tone={tones[status] ?? 'plain'}>
        {creditWords.subscriptionStatuses[status]}
      </StatusWord>,
    ],
    [words.title, title],
    [words.monthPrice, formatMoney(subscription.amount, subscription.currency, text.locale)],
    nextPlan !== null && [words.nextPlan, nextPlan.title],
    beganAt !== null && [words.since, <TimeText key="since" value={beganAt} />],
    endsAt !== null && [runs ? words.endsAt : words.endedAt, <TimeText key="ends" value={endsAt} />],
    runs && endsAt === null && [words.renewsAt, <TimeText key="renews" value={periodEnd} />],
    checkedAt !== null && [words.checked, <TimeText key="checked" value={checkedAt} />],
    dashboardUrl !== null && [
      words.payment,
      <a key="payment" href={dashboardUrl} target="_blank" rel="noreferrer">
        {test ? words.atStripeTest : words.atStripe}
      </a>,
    ],
    ['ID', <CopyText key="id" value={id} max={20} />],
    [
      words.log,
      <Link key="log" to="/admin/audit" search={{ subject: id }}>
        {words.history}
      </Link>,
    ],
  ]
  return <Facts items={facts.filter((fact) => fact !== false)} />
}
