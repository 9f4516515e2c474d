import { z } from 'zod'
import { creditKey } from '#shared/credits/credits.ts'
import { wholeNumber } from '#shared/text/number.ts'
import { secretText } from '#shared/text/text.ts'

/** The most that one call may cost. */
export const maxCost = 1_000_000_000
/** The longest that a call may hold credits: a day. */
export const maxHoldMs = 24 * 60 * 60 * 1000
const maxMetadataBytes = 4096

// What a column of the database cannot hold: the zero character, and halves of characters.
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i

const metadata = z.record(z.string(), z.unknown()).superRefine((value, { addIssue }) => {
  const json = JSON.stringify(value)
  if (Buffer.byteLength(json) > maxMetadataBytes)
    addIssue({ code: 'custom', message: `At most ${maxMetadataBytes} bytes of JSON.` })
  else if (unstorable.test(json))
    addIssue({ code: 'custom', message: 'Contains characters that are not allowed.' })
})

const cost = wholeNumber({ min: 1, max: maxCost })

const used = {
  /** How much was used, in units of its own. */
  units: wholeNumber({ min: 0, max: Number.MAX_SAFE_INTEGER }).optional(),
  /** At most 4 kB of JSON, without names or addresses: the ledger keeps it for good. */
  metadata: metadata.optional(),
}
/** What it is for: the path of a procedure, or the kind of a task. */
const type = secretText({ min: 1, max: 100 })

export const spendCreditsInput = z
  .object({ credits: cost, type, key: creditKey.optional(), ...used })
  .strict()
export const holdCreditsInput = z
  .object({ credits: cost, type, key: creditKey.optional(), holdMs: wholeNumber({ min: 1, max: maxHoldMs }) })
  .strict()
export const settleCreditsInput = z
  .object({ credits: wholeNumber({ min: 0, max: maxCost }), ...used })
  .strict()
export type SpendCreditsInput = z.input<typeof spendCreditsInput>
export type HoldCreditsInput = z.input<typeof holdCreditsInput>
export type SettleCreditsInput = z.input<typeof settleCreditsInput>

/** Credits that are held: what `settleCredits` and `releaseCredits` take. It may be kept as JSON. */
export interface CreditHold {
  id: string
  ownerId: string
  credits: number
  type: string
  key: string
}

/** One thing that `credits_apply` decides. */
export interface CreditCall {
  op: 'spend' | 'hold' | 'settle' | 'release'
  ownerId: string
  /** Of the hold; null for a spend. */
  holdId: string | null
  key: string | null
  cost: number
  holdMs: number
  type: string
  units: number | null
  metadata: string | null
  actorId: string | null
  impersonatorId: string | null
  requestId: string
}

/** What became of it, and how the owner's balance stands after it. */
export interface CreditDecision {
  /** `none`: there is no balance; `due`: it must be brought up to date first; `over`: more than was held. */
  outcome: 'ok' | 'none' | 'due' | 'repeated' | 'credits' | 'quota' | 'lapsed' | 'over'
  /** The number of the entry in the ledger; null when nothing was entered. */
  entry: number | null
  balance: number
  held: number
  quota: { limit: number; used: number; resetsAtMs: number } | null
  /** The database's time that it was decided at. */
  nowMs: number
}
