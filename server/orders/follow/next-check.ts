import type { OrderTable } from '#drizzle/schema/index.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** Disputes come so late at most. */
const watchedMs = 120 * dayMs
/** No bank takes as long to decide about a payment. */
const undecidedMs = 30 * dayMs

/** How long an order may be without a place to pay: nobody has the address of one that we do not know. */
export const unpayableMs = 30 * minuteMs
/** How long an order can be paid. */
export const payableMs = hourMs

/** When the payment provider is asked again about an order though it says nothing; null for never. */
export function nextCheckOf(
  order: Pick<OrderTable, 'status' | 'createdAt' | 'paidAt' | 'refundAskedAt' | 'attention' | 'shortfall'>,
  now: Date,
): Date | null {
  const inMs = (ms: number) => new Date(now.getTime() + ms)
  const ageMs = now.getTime() - order.createdAt.getTime()
  if (order.status === 'created') {
    if (ageMs >= undecidedMs) return null
    // Paid with another sum: it waits for a person.
    if (order.attention !== null) return inMs(dayMs)
    const first = [minuteMs, 10 * minuteMs, unpayableMs].find((at) => at > ageMs)
    return first === undefined ? inMs(hourMs) : new Date(order.createdAt.getTime() + first)
  }
  if (order.status === 'refunding') {
    const asked = order.refundAskedAt?.getTime() ?? 0
    return inMs(now.getTime() - asked < hourMs ? minuteMs : hourMs)
  }
  if (order.status === 'deleted') return null
  const paidMs = now.getTime() - (order.paidAt?.getTime() ?? 0)
  if (paidMs >= watchedMs) return null
  // Credits that calls hold may come back meanwhile.
  return inMs(order.shortfall > 0 && order.attention !== null ? hourMs : dayMs)
}
