import type { SubscriptionTable } from '#drizzle/schema/index.ts'
import { isRunning } from '#shared/orders/subscription-statuses.ts'
import { unpayableMs } from '../follow/next-check.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** So long a provider takes to bill a month that has begun. */
const billedMs = 5 * minuteMs
/** No session is open for as long. */
const undecidedMs = 30 * dayMs

/** When the payment provider is asked again about a subscription though it says nothing; null for never. */
export function nextSubscriptionCheck(
  { status, createdAt, periodEnd }: Pick<SubscriptionTable, 'status' | 'createdAt' | 'periodEnd'>,
  now: Date,
): Date | null {
  const inMs = (ms: number) => new Date(now.getTime() + ms)
  if (status === 'created' || status === 'incomplete') {
    const ageMs = now.getTime() - createdAt.getTime()
    if (ageMs >= undecidedMs) return null
    const first = [minuteMs, 10 * minuteMs, unpayableMs].find((at) => at > ageMs)
    return first === undefined ? inMs(hourMs) : new Date(createdAt.getTime() + first)
  }
  // Whoever pays what was given up has it again.
  if (status === 'unpaid' || status === 'paused') return inMs(dayMs)
  if (!isRunning(status) || periodEnd === null) return null
  const billedAt = periodEnd.getTime() + billedMs
  const isSoon = billedAt > now.getTime() && billedAt < now.getTime() + dayMs
  return isSoon ? new Date(billedAt) : inMs(dayMs)
}
