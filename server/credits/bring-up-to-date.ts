import { and, eq, gt, sql } from 'drizzle-orm'
import { creditBalance, creditLot } from '#drizzle/schema/index.ts'
import { readEntitlement } from '../entitlements/read-entitlement.ts'
import type { LedgerContext } from './credits-context.ts'
import { addLot, enter, epochMs, type HeldBalance, saveBalance } from './held-balance.ts'
import { openOwner } from './open-owner.ts'
import { settleLots } from './settle-lots.ts'

/**
 * Holds an owner's balance until the transaction `ctx.db` ends, opened if need be, and does everything that time did
 * meanwhile: lots that are over, a new month with its credits, a quota that ended. Throws NOT_FOUND for an owner who is
 * not there.
 */
export async function bringUpToDate(ctx: LedgerContext, ownerId: string): Promise<HeldBalance> {
  const held = await holdBalance(ctx, ownerId)
  await settle(ctx, held)
  if (held.row.periodEnd <= held.now) await beginPeriod(ctx, held)
  const quota = await readEntitlement(ctx.db, { ownerId, key: 'credits.quota', at: held.now })
  held.row.quotaLimit = quota.value
  held.quotaUntil = quota.until
  await saveBalance(ctx, held)
  return held
}

async function holdBalance({ db }: LedgerContext, ownerId: string): Promise<HeldBalance> {
  const locked = () => db.select().from(creditBalance).where(eq(creditBalance.ownerId, ownerId)).for('update')
  let [row] = await locked()
  if (!row) {
    await openOwner(db, ownerId)
    ;[row] = await locked()
  }
  if (!row) throw new Error('A balance that was opened is gone.')
  const lots = await db
    .select()
    .from(creditLot)
    .where(and(eq(creditLot.ownerId, ownerId), gt(creditLot.remaining, 0)))
  return { row, lots, now: await readClock({ db }), quotaUntil: null }
}

// Not when the transaction or a statement began: whoever waited for the lock acts at the time when they got it.
async function readClock({ db }: Pick<LedgerContext, 'db'>): Promise<Date> {
  const nowMs = epochMs(sql`date_trunc('milliseconds', clock_timestamp())`)
  const [clock] = await db.select({ nowMs }).from(sql`(select) once`)
  return new Date(clock?.nowMs ?? Number.NaN)
}

async function settle(ctx: LedgerContext, held: HeldBalance): Promise<void> {
  const { unsettled, held: heldCredits } = held.row
  const settled = settleLots({ lots: held.lots, unsettled, held: heldCredits, now: held.now })
  held.lots = []
  for (const { lot, remaining, expired } of settled) {
    if (remaining > 0) held.lots.push({ ...lot, remaining })
    if (remaining === lot.remaining) continue
    await ctx.db.update(creditLot).set({ remaining }).where(eq(creditLot.id, lot.id))
    if (expired > 0) await enter(ctx, held, { kind: 'expire', credits: -expired, metadata: { lot: lot.id } })
  }
  held.row.unsettled = 0
}

// The month that runs now: those in which nobody came by are not made up for.
async function beginPeriod(ctx: LedgerContext, held: HeldBalance): Promise<void> {
  const { row, now } = held
  const [period] = await ctx.db
    .select({ startMs: epochMs(sql`starts`), endMs: epochMs(sql`ends`) })
    .from(
      sql`credit_period(${row.periodAnchor.toISOString()}::timestamptz, ${row.timeZone}, ${now.toISOString()}::timestamptz)`,
    )
  if (!period) throw new Error('credit_period answered nothing.')
  // A new anchor or zone counts from the end of the month before, so that no time is in two of them.
  row.periodStart = new Date(Math.max(period.startMs, row.periodEnd.getTime()))
  row.periodEnd = new Date(period.endMs)
  row.quotaUsed = 0
  const { value } = await readEntitlement(ctx.db, { ownerId: row.ownerId, key: 'credits.monthly', at: now })
  if (value === 0) return
  const key = `plan:${row.plan}:${row.periodStart.toISOString()}`
  await addLot(ctx, held, { kind: 'plan', credits: value, key, expiresAt: row.periodEnd })
}
