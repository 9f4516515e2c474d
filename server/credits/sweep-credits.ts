import { asc, eq, lte, sql } from 'drizzle-orm'
import { creditBalance, creditHold } from '#drizzle/schema/index.ts'
import { prepareApplyCredits } from './apply-credits.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import type { CreditsContext } from './credits-context.ts'

const batch = 500

/**
 * Gives back what calls hold that have ended without a word, 500 at most; what somebody works with is left for the next
 * time. Returns how many.
 */
export function sweepHolds(ctx: Pick<CreditsContext, 'db' | 'requestId'>): Promise<number> {
  return ctx.db.transaction(async (tx) => {
    const lapsed = await tx
      .select({ id: creditHold.id, ownerId: creditHold.ownerId, type: creditHold.type })
      .from(creditHold)
      .innerJoin(creditBalance, eq(creditBalance.ownerId, creditHold.ownerId))
      .where(lte(creditHold.expiresAt, sql`statement_timestamp()`))
      .orderBy(asc(creditHold.expiresAt))
      .limit(batch)
      .for('update', { of: creditBalance, skipLocked: true })
    if (lapsed.length === 0) return 0
    const release = { op: 'release', key: null, cost: 0, holdMs: 0, units: null, metadata: null } as const
    const nobody = { actorId: null, impersonatorId: null, requestId: ctx.requestId }
    const decided = await prepareApplyCredits(tx)(
      lapsed.map(({ id, ownerId, type }) => ({ ...release, ...nobody, holdId: id, ownerId, type })),
    )
    return decided.filter(({ outcome }) => outcome === 'ok').length
  })
}

/**
 * Brings balances up to date that are due, 500 at most, each in a transaction of its own; what somebody works with is
 * left for the next time. Returns how many. Throws, after all were tried, what one of them threw.
 */
export async function sweepDueBalances(ctx: CreditsContext): Promise<number> {
  const isDue = lte(creditBalance.dueAt, sql`statement_timestamp()`)
  const due = await ctx.db
    .select({ ownerId: creditBalance.ownerId })
    .from(creditBalance)
    .where(isDue)
    .orderBy(asc(creditBalance.dueAt))
    .limit(batch)
  let done = 0
  const failures: unknown[] = []
  for (const { ownerId } of due) {
    await ctx.db
      .transaction(async (tx) => {
        const [held] = await tx
          .select({ ownerId: creditBalance.ownerId })
          .from(creditBalance)
          .where(sql`${creditBalance.ownerId} = ${ownerId} and ${isDue}`)
          .for('update', { skipLocked: true })
        if (!held) return
        await bringUpToDate({ ...ctx, db: tx }, ownerId)
        done += 1
      })
      .catch((error) => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Balances could not be brought up to date.')
  return done
}
