import { and, eq, gte, sql } from 'drizzle-orm'
import { creditEntry } from '#drizzle/schema/index.ts'
import type { CreditUsage, CreditUsageInput } from '#shared/credits/credits.ts'
import { lastDays } from '../../database/last-days.ts'
import type { ServiceContext } from '../../service-context.ts'

const shownTypes = 100

/** What an owner spent on each of the last days, and for what. */
export async function readUsage(
  { db, now }: Pick<ServiceContext, 'db' | 'now'>,
  { ownerId, days }: CreditUsageInput & { ownerId: string },
): Promise<CreditUsage> {
  const wanted = lastDays(now, days)
  const day = sql<string>`(${creditEntry.createdAt} at time zone 'UTC')::date::text`
  const rows = await db
    .select({
      day,
      type: sql<string>`coalesce(${creditEntry.type}, '')`,
      calls: sql`count(*)`.mapWith(Number),
      credits: sql`-sum(${creditEntry.credits})`.mapWith(Number),
    })
    .from(creditEntry)
    .where(
      and(
        eq(creditEntry.ownerId, ownerId),
        eq(creditEntry.kind, 'spend'),
        gte(creditEntry.createdAt, new Date(`${wanted[0]}T00:00:00Z`)),
      ),
    )
    .groupBy(sql`1`, sql`2`)
  const spentOn = new Map<string, number>()
  const types = new Map<string, { type: string; calls: number; credits: number }>()
  for (const { day, type, calls, credits } of rows) {
    spentOn.set(day, (spentOn.get(day) ?? 0) + credits)
    const sum = types.get(type) ?? { type, calls: 0, credits: 0 }
    types.set(type, { type, calls: sum.calls + calls, credits: sum.credits + credits })
  }
  return {
    days: wanted.map((day) => ({ day, spent: spentOn.get(day) ?? 0 })),
    types: [...types.values()].toSorted((a, b) => b.credits - a.credits).slice(0, shownTypes),
  }
}
