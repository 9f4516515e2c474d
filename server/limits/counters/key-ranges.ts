import { and, asc, gt, lte, type SQL } from 'drizzle-orm'
import { rateLimit } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'

/** Conditions that together cover the whole table in key order, each true for about `size` counters. */
export async function* keyRanges(db: Database, size: number): AsyncGenerator<SQL | undefined> {
  let after = ''
  for (;;) {
    const [boundary] = await db
      .select({ key: rateLimit.key })
      .from(rateLimit)
      .where(gt(rateLimit.key, after))
      .orderBy(asc(rateLimit.key))
      .offset(size - 1)
      .limit(1)
    yield and(gt(rateLimit.key, after), boundary && lte(rateLimit.key, boundary.key))
    if (!boundary) return
    after = boundary.key
  }
}
