import { sql } from 'drizzle-orm'
import type { Database } from '../../database/database.ts'
import type { KeyedQuota } from '../limit-keys.ts'
import {
  type Counters,
  charge,
  describeDecision,
  type KeyedCall,
  type LimitDecision,
} from './limit-decision.ts'

export type ConsumeBatch = (calls: readonly KeyedCall[]) => Promise<{
  decisions: LimitDecision[]
  /** The database's time that they were decided at. */
  nowMs: number
}>

/**
 * Decides calls in one round trip, first come first served, by the database's clock. The statement is prepared by
 * name. Rejects with the driver's error, and then no call was charged.
 */
export function prepareConsume(db: Database): ConsumeBatch {
  const statement = db
    .select({
      nowMs: sql`now_ms`.mapWith(Number),
      passed: sql<boolean[]>`passed`,
      counts: sql<number[]>`counts`,
      previous: sql<number[]>`previous`,
      // Drivers disagree on big integers: some are strings.
      starts: sql<(number | string)[]>`starts`,
    })
    .from(
      sql`limits_consume(${sql.placeholder('keys')}, ${sql.placeholder('limits')}, ${sql.placeholder('windows')}, ${sql.placeholder('calls')}, ${sql.placeholder('slots')}, ${sql.placeholder('costs')})`,
    )
    .prepare('limits_consume')

  return async (calls) => {
    const columns = toColumns(calls)
    const [row] = await statement.execute(columns)
    if (!row) throw new Error('limits_consume answered nothing.')
    const counters: Counters = new Map(
      columns.keys.map((key, slot) => [
        key,
        {
          count: row.counts[slot] ?? 0,
          previousCount: row.previous[slot] ?? 0,
          windowStart: Number(row.starts[slot]),
        },
      ]),
    )
    return { decisions: replay(calls, row.passed, counters, row.nowMs), nowMs: row.nowMs }
  }
}

// The function says which calls passed and how the counters ended; what each call left is found by running it again.
function replay(calls: readonly KeyedCall[], passed: boolean[], counters: Counters, now: number) {
  calls.forEach((call, index) => {
    if (passed[index]) charge(counters, call, -call.cost, now)
  })
  return calls.map((call, index) => {
    const fits = passed[index] === true
    if (fits) charge(counters, call, call.cost, now)
    return describeDecision(counters, call, fits, now)
  })
}

function toColumns(calls: readonly KeyedCall[]) {
  const slots = new Map<string, number>()
  const quotas: KeyedQuota[] = []
  const entries: { call: number; slot: number; cost: number }[] = []
  calls.forEach(({ quotas: named, cost }, call) => {
    for (const quota of named) {
      const slot = slots.get(quota.key) ?? quotas.push(quota)
      slots.set(quota.key, slot)
      entries.push({ call, slot, cost })
    }
  })
  return {
    keys: quotas.map(({ key }) => key),
    limits: quotas.map(({ limit }) => limit),
    windows: quotas.map(({ windowMs }) => windowMs),
    calls: entries.map(({ call }) => call),
    slots: entries.map(({ slot }) => slot),
    costs: entries.map(({ cost }) => cost),
  }
}
