import { and, inArray, type SQL, sql } from 'drizzle-orm'
import { rateLimit } from '#drizzle/schema/index.ts'
import { databaseNow } from '../../database/clock.ts'
import type { Database } from '../../database/database.ts'
import type { LimitPolicies } from '../limit-policies.ts'
import { readPolicies } from '../rules/read-rules.ts'
import { keyRanges } from './key-ranges.ts'
import { matchesQuota, quotaRows, quotaTable } from './quota-table.ts'

// For counters of a policy that is gone.
const longestWindowMs = 24 * 60 * 60 * 1000

/**
 * Deletes the counters whose two windows have passed and returns how many. It walks the table by key in batches,
 * each its own transaction, and leaves out what somebody holds: callers never wait for it, nor it for them. The windows
 * are those in force unless policies are given.
 */
export async function sweepCounters(db: Database, given?: LimitPolicies): Promise<number> {
  const policies = given ?? (await readPolicies(db))
  let deleted = 0
  for await (const range of keyRanges(db, 1000)) deleted += await sweepRange(db, policies, range)
  return deleted
}

async function sweepRange(db: Database, policies: LimitPolicies, range: SQL | undefined): Promise<number> {
  const windowMs = sql`coalesce(quota.window_ms, ${longestWindowMs}::bigint)`
  const expired = db.$with('expired').as(
    db
      .select({ id: rateLimit.id })
      .from(rateLimit)
      .leftJoin(quotaTable(quotaRows(policies)), matchesQuota)
      .where(and(range, sql`${rateLimit.windowStart} + 2 * ${windowMs} <= ${databaseNow}`))
      .for('update', { of: rateLimit, skipLocked: true }),
  )
  const rows = await db
    .with(expired)
    .delete(rateLimit)
    .where(inArray(rateLimit.id, db.select({ id: expired.id }).from(expired)))
    .returning({ id: rateLimit.id })
  return rows.length
}
