import { and, eq, like, ne, or, sql } from 'drizzle-orm'
import { type CreditLotTable, creditEntry } from '#drizzle/schema/index.ts'
import type { LedgerContext } from './credits-context.ts'
import { addLot, type HeldBalance, saveBalance } from './held-balance.ts'

/** By which the credits of a plan are known that come with a month. */
export const planKey = (plan: string, periodStart: Date): string =>
  `plan:${plan}:${periodStart.toISOString()}`

/** By which it is known that what a plan gave more in a month was taken back, since `act` was undone. */
export const topUpUndoneKey = (act: string, periodStart: Date): string =>
  `plan-undone:${act}:${periodStart.toISOString()}`

/**
 * Adds what an owner has not got yet of so many credits of their plan in the month that runs, to end with it: an upgrade
 * gives the difference, once however often plans change, unless it was taken back. Returns the lot that was added, if one was.
 * The transaction `ctx.db` holds the balance, which is saved.
 */
export async function topUpMonth(
  ctx: LedgerContext,
  held: HeldBalance,
  credits: number,
): Promise<CreditLotTable | null> {
  const { ownerId, plan, periodStart, periodEnd, lastSeq } = held.row
  const [got] = await ctx.db
    .select({ credits: sql`coalesce(sum(${creditEntry.credits}), 0)`.mapWith(Number) })
    .from(creditEntry)
    .where(
      and(
        eq(creditEntry.ownerId, ownerId),
        // The few beside a long list of spends have an index of their own.
        ne(creditEntry.kind, sql`'spend'`),
        or(
          and(eq(creditEntry.kind, 'plan'), like(creditEntry.key, planKey('%', periodStart))),
          and(eq(creditEntry.kind, 'adjust'), like(creditEntry.key, topUpUndoneKey('%', periodStart))),
        ),
      ),
    )
  const missing = credits - (got?.credits ?? 0)
  if (missing <= 0) return null
  const key = planKey(`${plan}+${lastSeq}`, periodStart)
  const { lot } = await addLot(ctx, held, { kind: 'plan', credits: missing, key, expiresAt: periodEnd })
  await saveBalance(ctx, held)
  return lot
}
