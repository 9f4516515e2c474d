import { and, eq, gt, sql } from 'drizzle-orm'
import {
  type CreditBalanceTable,
  type CreditLotTable,
  creditBalance,
  creditLot,
  organization,
  user,
} from '#drizzle/schema/index.ts'
import type { CreditLotView, CreditsSummary } from '#shared/credits/credits.ts'
import { planOf } from '#shared/credits/plans.ts'
import type { Database } from '../../database/database.ts'
import { readEntitlement } from '../../entitlements/read-entitlement.ts'
import { AppError } from '../../errors.ts'
import { bringUpToDate } from '../bring-up-to-date.ts'
import { epochMs, firstMonth } from '../credit-month.ts'
import type { LedgerContext } from '../credits-context.ts'
import { settleLots } from '../settle-lots.ts'

/**
 * What an owner has now. Nobody is opened for being looked at: who was not yet is shown as they would be. Throws
 * NOT_FOUND.
 */
export async function readCredits(ctx: LedgerContext, ownerId: string): Promise<CreditsSummary> {
  const found = await readUpToDate(ctx, ownerId)
  if (!found) return wouldBe(ctx.db, ownerId)
  const { until } = await readEntitlement(ctx.db, { ownerId, key: 'credits.quota', at: found.now })
  return toSummary(found, until)
}

interface Found {
  row: Pick<
    CreditBalanceTable,
    | 'plan'
    | 'planUntil'
    | 'balance'
    | 'held'
    | 'unsettled'
    | 'quotaLimit'
    | 'quotaUsed'
    | 'periodStart'
    | 'periodEnd'
  >
  lots: Omit<CreditLotTable, 'ownerId' | 'orderId'>[]
  now: Date
}

async function readUpToDate(ctx: LedgerContext, ownerId: string): Promise<Found | null> {
  const found = await readBalance(ctx.db, ownerId)
  if (!found || found.row.dueAt > found.now) return found
  await ctx.db.transaction((tx) => bringUpToDate({ ...ctx, db: tx }, ownerId))
  return readBalance(ctx.db, ownerId)
}

// One statement, which sees one moment: balance and lots fit each other.
async function readBalance(db: Database, ownerId: string) {
  const isLeft = and(eq(creditLot.ownerId, creditBalance.ownerId), gt(creditLot.remaining, 0))
  const rows = await db
    .select({ row: creditBalance, lot: creditLot, nowMs: epochMs(sql`statement_timestamp()`) })
    .from(creditBalance)
    .leftJoin(creditLot, isLeft)
    .where(eq(creditBalance.ownerId, ownerId))
  const [first] = rows
  if (!first) return null
  return { row: first.row, lots: rows.flatMap(({ lot }) => lot ?? []), now: new Date(first.nowMs) }
}

async function wouldBe(db: Database, ownerId: string): Promise<CreditsSummary> {
  await requireOwner(db, ownerId)
  const { start, end, now } = await firstMonth(db)
  const { value: monthly } = await readEntitlement(db, { ownerId, key: 'credits.monthly' })
  const quota = await readEntitlement(db, { ownerId, key: 'credits.quota' })
  const lot = { id: 'to-come', kind: 'plan', credits: monthly, remaining: monthly } as const
  const row = {
    plan: 'free',
    planUntil: null,
    balance: monthly,
    held: 0,
    unsettled: 0,
    quotaLimit: quota.value,
    quotaUsed: 0,
    periodStart: start,
    periodEnd: end,
  }
  const lots = monthly > 0 ? [{ ...lot, expiresAt: end, createdAt: start }] : []
  return toSummary({ row, lots, now }, quota.until)
}

async function requireOwner(db: Database, ownerId: string): Promise<void> {
  const [found] = await db
    .select({ id: user.id })
    .from(user)
    .where(eq(user.id, ownerId))
    .union(db.select({ id: organization.id }).from(organization).where(eq(organization.id, ownerId)))
  if (!found) throw new AppError('NOT_FOUND', 'There is no such user or organization.')
}

function toSummary({ row, lots, now }: Found, quotaUntil: Date | null): CreditsSummary {
  const settled = settleLots({ lots, unsettled: row.unsettled, held: row.held, now })
  return {
    plan: {
      name: row.plan,
      title: planOf(row.plan).title,
      until: row.planUntil?.toISOString() ?? null,
    },
    available: row.balance - row.held,
    balance: row.balance,
    held: row.held,
    quota: row.quotaLimit,
    quotaUsed: row.quotaUsed,
    quotaUntil: quotaUntil?.toISOString() ?? null,
    periodStart: row.periodStart.toISOString(),
    periodEnd: row.periodEnd.toISOString(),
    lots: settled
      .filter(({ remaining }) => remaining > 0)
      .map(({ lot, remaining }) => toLotView({ ...lot, remaining })),
  }
}

const toLotView = ({
  id,
  kind,
  credits,
  remaining,
  expiresAt,
  createdAt,
}: Found['lots'][number]): CreditLotView => ({
  id,
  kind,
  credits,
  remaining,
  expiresAt: expiresAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
})
