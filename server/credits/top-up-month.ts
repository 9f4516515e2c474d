import { and, eq, like, ne, sql } from 'drizzle-orm'
import { creditEntry } from '#drizzle/schema/index.ts'
import type { LedgerContext } from './credits-context.ts'
import { addLot, type HeldBalance, saveBalance } from './held-balance.ts'

/** By which the credits of a plan are known that come with a month. */
export const planKey = (plan: string, periodStart: Date): string =>
  `plan:${plan}:${periodStart.toISOString()}`

/**
 * Adds what an owner has not got yet of so many credits of their plan in the month that runs, to end with it: an upgrade
 * gives the difference, once however often plans change. Returns how many were added. The transaction `ctx.db` holds the
 * balance, which is saved.
 */
export async function topUpMonth(ctx: LedgerContext, held: HeldBalance, credits: number): Promise<number> {
  const { ownerId, plan, periodStart, periodEnd } = held.row
  const [got] = await ctx.db
    .select({ credits: sql`coalesce(sum(${creditEntry.credits}), 0)`.mapWith(Number) })
    .from(creditEntry)
    .where(
      and(
        eq(creditEntry.ownerId, ownerId),
        eq(creditEntry.kind, 'plan'),
        // The few beside a long list of spends have an index of their own.
        ne(creditEntry.kind, sql`'spend'`),
        like(creditEntry.key, planKey('%', periodStart)),
      ),
    )
  const missing = credits - (got?.credits ?? 0)
  if (missing <= 0) return 0
  const key = planKey(`${plan}+${credits}`, periodStart)
  await addLot(ctx, held, { kind: 'plan', credits: missing, key, expiresAt: periodEnd })
  await saveBalance(ctx, held)
  return missing
}
