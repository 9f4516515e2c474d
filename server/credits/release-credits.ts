import type { CreditHold } from './credit-call.ts'
import type { CreditsContext } from './credits-context.ts'
import { decideCredits } from './decide-credits.ts'

/** Gives back what a call holds. Whether there was anything left to give back. */
export async function releaseCredits(ctx: CreditsContext, hold: CreditHold): Promise<boolean> {
  const { id, ownerId, key, type } = hold
  const call = {
    op: 'release',
    ownerId,
    holdId: id,
    key,
    type,
    cost: 0,
    holdMs: 0,
    units: null,
    metadata: null,
  } as const
  return (await decideCredits(ctx, call)).outcome === 'ok'
}
