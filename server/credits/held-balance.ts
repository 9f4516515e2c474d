import { eq } from 'drizzle-orm'
import {
  type CreditBalanceTable,
  type CreditEntryTable,
  type CreditLotTable,
  creditBalance,
  creditEntry,
  creditLot,
} from '#drizzle/schema/index.ts'
import type { CreditKind } from '#shared/credits/credits.ts'
import { generateId } from '../auth/generate-id.ts'
import type { LedgerContext } from './credits-context.ts'

/** An owner's balance whose row the transaction holds, as it is going to be saved. */
export interface HeldBalance {
  row: CreditBalanceTable
  /** Those with something left, none of it spent. */
  lots: CreditLotTable[]
  /** The database's time after it was locked. */
  now: Date
  /** When the quota in force may be another one. */
  quotaUntil: Date | null
}

interface NewEntry {
  kind: CreditKind
  credits: number
  key?: string
  metadata?: Record<string, unknown>
}

// How soon it is looked again after a lot which is over and partly held.
const heldLotMs = 1000

/** Adds an entry to the ledger, and its credits to the balance, which is still to be saved. */
export async function enter(
  { db, actor, requestId }: LedgerContext,
  { row, now }: HeldBalance,
  entry: NewEntry,
): Promise<CreditEntryTable> {
  row.balance += entry.credits
  row.lastSeq += 1
  const [entered] = await db
    .insert(creditEntry)
    .values({
      ...entry,
      ownerId: row.ownerId,
      seq: row.lastSeq,
      balanceAfter: row.balance,
      actorId: actor?.user.id,
      impersonatorId: actor?.impersonator?.id,
      requestId,
      createdAt: now,
    })
    .returning()
  if (!entered) throw new Error('The ledger returned no entry.')
  return entered
}

/** Adds credits as a lot with its entry; the balance is still to be saved. */
export async function addLot(
  ctx: LedgerContext,
  held: HeldBalance,
  { expiresAt, orderId = null, ...entry }: NewEntry & { expiresAt: Date | null; orderId?: string | null },
): Promise<{ entry: CreditEntryTable; lot: CreditLotTable }> {
  const [lot] = await ctx.db
    .insert(creditLot)
    .values({
      id: generateId(),
      ownerId: held.row.ownerId,
      kind: entry.kind,
      credits: entry.credits,
      remaining: entry.credits,
      expiresAt,
      orderId,
      createdAt: held.now,
    })
    .returning()
  if (!lot) throw new Error('The lot was not added.')
  held.lots.push(lot)
  return { entry: await enter(ctx, held, entry), lot }
}

/** Writes the balance, due when the next thing happens that nobody does. */
export async function saveBalance({ db }: LedgerContext, held: HeldBalance): Promise<void> {
  const { ownerId, createdAt, ...row } = held.row
  await db
    .update(creditBalance)
    .set({ ...row, dueAt: nextDue(held), updatedAt: held.now })
    .where(eq(creditBalance.ownerId, ownerId))
}

function nextDue({ row, lots, now, quotaUntil }: HeldBalance): Date {
  const times = [row.periodEnd.getTime()]
  if (row.planUntil) times.push(row.planUntil.getTime())
  for (const { remaining, expiresAt } of lots) {
    if (remaining === 0 || expiresAt === null) continue
    times.push(expiresAt > now ? expiresAt.getTime() : now.getTime() + heldLotMs)
  }
  if (quotaUntil) times.push(quotaUntil.getTime())
  return new Date(Math.min(...times))
}
