import { generateId } from '../auth/generate-id.ts'
import { type CreditHold, type HoldCreditsInput, holdCreditsInput } from './credit-call.ts'
import type { CreditsContext } from './credits-context.ts'
import { creditRefusal, decideCredits } from './decide-credits.ts'
import { readCreditInput } from './read-credit-input.ts'

/**
 * Holds credits for a call that begins, until it is settled or released, or `holdMs` have passed. Throws as
 * `spendCredits` does.
 */
export async function holdCredits(
  ctx: CreditsContext,
  { ownerId, ...given }: HoldCreditsInput & { ownerId: string },
): Promise<CreditHold> {
  const { credits: cost, type, holdMs, ...asked } = readCreditInput(holdCreditsInput, given)
  const id = generateId()
  // So that what was settled and is settled again, since nobody heard of it, is charged once.
  const key = asked.key ?? `hold:${id}`
  const call = {
    op: 'hold',
    ownerId,
    holdId: id,
    key,
    cost,
    holdMs,
    type,
    units: null,
    metadata: null,
  } as const
  const decision = await decideCredits(ctx, call)
  if (decision.outcome !== 'ok') throw await creditRefusal(ctx, call, decision)
  return { id, ownerId, credits: cost, type, key }
}
