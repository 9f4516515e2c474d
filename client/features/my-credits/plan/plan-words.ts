import { formatMoney } from '#shared/orders/money.ts'
import type { PlanOnSale } from '#shared/orders/orders.ts'
import type { SubscriptionView } from '#shared/orders/subscriptions.ts'
import { shown } from '../../../components/credits/credit-words.ts'
import { text as creditWords } from '../../../lib/text/credits-text.ts'
import { timeText } from '../../../lib/text/format.ts'
import { text as words } from '../../../lib/text/subscriptions-text.ts'
import { text } from '../../../lib/text/text.ts'

/** A day in a sentence; empty for one that is not known yet. */
export const dayOf = (value: string | null): string =>
  value === null ? '' : timeText(new Date(value), 'day', text.locale)

/** What something costs: `€9.00`. */
export const priceOf = ({ amount, currency }: Pick<SubscriptionView, 'amount' | 'currency'>): string =>
  formatMoney(amount, currency, text.locale)

/** A number of credits with its word. */
export const creditsOf = (credits: number): string => creditWords.some(shown(credits), credits)

/** Whether a subscription that runs is not paid, or ends: that is looked after before its plan is changed. */
export const wantsCare = ({ status, endsAt }: SubscriptionView): boolean =>
  status === 'past_due' || endsAt !== null

/** What a change of the plan means: a dearer one counts and is charged at once, any other from the next month on. */
export function whatHappens(from: SubscriptionView, to: PlanOnSale): string {
  const { title: before, periodEnd } = from
  const difference = to.amount - from.amount
  if (difference > 0)
    return words.dearer({
      plan: to.title,
      difference: priceOf({ amount: difference, currency: to.currency }),
      credits: creditsOf(to.monthlyCredits),
      day: dayOf(periodEnd),
    })
  return words.cheaper({ plan: to.title, day: dayOf(periodEnd), before, price: priceOf(to) })
}

/** What becomes of a subscription that runs: that it goes on, or ends; null while it is not paid. */
export function whatNext({ status, endsAt, periodEnd }: SubscriptionView): string | null {
  if (endsAt !== null) return words.ends(dayOf(endsAt))
  return status === 'past_due' || periodEnd === null ? null : words.renews(dayOf(periodEnd))
}
