import { isDeepStrictEqual } from 'node:util'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rateLimit } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import type { Database } from '../../database/database.ts'
import type { KeyedQuota } from '../limit-keys.ts'
import { type ConsumeBatch, prepareConsume } from './consume-sql.ts'
import { type CounterState, emptyCounter, rollWindow, usedCost } from './decide.ts'
import { decideCall, type KeyedCall } from './limit-decision.ts'

const windows = [40, 1000, 15_000, 3_600_000]
const sequencesPerCase = 500
const cases = 20

interface Step {
  /** How much time passes before the step, as a part of the window. */
  wait: number
  calls: { keys: number[]; cost: number }[]
}

// Four counters a sequence; a step is one flush of calls over some of them.
const sequence = fc.record({
  quotas: fc.array(
    fc.record({ limit: fc.integer({ min: 1, max: 12 }), windowMs: fc.constantFrom(...windows) }),
    { minLength: 4, maxLength: 4 },
  ),
  steps: fc.array(
    fc.record({
      wait: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2.5, noNaN: true })),
      calls: fc.array(
        fc.record({
          keys: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }),
          cost: fc.integer({ min: 1, max: 3 }),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
    { minLength: 5, maxLength: 5 },
  ),
})

test('the SQL, decide and a record of every call agree on 10,000 random sequences', async () => {
  const { db } = await emptyDatabase()
  const consume = prepareConsume(db)
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(sequence, { minLength: sequencesPerCase, maxLength: sequencesPerCase }),
      async (sequences) => {
        run += 1
        const record = new CallRecord()
        await db.delete(rateLimit)
        const quotas = sequences.map((one, index) =>
          one.quotas.map((quota, key) => keyed(`run${run}/ip:${index}.${key}`, quota)),
        )
        for (let step = 0; step < 5; step += 1) {
          const calls = sequences.flatMap((one, index) => callsOf(one.steps[step], quotas[index] ?? []))
          const waits = sequences.flatMap((one, index) =>
            (quotas[index] ?? []).map(({ key, windowMs }) => ({
              key,
              ms: Math.round((one.steps[step]?.wait ?? 0) * windowMs),
            })),
          )
          await letTimePass(db, waits)
          record.wait(waits)
          await compare(db, consume, calls, record)
        }
      },
    ),
    { numRuns: cases, endOnFailure: true },
  )
})

test('decides a burst on one key in one flush, first come first served', async () => {
  const { db } = await emptyDatabase()
  const consume = prepareConsume(db)
  const quota = keyed('public/ip:a', { limit: 5, windowMs: 60_000 })
  const { decisions } = await consume(Array.from({ length: 7 }, () => ({ quotas: [quota], cost: 1 })))
  expect(decisions.map(({ passed }) => passed)).toEqual([true, true, true, true, true, false, false])
  expect(decisions.map(({ quotas }) => quotas[0]?.remaining)).toEqual([4, 3, 2, 1, 0, 0, 0])
  expect(await db.select().from(rateLimit)).toMatchObject([{ key: 'public/ip:a', count: 5 }])
})

function keyed(key: string, quota: { limit: number; windowMs: number }): KeyedQuota {
  return { ...quota, key, policy: 'public', scope: 'ip', value: key, times: 1 }
}

function callsOf(step: Step | undefined, quotas: KeyedQuota[]): KeyedCall[] {
  return (step?.calls ?? []).map(({ keys, cost }) => ({
    quotas: keys.flatMap((key) => quotas[key] ?? []),
    cost,
  }))
}

// The database's clock cannot be turned forward, so the counters are moved back.
async function letTimePass(db: Database, waits: { key: string; ms: number }[]) {
  const keys = sql.param(waits.map(({ key }) => key))
  const ms = sql.param(waits.map((wait) => wait.ms))
  await db.execute(sql`update rate_limit r set window_start = window_start - v.ms
    from unnest(${keys}::text[], ${ms}::bigint[]) v(key, ms) where r.key = v.key`)
}

/** The plain model: every call that passed, with its time. A counter's time runs ahead by what it was moved back. */
class CallRecord {
  readonly #aheadMs = new Map<string, number>()
  readonly #passed = new Map<string, { at: number; cost: number }[]>()

  wait(waits: { key: string; ms: number }[]) {
    for (const { key, ms } of waits) this.#aheadMs.set(key, (this.#aheadMs.get(key) ?? 0) + ms)
  }

  pass({ quotas, cost }: KeyedCall, now: number) {
    for (const { key } of quotas) {
      const passed = this.#passed.get(key) ?? []
      passed.push({ at: now + (this.#aheadMs.get(key) ?? 0), cost })
      this.#passed.set(key, passed)
    }
  }

  /** What the window that ends now really holds. */
  used({ key, windowMs }: KeyedQuota, now: number): number {
    const from = now + (this.#aheadMs.get(key) ?? 0) - windowMs
    return (this.#passed.get(key) ?? []).reduce((sum, { at, cost }) => (at > from ? sum + cost : sum), 0)
  }
}

async function compare(db: Database, consume: ConsumeBatch, calls: KeyedCall[], record: CallRecord) {
  const before = await readStates(db)
  const { decisions, nowMs } = await consume(calls)
  const after = await readStates(db)
  const model = new Map(before)
  const decided = calls.map((call) => decideCall(model, call, nowMs))
  // A matcher that explains differences is slow where there are none.
  if (!isDeepStrictEqual(decisions, decided)) expect(decisions).toEqual(decided)
  calls.forEach((call, index) => {
    if (decisions[index]?.passed) record.pass(call, nowMs)
  })
  const quotas = new Map(calls.flatMap((call) => call.quotas.map((quota) => [quota.key, quota])))
  for (const [key, quota] of quotas) {
    const state = after.get(key) ?? emptyCounter
    const expected = model.get(key) ?? emptyCounter
    if (!isDeepStrictEqual(state, expected)) expect(state, key).toEqual(expected)
    // Of its own window the counter guesses nothing; the previous one's calls may all lie in the part covered, or none.
    const exact = record.used(quota, nowMs)
    const { count, previousCount } = rollWindow(state, quota.windowMs, nowMs)
    const guessed = usedCost(state, quota.windowMs, nowMs) - count
    const isWithin =
      exact >= count && Math.abs(count + guessed - exact) <= Math.max(guessed, previousCount - guessed)
    if (!isWithin) throw new Error(`${key} holds ${exact}, not ${JSON.stringify(state)}, at ${nowMs}`)
  }
}

async function readStates(db: Database): Promise<Map<string, CounterState>> {
  const rows = await db.select().from(rateLimit)
  return new Map(
    rows.map(({ key, count, previousCount, windowStart }) => [key, { count, previousCount, windowStart }]),
  )
}
