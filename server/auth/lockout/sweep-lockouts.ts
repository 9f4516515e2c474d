import { and, inArray, sql } from 'drizzle-orm'
import { lockout } from '#drizzle/schema/index.ts'
import { databaseNow } from '../../database/clock.ts'
import type { Database } from '../../database/database.ts'
import { liveFailures, liveReserved } from './lockout-store.ts'

/**
 * Deletes the rows that lock nobody and count nothing, and returns how many; one whose owner was told within the
 * day stays, so that they are not told again. Rows that somebody holds are left for the next time.
 */
export async function sweepLockouts(db: Database): Promise<number> {
  const over = db.$with('over').as(
    db
      .select({ key: lockout.key })
      .from(lockout)
      .where(
        and(
          sql`${lockout.lockedUntil} <= ${databaseNow}`,
          sql`${liveFailures} + ${liveReserved} = 0`,
          sql`coalesce(${lockout.mailedAt} < now() - interval '1 day', true)`,
        ),
      )
      .for('update', { skipLocked: true }),
  )
  const deleted = await db
    .with(over)
    .delete(lockout)
    .where(inArray(lockout.key, db.select({ key: over.key }).from(over)))
    .returning({ key: lockout.key })
  return deleted.length
}
