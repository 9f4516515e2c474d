import { gte, sql } from 'drizzle-orm'
import { creditBalance, creditEntry } from '#drizzle/schema/index.ts'
import type { CreditStats, CreditStatsInput } from '#shared/credits/credits.ts'
import type { Database } from '../../database/database.ts'
import { lastDays } from '../../database/last-days.ts'
import type { ServiceContext } from '../../service-context.ts'
import { isNearQuota } from './near-quota.ts'

/** What all owners together spent and were given on each of the last days, and how many are near their quota. */
export async function getCreditStats(
  { db, now }: ServiceContext,
  { days }: CreditStatsInput,
): Promise<CreditStats> {
  const [points, nearQuota] = await Promise.all([
    readPoints(db, lastDays(now, days)),
    db.$count(creditBalance, isNearQuota()),
  ])
  return {
    spent: points.reduce((sum, { spent }) => sum + spent, 0),
    granted: points.reduce((sum, { granted }) => sum + granted, 0),
    nearQuota,
    points,
  }
}

async function readPoints(db: Database, wanted: string[]): Promise<CreditStats['points']> {
  const rows = await db
    .select({
      day: sql<string>`(${creditEntry.createdAt} at time zone 'UTC')::date::text`,
      spent:
        sql`coalesce(-sum(${creditEntry.credits}) filter (where ${creditEntry.kind} = 'spend'), 0)`.mapWith(
          Number,
        ),
      granted:
        sql`coalesce(sum(${creditEntry.credits}) filter (where ${creditEntry.credits} > 0), 0)`.mapWith(
          Number,
        ),
    })
    .from(creditEntry)
    .where(gte(creditEntry.createdAt, new Date(`${wanted[0]}T00:00:00Z`)))
    .groupBy(sql`1`)
  const byDay = new Map(rows.map((row) => [row.day, row]))
  return wanted.map((day) => byDay.get(day) ?? { day, spent: 0, granted: 0 })
}
