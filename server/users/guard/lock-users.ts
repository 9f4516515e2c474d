import { asc, inArray, or, sql } from 'drizzle-orm'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { lastAdmin, liveAdmin } from './last-admin.ts'

/** Users whose rows this transaction holds, as they are now. */
export interface LockedUsers {
  get(id: string): UserTable | undefined
  /** Throws FORBIDDEN when this user is the last live admin of those locked. */
  keepAnAdmin(id: string): void
}

/**
 * Locks users until the transaction `tx` ends: those named and, with `admins`, every live admin too. All of them by one
 * statement in the order of their ids, so that no two transactions wait for each other in a circle: a transaction calls
 * it once, and before it locks anything that belongs to a user.
 */
export async function lockUsers(
  tx: Database,
  { ids, admins, now }: { ids: string[]; admins: boolean; now: Date },
): Promise<LockedUsers> {
  const isLiveAdmin = sql<boolean>`coalesce(${liveAdmin(tx, now)}, false)`
  const rows = await tx
    .select({ row: user, isLiveAdmin })
    .from(user)
    .where(or(inArray(user.id, ids), admins ? liveAdmin(tx, now) : undefined))
    .orderBy(asc(user.id))
    .for('update', { of: user })
  const live = new Set(rows.filter((locked) => locked.isLiveAdmin).map(({ row }) => row.id))
  const byId = new Map(rows.map(({ row }) => [row.id, row]))
  return {
    get: (id) => byId.get(id),
    keepAnAdmin(id) {
      if (live.has(id) && live.size === 1) throw lastAdmin()
    },
  }
}
