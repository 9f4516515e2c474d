import { eq, sql } from 'drizzle-orm'
import { creditBalance } from '#drizzle/schema/index.ts'
import { readEntitlement } from '../entitlements/read-entitlement.ts'
import { readMonth } from './credit-month.ts'
import type { LedgerContext } from './credits-context.ts'
import { type HeldBalance, saveBalance } from './held-balance.ts'
import { topUpMonth } from './top-up-month.ts'

/** In what months of a subscription are counted. */
export const subscribedZone = 'UTC'

/**
 * Begins a month for an owner whose balance `ctx.db` holds, whatever is left of the one that runs: months are counted
 * from `anchor` from now on, and the credits of the plan come with it. `from` is when the month that is paid for began,
 * by a clock that may be ahead of ours. Lots of the old month stay until they end.
 */
export async function beginMonth(
  ctx: LedgerContext,
  held: HeldBalance,
  { anchor, from }: { anchor: Date; from: Date },
): Promise<void> {
  const { row, now } = held
  const moment = from > now ? from : now
  const { start, end } = await readMonth(ctx.db, {
    anchor: instant(anchor),
    zone: subscribedZone,
    moment: instant(moment),
  })
  Object.assign(row, {
    timeZone: subscribedZone,
    periodAnchor: anchor,
    periodStart: start,
    periodEnd: end,
    quotaUsed: 0,
  })
  await saveBalance(ctx, held)
  const { value } = await readEntitlement(ctx.db, { ownerId: row.ownerId, key: 'credits.monthly' })
  await topUpMonth(ctx, held, value)
}

/** Counts an owner's months from another moment, from the end of the month that runs on; `ctx.db` holds the balance. */
export async function moveAnchor(
  { db }: LedgerContext,
  { row: { ownerId, periodAnchor } }: HeldBalance,
  anchor: Date,
): Promise<void> {
  if (periodAnchor.getTime() === anchor.getTime()) return
  await db
    .update(creditBalance)
    .set({ periodAnchor: anchor, timeZone: subscribedZone })
    .where(eq(creditBalance.ownerId, ownerId))
}

const instant = (date: Date) => sql`${date.toISOString()}::timestamptz`
