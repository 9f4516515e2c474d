import { and, gt, isNotNull, isNull, lte, or, type SQL } from 'drizzle-orm'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import type { UserStatus } from '#shared/users.ts'

/** The columns that say what a user is; as Better Auth has them, they may be missing where they are null. */
export type StatusColumns = Partial<
  Pick<UserTable, 'deletedAt' | 'bannedAt' | 'bannedUntil' | 'pendingSince'>
>

/** A ban in force: until when, null for good. */
export interface Ban {
  until: Date | null
}

/** What a user is at this moment: deleted before banned before pending. */
export function statusOf(row: StatusColumns, now: Date): UserStatus {
  if (row.deletedAt) return 'deleted'
  if (banOf(row, now)) return 'banned'
  return row.pendingSince ? 'pending' : 'active'
}

/** The ban in force at this moment, of a deleted user too; null without one. A ban that has run out is none. */
export function banOf({ bannedAt, bannedUntil }: StatusColumns, now: Date): Ban | null {
  if (!bannedAt || (bannedUntil && bannedUntil <= now)) return null
  return { until: bannedUntil ?? null }
}

/** `statusOf` in SQL, for a moment or the database's own clock. */
export function hasStatus(status: UserStatus, now: Date | SQL): SQL | undefined {
  if (status === 'deleted') return isNotNull(user.deletedAt)
  if (status === 'banned') {
    return and(
      isNotDeleted(),
      isNotNull(user.bannedAt),
      or(isNull(user.bannedUntil), gt(user.bannedUntil, now)),
    )
  }
  return and(
    mayHaveSession(now),
    status === 'pending' ? isNotNull(user.pendingSince) : isNull(user.pendingSince),
  )
}

/** In SQL, whether a user is active or pending: the others have no session, which the trigger `session_guard` keeps. */
export const mayHaveSession = (now: Date | SQL) =>
  and(isNotDeleted(), or(isNull(user.bannedAt), lte(user.bannedUntil, now)))

/** In SQL, whether a user is anything but deleted. */
export const isNotDeleted = () => isNull(user.deletedAt)
