import { and, eq } from 'drizzle-orm'
import { type CreditEntryTable, creditEntry } from '#drizzle/schema/index.ts'
import { AppError, invalidField } from '../errors.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import type { CreditsContext, LedgerContext } from './credits-context.ts'
import { addLot, enter, type HeldBalance, saveBalance } from './held-balance.ts'

/** What was entered; `repeated` when it was before, for the same key. */
export interface Granted {
  entry: CreditEntryTable
  repeated: boolean
}

export interface GrantCreditsInput {
  ownerId: string
  /** A whole number above 0. */
  credits: number
  kind?: 'grant' | 'reward'
  /** When what is left of them goes; null for never. */
  expiresAt?: Date | null
  /** The same key again answers what was entered for it. */
  key: string
}

/**
 * Gives an owner credits, in the caller's own transaction when `ctx.db` is one. Throws BAD_REQUEST for
 * an end that is over, CONFLICT for a key that stands for something else, NOT_FOUND.
 */
export function grantCredits(ctx: CreditsContext, input: GrantCreditsInput): Promise<Granted> {
  const { ownerId, credits, kind = 'grant', expiresAt = null, key } = input
  return changeLedger(ctx, { ownerId, kind, credits, key }, async (inside, held) => {
    if (expiresAt && expiresAt <= held.now) throw invalidField('expiresAt', 'Choose a time that is to come.')
    const { entry } = await addLot(inside, held, { kind, credits, key, expiresAt })
    return entry
  })
}

/**
 * Corrects what an owner has, upwards or downwards; what is taken counts against no quota. Throws
 * UNPROCESSABLE_CONTENT for more than is available, and otherwise as `grantCredits` does.
 */
export function adjustCredits(
  ctx: CreditsContext,
  { ownerId, credits, key }: { ownerId: string; credits: number; key: string },
): Promise<Granted> {
  return changeLedger(ctx, { ownerId, kind: 'adjust', credits, key }, async (inside, held) => {
    if (credits > 0)
      return (await addLot(inside, held, { kind: 'adjust', credits, key, expiresAt: null })).entry
    refuseMoreThanAvailable(held, -credits)
    held.row.unsettled -= credits
    return enter(inside, held, { kind: 'adjust', credits, key })
  })
}

function refuseMoreThanAvailable({ row: { balance, held } }: HeldBalance, needed: number): void {
  const available = balance - held
  if (needed <= available) return
  throw new AppError('UNPROCESSABLE_CONTENT', `Only ${available} credits are available.`, {
    reason: { kind: 'credits', needed, available, held },
  })
}

function changeLedger(
  ctx: CreditsContext,
  asked: Pick<CreditEntryTable, 'ownerId' | 'kind' | 'credits'> & { key: string },
  change: (ctx: LedgerContext, held: HeldBalance) => Promise<CreditEntryTable>,
): Promise<Granted> {
  return ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx }
    const held = await bringUpToDate(inside, asked.ownerId)
    const before = await findSame(inside, asked)
    if (before) return { entry: before, repeated: true }
    const entry = await change(inside, held)
    await saveBalance(inside, held)
    return { entry, repeated: false }
  })
}

async function findSame(
  { db }: LedgerContext,
  { ownerId, kind, credits, key }: Pick<CreditEntryTable, 'ownerId' | 'kind' | 'credits'> & { key: string },
): Promise<CreditEntryTable | null> {
  const [found] = await db
    .select()
    .from(creditEntry)
    .where(and(eq(creditEntry.ownerId, ownerId), eq(creditEntry.key, key)))
  if (!found) return null
  if (found.kind === kind && found.credits === credits) return found
  throw new AppError('CONFLICT', 'This key was used for something else before.', {
    reason: { kind: 'intent' },
  })
}
