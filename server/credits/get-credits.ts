import { bringUpToDate } from './bring-up-to-date.ts'
import type { CreditsContext } from './credits-context.ts'
import type { HeldBalance } from './held-balance.ts'
import { compareLots } from './settle-lots.ts'

/** What an owner has now, the lots in the order in which they are used. Opens the owner if need be. Throws NOT_FOUND. */
export function getCredits(
  ctx: CreditsContext,
  ownerId: string,
): Promise<Pick<HeldBalance, 'row' | 'lots'> & { available: number }> {
  return ctx.db.transaction(async (tx) => {
    const { row, lots } = await bringUpToDate({ ...ctx, db: tx }, ownerId)
    return { row, lots: lots.toSorted(compareLots), available: row.balance - row.held }
  })
}
