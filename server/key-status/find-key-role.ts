import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { apiKey, user } from '#drizzle/schema/index.ts'
import type { Role } from '#shared/roles/roles.ts'
import type { Database } from '../database/database.ts'
import { mayHaveSession } from '../user-status/user-status.ts'

/** The role of the key's owner; undefined when the key works no more, or its owner is banned or deleted. */
export async function findKeyRole(db: Database, key: { id: string } | null): Promise<Role | undefined> {
  if (!key) return undefined
  const now = sql`statement_timestamp()`
  const [found] = await db
    .select({ role: user.role })
    .from(apiKey)
    .innerJoin(user, eq(user.id, apiKey.userId))
    .where(
      and(eq(apiKey.id, key.id), isNull(apiKey.revokedAt), gt(apiKey.expiresAt, now), mayHaveSession(now)),
    )
  return found?.role
}
