import { AppError } from '../errors.ts'
import {
  type CreditDecision,
  type CreditHold,
  type SettleCreditsInput,
  settleCreditsInput,
} from './credit-call.ts'
import type { CreditsContext } from './credits-context.ts'
import { decideCredits, findEntry } from './decide-credits.ts'
import { readCreditInput } from './read-credit-input.ts'

/** What was charged: `entry` is null when nothing was. */
export interface Settled {
  entry: number | null
  available: number
}

/**
 * Charges what a call has used of its hold; the rest comes back. What was settled before is not charged again. After the
 * hold lapsed it is charged as a new spend if there is enough, and else throws CONFLICT, with nothing charged. Asking for
 * more than was held is an error of the program, which charges nothing and leaves the hold.
 */
export async function settleCredits(
  ctx: CreditsContext,
  hold: CreditHold,
  given: SettleCreditsInput,
): Promise<Settled> {
  const { credits: cost, units = null, metadata } = readCreditInput(settleCreditsInput, given)
  if (cost > hold.credits) throw overHold(hold, cost)
  const { id, ownerId, key, type } = hold
  const call = {
    ownerId,
    key,
    type,
    units,
    cost,
    holdMs: 0,
    metadata: metadata ? JSON.stringify(metadata) : null,
  }
  const decision = await decideCredits(ctx, { ...call, op: 'settle', holdId: id })
  if (decision.outcome === 'over') throw overHold(hold, cost)
  if (decision.outcome === 'ok' || cost === 0) return settled(decision)
  const late = await decideCredits(ctx, { ...call, op: 'spend', holdId: null })
  if (late.outcome === 'ok') return settled(late)
  const entry = late.outcome === 'repeated' ? await findEntry(ctx, call) : null
  if (entry !== null) return settled({ ...late, entry })
  throw new AppError('CONFLICT', 'This took so long that its credits were given back. Nothing was charged.', {
    reason: { kind: 'hold-lapsed' },
  })
}

const settled = ({ entry, balance, held }: CreditDecision): Settled => ({ entry, available: balance - held })

const overHold = ({ type, credits }: CreditHold, cost: number) =>
  new Error(`${type} settles ${cost} credits and holds ${credits}.`)
