import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { limitBlock, limitMinute } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import { createLimiter, type LimitCall, type LimitDecision } from '../decide/limiter.ts'
import { createLimitRecorder, type LimitRecorderOptions } from './limit-recorder.ts'
import { recordDecisions } from './record-decisions.ts'
import { sweepDecisions } from './sweep-decisions.ts'

async function setUp(options: Partial<LimitRecorderOptions> = {}) {
  const { db } = await emptyDatabase()
  const errors: unknown[] = []
  let dropped = 0
  const make = () =>
    createLimitRecorder({
      db,
      onError: (error) => errors.push(error),
      onDropped: (calls) => {
        dropped += calls
      },
      ...options,
    })
  const recorder = make()
  onTestFinished(() => recorder.close())
  return { db, recorder, make, errors, dropped: () => dropped }
}

const passes: LimitDecision = { passed: true, quotas: [], denied: null }
const blocks = (key: string): LimitDecision => ({
  passed: false,
  quotas: [],
  denied: { key, policy: 'mail', scope: 'ip', limit: 10, windowMs: 3_600_000, retryAfterMs: 1000 },
})
const call = (requestId = 'r1'): LimitCall => ({
  policies: ['auth', 'mail'],
  partition: { ip: '203.0.113.7' },
  source: { procedure: 'POST /api/auth/sign-up/email', requestId },
})

test('a limiter that is recorded counts each policy, and the counter that blocked with its last call', async () => {
  const { db, recorder } = await setUp({ now: () => 1_800_000_030_000 })
  const limiter = recordDecisions(createLimiter({ db }), recorder)
  const ask = (index: number) => limiter.consume(call(`request ${index}`))
  for (let index = 0; index < 13; index++) await ask(index)
  expect(await db.select().from(limitMinute)).toEqual([])
  await recorder.flush()
  const minutes = await db.select().from(limitMinute).orderBy(limitMinute.policy)
  // Those that mail blocked were not counted by auth either: a refused call costs nothing.
  expect(minutes).toMatchObject([
    { policy: 'auth', passed: 10, blocked: 0 },
    { policy: 'mail', passed: 10, blocked: 3 },
  ])
  const ageMs = Date.now() - (minutes[0]?.minute.getTime() ?? 0)
  expect([ageMs >= 0, ageMs < 120_000, minutes[0]?.minute.getUTCSeconds()]).toEqual([true, true, 0])
  const [row, ...others] = await db.select().from(limitBlock)
  expect(others).toEqual([])
  expect(row).toMatchObject({
    key: 'mail/ip:203.0.113.7',
    policy: 'mail',
    scope: 'ip',
    count: 3,
    lastProcedure: 'POST /api/auth/sign-up/email',
    lastRequestId: 'request 12',
  })
})

test('what several processes write of a minute adds up, and the last call is the last of all', async () => {
  const { db, make } = await setUp()
  const replicas = Array.from({ length: 4 }, make)
  for (let round = 0; round < 5; round++) {
    replicas.forEach((replica, index) => {
      replica.record(call(), passes)
      for (let key = 0; key < 30; key++) {
        replica.record(call(`${round}-${index}`), blocks(`mail/ip:${(key * 7 + index) % 30}`))
      }
    })
    await Promise.all(replicas.map((replica) => replica.flush()))
  }
  await Promise.all(replicas.map((replica) => replica.close()))
  const [total] = await db
    .select({
      passed: sql`sum(passed)`.mapWith(Number),
      blocked: sql`sum(blocked)`.mapWith(Number),
    })
    .from(limitMinute)
  expect(total).toEqual({ passed: 40, blocked: 600 })
  const [counted] = await db
    .select({ keys: sql`count(distinct key)`.mapWith(Number), calls: sql`sum(count)`.mapWith(Number) })
    .from(limitBlock)
  expect(counted).toEqual({ keys: 30, calls: 600 })
  const [last] = await db.select().from(limitBlock).orderBy(sql`last_at desc`).limit(1)
  expect(last?.lastRequestId).toMatch(/^4-/)
})

test('while the store is away everything waits, and is written in its own minute when it is back', async () => {
  let nowMs = 1_800_000_030_000
  const { db, recorder, errors } = await setUp({ now: () => nowMs })
  await db.execute(sql`alter table limit_block rename to limit_block_away`)
  try {
    recorder.record(call('early'), blocks('mail/ip:a'))
    await recorder.flush()
    nowMs += 120_000
    recorder.record(call('late'), blocks('mail/ip:a'))
    recorder.record(call('late'), passes)
    await recorder.flush()
    expect(errors).toHaveLength(2)
    expect(await db.select().from(limitMinute)).toEqual([])
  } finally {
    await db.execute(sql`alter table limit_block_away rename to limit_block`)
  }
  await recorder.flush()
  const rows = await db.select().from(limitBlock).orderBy(limitBlock.minute)
  expect(rows.map(({ count, lastRequestId }) => [count, lastRequestId])).toEqual([
    [1, 'early'],
    [1, 'late'],
  ])
  const [first, second] = rows.map(({ lastAt }) => lastAt.getTime())
  expect(Math.round(((second ?? 0) - (first ?? 0)) / 1000)).toBe(120)
  const minutes = await db.select().from(limitMinute)
  expect(minutes.reduce((sum, { passed, blocked }) => sum + passed + blocked, 0)).toBe(4)
})

test('past its bound it keeps the totals, and says how many calls it kept no details of', async () => {
  const { db, recorder, dropped } = await setUp({ maxBlocks: 10, now: () => 1_800_000_030_000 })
  for (let index = 0; index < 25; index++) recorder.record(call(), blocks(`mail/ip:${index}`))
  recorder.record(call(), blocks('mail/ip:3'))
  await recorder.flush()
  expect(await db.select().from(limitMinute)).toMatchObject([{ blocked: 26 }])
  expect(await db.select().from(limitBlock)).toHaveLength(10)
  expect(dropped()).toBe(15)
  recorder.record(call(), blocks('mail/ip:20'))
  await recorder.flush()
  expect([(await db.select().from(limitBlock)).length, dropped()]).toEqual([11, 15])
})

test('closing writes what waits', async () => {
  const { db, make } = await setUp({ now: () => 1_800_000_030_000 })
  const recorder = make()
  recorder.record(call(), passes)
  await recorder.close()
  expect(await db.select().from(limitMinute)).toHaveLength(2)
})

test('the sweep keeps seven days', async () => {
  const { db } = await setUp()
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000)
  const block = { policy: 'mail', scope: 'ip', lastProcedure: 'x', lastRequestId: 'x', lastAt: new Date() }
  for (const days of [1, 6.9, 7.1, 30]) {
    await db.insert(limitMinute).values({ policy: 'mail', minute: daysAgo(days) })
    await db.insert(limitBlock).values({ ...block, key: `mail/ip:${days}`, minute: daysAgo(days) })
  }
  expect(await sweepDecisions(db)).toBe(4)
  expect(await db.select().from(limitMinute)).toHaveLength(2)
  const kept = await db.select({ key: limitBlock.key }).from(limitBlock).orderBy(limitBlock.key)
  expect(kept.map(({ key }) => key)).toEqual(['mail/ip:1', 'mail/ip:6.9'])
})
