import { and, count, gt, inArray, isNull, max, sql } from 'drizzle-orm'
import { apiKey, type UserTable } from '#drizzle/schema/index.ts'
import type { ServiceAccount } from '#shared/service-accounts.ts'
import type { ServiceContext } from '../service-context.ts'

/** Service accounts as the console shows them, with what their keys say, by one query for all. */
export async function toServiceAccounts(
  { db, now }: ServiceContext,
  rows: UserTable[],
): Promise<ServiceAccount[]> {
  const ids = rows.map(({ id }) => id)
  const works = and(isNull(apiKey.revokedAt), gt(apiKey.expiresAt, now))
  const found = await db
    .select({
      userId: apiKey.userId,
      live: sql<number>`${count()} filter (where ${works})`.mapWith(Number),
      lastUsedAt: max(apiKey.lastUsedAt),
    })
    .from(apiKey)
    .where(inArray(apiKey.userId, ids))
    .groupBy(apiKey.userId)
  const keysOf = new Map(found.map((keys) => [keys.userId, keys]))
  return rows.map(({ id, name, role, bannedAt, createdAt }) => ({
    id,
    name,
    role,
    disabledAt: bannedAt?.toISOString() ?? null,
    liveKeys: keysOf.get(id)?.live ?? 0,
    lastUsedAt: keysOf.get(id)?.lastUsedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  }))
}
