import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { rateLimit } from '#drizzle/schema/index.ts'
import type { Database } from '#server/database/open.ts'
import type { ListLimitsInput } from '#shared/limits.ts'
import { emptyDatabase } from '#test/database.ts'
import type { ActorContext } from '../service-context.ts'
import type { LimitsContext } from './counter-view.ts'
import { decrementCounter } from './decrement-counter.ts'
import { getCounter } from './get-counter.ts'
import { incrementCounter } from './increment-counter.ts'
import { accountValue } from './limit-keys.ts'
import { createLimiter } from './limiter.ts'
import { listCounters } from './list-counters.ts'
import { listMyCounters } from './list-my-counters.ts'
import { resetAllCounters } from './reset-all-counters.ts'
import { resetCounter } from './reset-counter.ts'
import { sweepCounters } from './sweep-counters.ts'

async function setUp() {
  const { db } = await emptyDatabase()
  const ctx: LimitsContext = {
    db,
    limiter: createLimiter({ db }),
    actor: null,
    requestId: 'test',
    clientAddress: '203.0.113.7',
    now: new Date(),
  }
  return { db, ctx }
}

interface Row {
  key: string
  count?: number
  previousCount?: number
  /** How long ago its window began. */
  agoMs?: number
}

async function addCounters(db: Database, rows: Row[]) {
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

const keysIn = async (db: Database) =>
  (await db.select().from(rateLimit).orderBy(rateLimit.key)).map(({ key }) => key)
const page = (input: Partial<ListLimitsInput> = {}): ListLimitsInput => ({ limit: 25, ...input })

describe('listCounters', () => {
  const rows: Row[] = [
    { key: 'export/user:u1', count: 10 },
    { key: `mail/account:${accountValue('ada@example.com')}`, count: 3 },
    { key: 'mail/ip:10.0.0.1', count: 3 },
    { key: 'public/ip:10.0.0.1', count: 150 },
    { key: 'public/ip:10.0.0.2', count: 0, previousCount: 150, agoMs: 14_000 },
    { key: 'public/ip:unknown', count: 150, agoMs: 30_000 },
    { key: 'signed-in/session:a_b%c', count: 149 },
    { key: 'signed-in/user:u1', count: 12 },
    { key: 'gone/ip:10.0.0.1' },
    { key: 'public/planet:mars' },
  ]
  const known = rows.slice(0, 8).map(({ key }) => key)

  test('pages through the counters of the table by key', async () => {
    const { db, ctx } = await setUp()
    await addCounters(db, rows)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { items, nextCursor, total } = await listCounters(ctx, page({ limit: 3, cursor }))
      expect(total).toBe(8)
      seen.push(...items.map(({ id }) => id))
      cursor = nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(known)
    await expect(listCounters(ctx, page({ cursor: 'nonsense' }))).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })

  test.each<[string, Partial<ListLimitsInput>, string[]]>([
    ['a policy', { policy: 'mail' }, ['mail/account:', 'mail/ip:10.0.0.1']],
    ['a scope', { scope: 'user' }, ['export/user:u1', 'signed-in/user:u1']],
    ['no such policy', { policy: 'gone' }, []],
    ['what is full', { blocked: true }, ['export/user:u1', 'mail/account:', 'public/ip:10.0.0.1']],
    ['what is not', { blocked: false, policy: 'public' }, ['public/ip:10.0.0.2', 'public/ip:unknown']],
    [
      'text in any case',
      { search: 'IP:10' },
      ['mail/ip:10.0.0.1', 'public/ip:10.0.0.1', 'public/ip:10.0.0.2'],
    ],
    ['an e-mail address', { search: 'Ada@example.com' }, ['mail/account:']],
    ['wildcards as they are', { search: 'a_b%c' }, ['signed-in/session:a_b%c']],
    ['a wildcard that is nowhere', { search: '1%1' }, []],
    [
      'all together',
      { search: '10.0', scope: 'ip', policy: 'public', blocked: true },
      ['public/ip:10.0.0.1'],
    ],
  ])('filters by %s', async (_, input, expected) => {
    const { db, ctx } = await setUp()
    await addCounters(db, rows)
    const { items, total } = await listCounters(ctx, page(input))
    expect(items.map(({ id }) => id.replace(/account:.*/, 'account:'))).toEqual(expected)
    expect(total).toBe(expected.length)
  })

  test('the filter for full counters agrees with what each one says, at every point of its windows', async () => {
    const { db, ctx } = await setUp()
    await addCounters(
      db,
      Array.from({ length: 200 }, (_, i) => ({
        key: `sign-in/ip:10.0.1.${i}`,
        count: (i * 7) % 24,
        previousCount: (i * 11) % 24,
        agoMs: i * 700 - 3000,
      })),
    )
    const full = await listCounters(ctx, page({ blocked: true, limit: 100 }))
    const free = await listCounters(ctx, page({ blocked: false, limit: 100 }))
    expect(full.items.length).toBeGreaterThan(10)
    expect(full.items.filter(({ blocked }) => !blocked)).toEqual([])
    expect(free.items.filter(({ blocked }) => blocked)).toEqual([])
    expect(full.total + free.total).toBe(200)
  })
})

test('getCounter shows a counter as it stands by the database clock', async () => {
  const { db, ctx } = await setUp()
  await addCounters(db, [{ key: 'sign-in/ip:10.0.0.1', count: 5, previousCount: 40, agoMs: 30_000 }])
  const counter = await getCounter(ctx, { id: 'sign-in/ip:10.0.0.1' })
  expect(counter).toMatchObject({
    id: 'sign-in/ip:10.0.0.1',
    policy: 'sign-in',
    scope: 'ip',
    value: '10.0.0.1',
    limit: 20,
    windowMs: 60_000,
    remaining: 0,
    blocked: true,
  })
  expect(counter.used).toBeGreaterThan(20)
  expect(counter.used).toBeLessThanOrEqual(25)
  expect(counter.retryAfterMs).toBeGreaterThan(5000)
  expect(counter.retryAfterMs).toBeLessThanOrEqual(9000)
  expect(counter.resetMs).toBeGreaterThan(85_000)
  expect(counter.resetMs).toBeLessThanOrEqual(90_000)
  expect(Date.parse(counter.lastRequestAt ?? '')).toBeGreaterThan(0)
})

test.each(['public/ip:nobody', 'gone/ip:10.0.0.1', 'public/planet:mars', 'nonsense', 'toString/ip:1'])(
  'nothing can be done to %s',
  async (id) => {
    const { db, ctx } = await setUp()
    await addCounters(db, [{ key: 'gone/ip:10.0.0.1' }, { key: 'public/planet:mars' }, { key: 'nonsense' }])
    for (const act of [
      () => getCounter(ctx, { id }),
      () => resetCounter(ctx, { id }),
      () => incrementCounter(ctx, { id, amount: 1 }),
      () => decrementCounter(ctx, { id, amount: 1 }),
    ]) {
      await expect((async () => act())()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  },
)

test('incrementCounter uses cost up, beyond the limit too', async () => {
  const { db, ctx } = await setUp()
  const id = 'public/ip:10.0.0.1'
  await addCounters(db, [{ key: id, count: 10 }])
  expect(await incrementCounter(ctx, { id, amount: 100 })).toMatchObject({ used: 110, blocked: false })
  expect(await incrementCounter(ctx, { id, amount: 1_000_000 })).toMatchObject({
    remaining: 0,
    blocked: true,
  })
  const call = { policies: ['public'], partition: { ip: '10.0.0.1' } } as const
  expect((await ctx.limiter.consume(call)).passed).toBe(false)
})

test('decrementCounter gives cost back, never below 0, and at once', async () => {
  const { db, ctx } = await setUp()
  const id = 'public/ip:10.0.0.1'
  const call = { policies: ['public'], partition: { ip: '10.0.0.1' } } as const
  await addCounters(db, [{ key: id, count: 150 }])
  expect((await ctx.limiter.consume(call)).passed).toBe(false)
  expect(await decrementCounter(ctx, { id, amount: 2 })).toMatchObject({ used: 148, blocked: false })
  expect((await ctx.limiter.consume(call)).quotas[0]?.remaining).toBe(1)
  expect(await decrementCounter(ctx, { id, amount: 1_000_000 })).toMatchObject({ used: 0, remaining: 150 })
  expect(await db.select().from(rateLimit)).toMatchObject([{ count: 0, previousCount: 0 }])
})

test('decrementCounter takes from the last window what this one does not hold', async () => {
  const { db, ctx } = await setUp()
  const id = 'export/user:u1'
  // An hour's window, half of it gone: the 10 before it still weigh 5.
  await addCounters(db, [{ key: id, count: 2, previousCount: 10, agoMs: 1_800_000 }])
  expect(await getCounter(ctx, { id })).toMatchObject({ used: 7 })
  expect(await decrementCounter(ctx, { id, amount: 4 })).toMatchObject({ used: 3 })
})

test('resetCounter empties one counter in place', async () => {
  const { db, ctx } = await setUp()
  await addCounters(db, [
    { key: 'public/ip:10.0.0.1', count: 150, previousCount: 150 },
    { key: 'public/ip:10.0.0.2', count: 150 },
  ])
  expect(await resetCounter(ctx, { id: 'public/ip:10.0.0.1' })).toMatchObject({
    used: 0,
    blocked: false,
    resetMs: 0,
  })
  expect(await getCounter(ctx, { id: 'public/ip:10.0.0.1' })).toMatchObject({ remaining: 150 })
  expect(await getCounter(ctx, { id: 'public/ip:10.0.0.2' })).toMatchObject({ remaining: 0 })
})

test('resetAllCounters empties every counter and says how many held something', async () => {
  const { db, ctx } = await setUp()
  await addCounters(db, [
    ...Array.from({ length: 1234 }, (_, i) => ({ key: `public/ip:10.1.0.${i}`, count: 3 })),
    { key: 'mail/ip:10.0.0.1', count: 0, previousCount: 2 },
    { key: 'mail/ip:10.0.0.2', count: 0 },
  ])
  expect(await resetAllCounters(ctx)).toEqual({ count: 1235 })
  const held = await db.select().from(rateLimit).where(sql`count > 0 or previous_count > 0`)
  expect(held).toEqual([])
  expect(await keysIn(db)).toHaveLength(1236)
})

test('listMyCounters shows my session and me, with nothing used before the first call', async () => {
  const { ctx } = await setUp()
  const actor = { user: { id: 'u1' }, session: { id: 's1' } } as ActorContext['actor']
  const mine = { ...ctx, actor }
  expect(await listMyCounters(mine)).toMatchObject({
    items: [
      {
        id: 'signed-in/session:s1',
        used: 0,
        remaining: 150,
        blocked: false,
        resetMs: 0,
        lastRequestAt: null,
      },
      { id: 'signed-in/user:u1', used: 0, remaining: 300 },
    ],
    nextCursor: null,
    total: 2,
  })
  for (const sessionId of ['s1', 's2']) {
    await ctx.limiter.consume({
      policies: ['signed-in'],
      partition: { ip: 'unknown', sessionId, userId: 'u1' },
    })
  }
  const { items } = await listMyCounters(mine)
  expect(items.map(({ used }) => used)).toEqual([1, 2])
})

describe('sweepCounters', () => {
  test('deletes what has run out by the window of its policy, and nothing else', async () => {
    const { db } = await setUp()
    await addCounters(db, [
      { key: 'public/ip:live', agoMs: 29_000 },
      { key: 'public/ip:over', agoMs: 30_000 },
      { key: 'mail/account:live', agoMs: 1_190_000 },
      { key: 'mail/account:over', agoMs: 1_200_000 },
      { key: 'mail/ip:live', agoMs: 1_200_000 },
      { key: 'gone/ip:live', agoMs: 100_000_000 },
      { key: 'gone/ip:over', agoMs: 200_000_000 },
    ])
    await db.insert(rateLimit).values({ key: 'public/ip:was-reset' })
    expect(await sweepCounters(db)).toBe(4)
    expect(await keysIn(db)).toEqual(['gone/ip:live', 'mail/account:live', 'mail/ip:live', 'public/ip:live'])
  })

  test('walks a table of any size in batches', async () => {
    const { db } = await setUp()
    const rows = Array.from({ length: 2500 }, (_, i) => ({
      key: `public/ip:${i}`,
      agoMs: i % 2 ? 60_000 : 0,
    }))
    await addCounters(db, rows)
    expect(await sweepCounters(db)).toBe(1250)
    expect(await keysIn(db)).toHaveLength(1250)
  })
})
