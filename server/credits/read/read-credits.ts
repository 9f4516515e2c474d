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
import { inForce, storedEntitlements } from '../../entitlements/read-entitlement.ts'
import { AppError } from '../../errors.ts'
import { selectBillingTimeZone, toBillingTimeZone } from '../billing-time-zone.ts'
import { bringUpToDate } from '../bring-up-to-date.ts'
import { epochMs, firstMonth } from '../credit-month.ts'
import type { LedgerContext } from '../credits-context.ts'
import { settleLots } from '../settle-lots.ts'

/**
 * What an owner has now. Nobody is opened for being looked at: who was not yet is shown as they would be. Throws
 * NOT_FOUND.
 */
export async function readCredits(ctx: LedgerContext, ownerId: string): Promise<CreditsSummary> {
  const owner = await readUpToDate(ctx, ownerId)
  const { row, lots, now, stored } = owner
  if (!row) return wouldBe(ctx.db, owner)
  return toSummary({ row, lots, now }, inForce('credits.quota', { plan: row.plan, stored }).until)
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

type Owner = Awaited<ReturnType<typeof readOwner>>

async function readUpToDate(ctx: LedgerContext, ownerId: string): Promise<Owner> {
  const found = await readOwner(ctx.db, ownerId)
  if (!found.row || found.row.dueAt > found.now) return found
  await ctx.db.transaction((tx) => bringUpToDate({ ...ctx, db: tx }, ownerId))
  return readOwner(ctx.db, ownerId)
}

// One statement, which sees one moment: balance, lots and what holds fit each other.
async function readOwner(db: Database, ownerId: string) {
  const isLeft = and(eq(creditLot.ownerId, creditBalance.ownerId), gt(creditLot.remaining, 0))
  const rows = await db
    .select({
      row: creditBalance,
      lot: creditLot,
      stored: storedEntitlements(ownerId, ['credits.monthly', 'credits.quota']),
      zone: sql`(${selectBillingTimeZone(db)})`,
      isThere: isOwner(db, ownerId),
      nowMs: epochMs(sql`statement_timestamp()`),
    })
    .from(sql`(select) once`)
    .leftJoin(creditBalance, eq(creditBalance.ownerId, ownerId))
    .leftJoin(creditLot, isLeft)
  const [first] = rows
  if (!first) throw new Error('A row that is always there did not come.')
  const { row, stored, zone, isThere, nowMs } = first
  return { row, lots: rows.flatMap(({ lot }) => lot ?? []), stored, zone, isThere, now: new Date(nowMs) }
}

function isOwner(db: Database, ownerId: string) {
  const users = db.select({ id: user.id }).from(user).where(eq(user.id, ownerId))
  const organizations = db
    .select({ id: organization.id })
    .from(organization)
    .where(eq(organization.id, ownerId))
  return sql<boolean>`(exists (${users}) or exists (${organizations}))`
}

async function wouldBe(
  db: Database,
  { isThere, zone, stored }: Pick<Owner, 'isThere' | 'zone' | 'stored'>,
): Promise<CreditsSummary> {
  if (!isThere) throw new AppError('NOT_FOUND', 'There is no such user or organization.')
  const { start, end, now } = await firstMonth(db, toBillingTimeZone(zone))
  const free = { plan: 'free', stored }
  const { value: monthly } = inForce('credits.monthly', free)
  const quota = inForce('credits.quota', free)
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
