import { type SpendCreditsInput, spendCreditsInput } from './credit-call.ts'
import type { CreditsContext } from './credits-context.ts'
import { creditRefusal, decideCredits } from './decide-credits.ts'
import { readCreditInput } from './read-credit-input.ts'

export interface Spent {
  /** The number of the entry in the ledger. */
  entry: number
  /** What may still be spent. */
  available: number
}

/**
 * Spends an owner's credits, in the caller's own transaction when `ctx.db` is one. Throws BAD_REQUEST for input that it
 * does not take, PAYMENT_REQUIRED without enough credits, TOO_MANY_REQUESTS over the quota, CONFLICT for a key that was
 * used, NOT_FOUND for an owner who is not there.
 */
export async function spendCredits(
  ctx: CreditsContext,
  { ownerId, ...given }: SpendCreditsInput & { ownerId: string },
): Promise<Spent> {
  const {
    credits: cost,
    type,
    key = null,
    units = null,
    metadata,
  } = readCreditInput(spendCreditsInput, given)
  const call = { op: 'spend', ownerId, holdId: null, key, cost, holdMs: 0, type, units } as const
  const decision = await decideCredits(ctx, { ...call, metadata: metadata ? JSON.stringify(metadata) : null })
  if (decision.outcome !== 'ok') throw await creditRefusal(ctx, call, decision)
  return { entry: decision.entry ?? 0, available: decision.balance - decision.held }
}
