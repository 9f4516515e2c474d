import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { rateLimit } from '#drizzle/schema/index.ts'
import type { ActorContext } from '../../service-context.ts'
import { addCounters, keysIn, setUp } from './counters-fixture.ts'
import { decrementCounter } from './decrement-counter.ts'
import { getCounter } from './get-counter.ts'
import { incrementCounter } from './increment-counter.ts'
import { listMyCounters } from './list-my-counters.ts'
import { resetAllCounters } from './reset-all-counters.ts'
import { resetCounter } from './reset-counter.ts'

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
  const actor = { user: { id: 'u1' }, session: { id: 's1' }, key: null } as ActorContext['actor']
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
