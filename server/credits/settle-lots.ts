import type { CreditLotTable } from '#drizzle/schema/index.ts'

type Lot = Pick<CreditLotTable, 'id' | 'kind' | 'remaining' | 'expiresAt' | 'createdAt'>

/** What is paid for is used last, of what ends at the same time. */
const isPaid = ({ kind }: Lot) => kind === 'purchase' || kind === 'reinstate'
const endOf = ({ expiresAt }: Lot) => expiresAt?.getTime() ?? Number.POSITIVE_INFINITY

/** The order in which lots are used: what ends soonest, free before paid, oldest. */
export function compareLots(a: Lot, b: Lot): number {
  const [endA, endB] = [endOf(a), endOf(b)]
  if (endA !== endB) return endA - endB
  if (isPaid(a) !== isPaid(b)) return isPaid(a) ? 1 : -1
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1)
}

/**
 * Takes what was spent from the lots, and of each that is over what no hold may need. Returns what of each lot remains
 * and what of it expired, in the order in which they are used.
 */
export function settleLots<Each extends Lot>(given: {
  lots: readonly Each[]
  unsettled: number
  held: number
  now: Date
}): { lot: Each; remaining: number; expired: number }[] {
  let spent = given.unsettled
  // A hold was made while the lot was not over, and spends what ends soonest.
  let held = given.held
  const settled = given.lots.toSorted(compareLots).map((lot) => {
    const used = Math.min(lot.remaining, spent)
    spent -= used
    const left = lot.remaining - used
    const kept = endOf(lot) <= given.now.getTime() ? Math.min(left, held) : left
    held -= Math.min(left, held)
    return { lot, remaining: kept, expired: left - kept }
  })
  if (spent > 0) throw new Error(`More was spent than the lots have: ${spent} credits.`)
  return settled
}
