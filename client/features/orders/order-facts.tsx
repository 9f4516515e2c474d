import type { ReactNode } from 'react'
import { formatMoney } from '#shared/orders/money.ts'
import type { OrderView } from '#shared/orders/orders.ts'
import { shown } from '../../components/credits/credit-words.ts'
import { TimeText } from '../../components/detail/time-text.tsx'
import { text as words } from '../../lib/text/orders-text.ts'
import { text } from '../../lib/text/text.ts'
import { price } from './order-words.tsx'

type Fact = [name: string, value: ReactNode]

/** What there is to know of an order; what did not happen is left out. */
export function orderFacts(order: OrderView): Fact[] {
  const { refundedAmount, disputedAmount, takenBack, currency, paidAt, deletedAt } = order
  const facts: (Fact | false)[] = [
    [words.product, order.title],
    [words.credits, shown(order.credits)],
    [words.amount, price(order)],
    refundedAmount > 0 && [words.refunded, formatMoney(refundedAmount, currency, text.locale)],
    disputedAmount > 0 && [words.disputed, formatMoney(disputedAmount, currency, text.locale)],
    takenBack > 0 && [words.takenBack, shown(takenBack)],
    [words.ordered, <TimeText key="ordered" value={order.createdAt} />],
    paidAt !== null && [words.paid, <TimeText key="paid" value={paidAt} />],
    deletedAt !== null && [words.given, <TimeText key="given" value={deletedAt} />],
  ]
  return facts.filter((fact) => fact !== false)
}
