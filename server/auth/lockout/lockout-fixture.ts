import { eq, sql } from 'drizzle-orm'
import { lockout } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'

/** Moves all lockouts as if they had begun so much earlier. */
export async function letPass(db: Database, options: { ms?: number; minutes?: number }) {
  const ms = (options.ms ?? 0) + (options.minutes ?? 0) * 60_000
  await db.update(lockout).set({
    windowStart: sql`greatest(${lockout.windowStart} - ${ms}::bigint, 0)`,
    reservedUntil: sql`greatest(${lockout.reservedUntil} - ${ms}::bigint, 0)`,
    lockedUntil: sql`greatest(${lockout.lockedUntil} - ${ms}::bigint, 0)`,
    mailedAt: sql`${lockout.mailedAt} - ${ms} * interval '1 millisecond'`,
  })
}

/** The row with this key. */
export async function readLockout(db: Database, key: string) {
  const [row] = await db.select().from(lockout).where(eq(lockout.key, key))
  return row
}
