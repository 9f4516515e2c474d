import { and, eq, gt, sql } from 'drizzle-orm'
import { creditBalance, creditLot } from '#drizzle/schema/index.ts'
import { readEntitlement } from '../entitlements/read-entitlement.ts'
import { readBillingTimeZone } from './billing-time-zone.ts'
import { epochMs, firstAnchor, readMonth } from './credit-month.ts'
import type { LedgerContext } from './credits-context.ts'
import { addLot, enter, type HeldBalance, saveBalance } from './held-balance.ts'
import { openOwner } from './open-owner.ts'
import { settleLots } from './settle-lots.ts'
import { readSubscribed } from './subscribed-owner.ts'
import { planKey } from './top-up-month.ts'

// No two zones are further apart.
const longestRestMs = 27 * 60 * 60 * 1000

/**
 * Holds an owner's balance until the transaction `ctx.db` ends, opened if need be, and does everything that time did
 * meanwhile: lots that are over, a new month with its credits, a quota that ended. Throws NOT_FOUND for an owner who is
 * not there.
 */
export async function bringUpToDate(ctx: LedgerContext, ownerId: string): Promise<HeldBalance> {
  // Whoever comes by, what time did nobody did.
  const byNobody = { ...ctx, actor: null }
  const held = await holdBalance(ctx, ownerId)
  await endPlan(byNobody, held)
  await settle(byNobody, held)
  if (held.row.periodEnd <= held.now) await beginPeriod(byNobody, held)
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

// Written at once, since what the plan says is asked for next.
async function endPlan({ db }: LedgerContext, { row, now }: HeldBalance): Promise<void> {
  if (!row.planUntil || row.planUntil > now) return
  row.plan = 'free'
  row.planUntil = null
  const { ownerId, plan, planUntil } = row
  await db.update(creditBalance).set({ plan, planUntil }).where(eq(creditBalance.ownerId, ownerId))
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
  const { everBegan, plan } = await readSubscribed(ctx.db, { ownerId: row.ownerId, now })
  // Months that are counted from a subscription go on as they are, so that they are its.
  if (!everBegan) await takeZone(ctx, row)
  if (plan !== null) await takePlan(ctx, row, plan)
  const monthOf = (moment: Date) =>
    readMonth(ctx.db, { anchor: instant(row.periodAnchor), zone: row.timeZone, moment: instant(moment) })
  const { start, end } = await monthOf(now)
  // A new anchor or zone counts from the end of the month before, so that no time is in two of them.
  row.periodStart = start > row.periodEnd ? start : row.periodEnd
  // The hours by which the new zone's month ends later belong to the next one, or they would have a month's credits.
  const isRest = end.getTime() - row.periodStart.getTime() < longestRestMs
  row.periodEnd = isRest ? (await monthOf(end)).end : end
  row.quotaUsed = 0
  const { value } = await readEntitlement(ctx.db, { ownerId: row.ownerId, key: 'credits.monthly', at: now })
  if (value === 0) return
  const key = planKey(row.plan, row.periodStart)
  await addLot(ctx, held, { kind: 'plan', credits: value, key, expiresAt: row.periodEnd })
}

// What a cheaper plan gives is what this month is paid for, whoever comes by first.
async function takePlan({ db }: LedgerContext, row: HeldBalance['row'], plan: string): Promise<void> {
  row.plan = plan
  await db.update(creditBalance).set({ plan }).where(eq(creditBalance.ownerId, row.ownerId))
}

async function takeZone({ db }: LedgerContext, row: HeldBalance['row']): Promise<void> {
  const zone = await readBillingTimeZone(db)
  if (zone === row.timeZone) return
  const [first] = await db.select({ ms: epochMs(firstAnchor(zone)) }).from(sql`(select) once`)
  row.timeZone = zone
  row.periodAnchor = new Date(first?.ms ?? Number.NaN)
}

const instant = (date: Date) => sql`${date.toISOString()}::timestamptz`
