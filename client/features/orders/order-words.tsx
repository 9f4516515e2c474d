import { formatMoney } from '#shared/orders/money.ts'
import type { OrderStatus, OrderView } from '#shared/orders/orders.ts'
import { shown } from '../../components/credits/credit-words.ts'
import type { Tone } from '../../components/notice/notice.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { text as creditWords } from '../../lib/text/credits-text.ts'
import { text as words } from '../../lib/text/orders-text.ts'
import { text } from '../../lib/text/text.ts'

const tones: Record<OrderStatus, Tone> = {
  created: 'waiting',
  paid: 'good',
  refunding: 'waiting',
  refunded: 'plain',
  deleted: 'plain',
}

/** What became of an order, as a dot with its word. */
export function OrderStatusWord({ status, refundedAmount }: Pick<OrderView, 'status' | 'refundedAmount'>) {
  const partly = status === 'paid' && refundedAmount > 0
  return (
    <StatusWord tone={tones[status]}>{partly ? words.partlyRefunded : words.statuses[status]}</StatusWord>
  )
}

/** What it costs: `€5.00`. */
export const price = ({ amount, currency }: Pick<OrderView, 'amount' | 'currency'>): string =>
  formatMoney(amount, currency, text.locale)

/** A number of credits with its word. */
export const creditsOf = (credits: number): string => creditWords.some(shown(credits), credits)
