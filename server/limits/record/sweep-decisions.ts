import { lt, sql } from 'drizzle-orm'
import { limitBlock, limitMinute } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'

/** For how many days it is known what the limits decided. */
export const keptDays = 7

const batchSize = 5000

/** Deletes what the limits decided more than seven days ago, in batches, and returns how many rows. */
export async function sweepDecisions(db: Database): Promise<number> {
  const end = sql`now() - make_interval(days => ${keptDays})`
  const minutes = await db
    .delete(limitMinute)
    .where(lt(limitMinute.minute, end))
    .returning({ policy: limitMinute.policy })
  let deleted = minutes.length
  for (;;) {
    const oldest = db
      .select({ minute: limitBlock.minute, key: limitBlock.key })
      .from(limitBlock)
      .where(lt(limitBlock.minute, end))
      .orderBy(limitBlock.minute, limitBlock.key)
      .limit(batchSize)
    const rows = await db
      .delete(limitBlock)
      .where(sql`(${limitBlock.minute}, ${limitBlock.key}) in (${oldest})`)
      .returning({ key: limitBlock.key })
    deleted += rows.length
    if (rows.length < batchSize) return deleted
  }
}
