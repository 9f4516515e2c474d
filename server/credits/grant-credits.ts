import { and, eq } from 'drizzle-orm'
import { type CreditEntryTable, type CreditLotTable, creditEntry, creditLot } from '#drizzle/schema/index.ts'
import { AppError, invalidField } from '../errors.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import type { CreditsContext, LedgerContext } from './credits-context.ts'
import { addLot, enter, type HeldBalance, saveBalance } from './held-balance.ts'

/** What was entered, and the lot that it made; `repeated` when it was before, for the same key. */
export interface Granted {
  entry: CreditEntryTable
  lot?: string
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
    const { entry, lot } = await addLot(inside, held, { kind, credits, key, expiresAt })
    return { entry, lot: lot.id }
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
    if (credits > 0) {
      const { entry, lot } = await addLot(inside, held, { kind: 'adjust', credits, key, expiresAt: null })
      return { entry, lot: lot.id }
    }
    refuseMoreThanAvailable(held, -credits)
    held.row.unsettled -= credits
    return { entry: await enter(inside, held, { kind: 'adjust', credits, key }) }
  })
}

/**
 * Takes a whole lot back, of an owner whose balance `ctx.db` holds. Throws UNPROCESSABLE_CONTENT while calls hold of it.
 */
export async function takeLotBack(
  ctx: LedgerContext,
  held: HeldBalance,
  { lot, key }: { lot: CreditLotTable; key: string },
): Promise<void> {
  refuseMoreThanAvailable(held, lot.remaining)
  await ctx.db.update(creditLot).set({ remaining: 0 }).where(eq(creditLot.id, lot.id))
  held.lots = held.lots.filter(({ id }) => id !== lot.id)
  await enter(ctx, held, { kind: 'adjust', credits: -lot.remaining, key, metadata: { lot: lot.id } })
  await saveBalance(ctx, held)
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
  change: (ctx: LedgerContext, held: HeldBalance) => Promise<Omit<Granted, 'repeated'>>,
): Promise<Granted> {
  return ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx }
    const held = await bringUpToDate(inside, asked.ownerId)
    const before = await findSame(inside, asked)
    if (before) return { entry: before, repeated: true }
    const changed = await change(inside, held)
    await saveBalance(inside, held)
    return { ...changed, repeated: false }
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
