import { and, asc, eq, gt, or, type SQL } from 'drizzle-orm'
import { rateLimit } from '#drizzle/schema/index.ts'
import type { ResetLimitsResult } from '#shared/limits/limits.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import type { Database } from '../../database/database.ts'
import { emptyCounter } from '../decide/decide.ts'
import type { LimitsContext } from '../limits-context.ts'
import { tellLimitsNews } from '../rules/limits-news.ts'
import { keyRanges } from './key-ranges.ts'

/** Empties every counter that holds something and returns how many did. Callers go on meanwhile. */
export async function resetAllCounters(ctx: LimitsContext): Promise<ResetLimitsResult> {
  let count = 0
  for await (const range of keyRanges(ctx.db, 500)) count += await resetRange(ctx.db, range)
  // Not one transaction with all those resets: it would hold every counter until the last one is empty.
  await ctx.db.transaction(async (tx) => {
    await recordAudit(
      { ...ctx, db: tx },
      { action: 'counter.resetAll', subject: { type: 'counter', id: 'all' }, before: null, after: { count } },
    )
    await tellLimitsNews(tx, { kind: 'counters', keys: null })
  })
  ctx.limiter.forget()
  return { count }
}

// Locks in key order, as callers do, so that nobody waits in a circle; each range is a transaction of its own.
async function resetRange(db: Database, range: SQL | undefined): Promise<number> {
  const locked = db.$with('locked').as(
    db
      .select({ id: rateLimit.id })
      .from(rateLimit)
      .where(and(range, or(gt(rateLimit.count, 0), gt(rateLimit.previousCount, 0))))
      .orderBy(asc(rateLimit.key))
      .for('update'),
  )
  const rows = await db
    .with(locked)
    .update(rateLimit)
    .set(emptyCounter)
    .from(locked)
    .where(eq(rateLimit.id, locked.id))
    .returning({ id: rateLimit.id })
  return rows.length
}
