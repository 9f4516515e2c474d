import { sql } from 'drizzle-orm'
import { rateLimit } from '#drizzle/schema/index.ts'
import { auditKeys } from '#test/audit-log.ts'
import { emptyDatabase } from '#test/database.ts'
import { product } from '#test/product.ts'
import type { Database } from '../../database/database.ts'
import { createLimiter } from '../decide/limiter.ts'
import type { LimitsContext } from '../limits-context.ts'

/** An empty database and the context of a call that has its limiter. */
export async function setUp() {
  const { db } = await emptyDatabase()
  const ctx: LimitsContext = {
    db,
    limiter: createLimiter({ db }),
    actor: null,
    requestId: 'test',
    clientAddress: '203.0.113.7',
    device: null,
    audit: auditKeys,
    product,
    now: new Date(),
  }
  return { db, ctx }
}

export interface CounterRow {
  key: string
  count?: number
  previousCount?: number
  /** How long ago its window began. */
  agoMs?: number
}

/** Writes counters as if their windows had begun `agoMs` ago by the database's clock. */
export async function addCounters(db: Database, rows: CounterRow[]) {
  const { now } = (
    await db
      .select({ now: sql`extract(epoch from clock_timestamp()) * 1000`.mapWith(Number) })
      .from(sql`(select 1) as one`)
  )[0] ?? { now: 0 }
  await db.insert(rateLimit).values(
    rows.map(({ key, count = 1, previousCount = 0, agoMs = 0 }) => ({
      key,
      count,
      previousCount,
      windowStart: Math.floor(now) - agoMs,
      lastRequest: Math.floor(now) - agoMs,
    })),
  )
}

/** The keys of all counters, in order. */
export const keysIn = async (db: Database) =>
  (await db.select().from(rateLimit).orderBy(rateLimit.key)).map(({ key }) => key)
