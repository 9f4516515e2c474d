import { AppError } from '../../errors.ts'
import {
  type CreditHold,
  type HoldCreditsInput,
  type SettleCreditsInput,
  settleCreditsInput,
} from '../credit-call.ts'
import type { CreditsContext } from '../credits-context.ts'
import { holdCredits } from '../hold-credits.ts'
import { releaseCredits } from '../release-credits.ts'
import { settleCredits } from '../settle-credits.ts'

/** What a call that is paid for knows of its payment. */
export interface PaidCall {
  /** What it may use at most. */
  readonly held: number
  /**
   * Says what the call used, in place of all that it holds; what is said last counts. More than is held, or what the
   * ledger cannot keep, is an error of the program.
   */
  use(used: SettleCreditsInput): void
}

type PayingContext = CreditsContext & {
  /** Logs what nobody is answered. */
  logFailure(error: unknown): void
}

/**
 * Holds credits, runs what they pay for, and charges what it used; when it throws, whatever, all of them are given back.
 * Throws as `holdCredits` and `settleCredits` do; what could not be charged in an outage is given back once the hold
 * lapses.
 */
export async function payFor<Result>(
  ctx: PayingContext,
  asked: HoldCreditsInput & { ownerId: string },
  run: (paid: PaidCall) => Promise<Result>,
): Promise<Result> {
  const hold = await holdCredits(ctx, asked)
  let used: SettleCreditsInput = { credits: hold.credits }
  const use = (given: SettleCreditsInput) => {
    used = readUse(hold, given)
  }
  const result = await run({ held: hold.credits, use }).catch(async (error) => {
    await releaseCredits(ctx, hold).catch(ctx.logFailure)
    throw error
  })
  await settleCredits(ctx, hold, used).catch((error) => {
    // Answered like any refusal, although what was to be paid for is done.
    if (error instanceof AppError && error.reason?.kind === 'hold-lapsed') ctx.logFailure(error)
    throw error
  })
  return result
}

function readUse({ type, credits }: CreditHold, given: SettleCreditsInput): SettleCreditsInput {
  const used = settleCreditsInput.parse(given)
  if (used.credits > credits) throw new Error(`${type} used ${used.credits} credits and holds ${credits}.`)
  return used
}
