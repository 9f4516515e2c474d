import type { AuditEvent } from '#shared/audit/audit.ts'
import { formatMoney } from '#shared/orders/money.ts'
import { text } from '../text/text.ts'

type Sides = Pick<AuditEvent, 'before' | 'after'>

// What an act records of money, in the smallest unit, and the name by which it is read.
const sums = { amount: 'sum', refundedAmount: 'refundedAmount', disputedAmount: 'disputedAmount' }

/** The two sides of a row with sums of money as people write them, which say the currency; any other row's as they are. */
export function readSums({ action, before, after }: Sides & Pick<AuditEvent, 'action'>): Sides {
  const currency = after?.currency ?? before?.currency
  if (!/^(order|subscription)\./.test(action) || typeof currency !== 'string') return { before, after }
  const read = (side: AuditEvent['before']) =>
    side &&
    Object.fromEntries(
      Object.entries(side).flatMap(([name, value]) => {
        if (name === 'currency') return []
        if (typeof value !== 'number' || !isSum(name)) return [[name, value]]
        return [[sums[name], formatMoney(value, currency, text.locale)]]
      }),
    )
  return { before: read(before), after: read(after) }
}

const isSum = (name: string): name is keyof typeof sums => Object.hasOwn(sums, name)
