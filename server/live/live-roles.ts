import { sql } from 'drizzle-orm'
import { session, user } from '#drizzle/schema/index.ts'
import type { Role } from '#shared/roles.ts'
import type { Database } from '../database/database.ts'

/** The role of the user of each session; sessions that are over are left out, and those of banned or deleted users. */
export async function findLiveRoles(db: Database, sessionIds: string[]): Promise<Map<string, Role>> {
  const rows = await db
    .select({ id: session.id, role: user.role })
    .from(session)
    .innerJoin(user, sql`${user.id} = ${session.userId}`)
    .where(
      sql`${session.id} = any(${sql.param(sessionIds)}::text[]) and ${session.expiresAt} > statement_timestamp()
        and ${user.deletedAt} is null
        and (${user.bannedAt} is null or ${user.bannedUntil} <= statement_timestamp())`,
    )
  return new Map(rows.map(({ id, role }) => [id, role]))
}
