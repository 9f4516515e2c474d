import { inArray, sql } from 'drizzle-orm'
import { session, user } from '#drizzle/schema/index.ts'
import type { Role } from '#shared/roles/roles.ts'
import type { Database } from '../database/database.ts'
import { hasStatus, mayHaveSession } from '../user-status/user-status.ts'

/** The role of the user of each session; sessions that are over are left out, and those of banned or deleted users. */
export async function findLiveRoles(db: Database, sessionIds: string[]): Promise<Map<string, Role>> {
  const rows = await db
    .select({ id: session.id, role: user.role })
    .from(session)
    .innerJoin(user, sql`${user.id} = ${session.userId}`)
    .where(
      sql`${session.id} = any(${sql.param(sessionIds)}::text[]) and ${session.expiresAt} > statement_timestamp()
        and ${mayHaveSession(sql`statement_timestamp()`)}`,
    )
  return new Map(rows.map(({ id, role }) => [id, role]))
}

/** What these users are now, for those whose session is over: whether they are banned, and their role. */
export async function findLiveUsers(
  db: Database,
  userIds: string[],
): Promise<Map<string, { role: Role; banned: boolean }>> {
  if (userIds.length === 0) return new Map()
  const rows = await db
    .select({
      id: user.id,
      role: user.role,
      banned: sql<boolean>`${hasStatus('banned', sql`statement_timestamp()`)}`,
    })
    .from(user)
    .where(inArray(user.id, userIds))
  return new Map(rows.map(({ id, ...rest }) => [id, rest]))
}
