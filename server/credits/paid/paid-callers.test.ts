import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { entitlement, session } from '#drizzle/schema/index.ts'
import { createProgram } from '#server/keys/keys-fixture.ts'
import { protectedProcedure, publicProcedure, router } from '#server/trpc/procedures.ts'
import type { NewApiKey } from '#shared/keys.ts'
import { listen } from '#test/raw-connection.ts'
import { balanceOf } from '../credits-fixture.ts'
import { slowWork, withFlag, withPayer } from './paid-calls-fixture.ts'

const batch = (path: string, times: number) => `/trpc/${Array(times).fill(path).join(',')}?batch=1`
const cookieOf = ({ cookies }: { cookies: Map<string, string> }) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

describe('in a batch', () => {
  const inputs = (each: object[]) => Object.fromEntries(each.map((input, index) => [index, input]))

  test('each call is paid for by itself', async () => {
    const { payer, doing, balance, held } = await withPayer({ credits: 21 })
    doing(({ input: { name }, paid }) => {
      if (name === 'throws') throw new Error('a bug')
      if (name === 'less') paid.use({ credits: 1 })
    })
    const names = ['all', 'throws', 'less', 'all', 'all']
    const response = await payer.post(batch('paid.fixed', 5), inputs(names.map((name) => ({ name }))))
    const results = response
      .json()
      .map((each: { error?: { data: { reason: object; httpStatus: number } } }) =>
        each.error ? [each.error.data.httpStatus, each.error.data.reason] : 200,
      )
    // All hold before any of them settles: the last one finds but one credit.
    expect(results).toEqual([
      200,
      [500, null],
      200,
      200,
      [402, { kind: 'credits', needed: 5, available: 1, held: 20 }],
    ])
    expect([await balance(), await held()]).toEqual([10, 0])
    expect(response.statusCode).toBe(207)
  })

  test('one key runs one of them', async () => {
    const { payer, balance, spent } = await withPayer()
    const idempotencyKey = crypto.randomUUID()
    const response = await payer.post(batch('paid.fixed', 3), inputs(Array(3).fill({ idempotencyKey })))
    const kinds = response
      .json()
      .map((each: { error?: { data: { reason: { kind: string } } } }) =>
        each.error ? each.error.data.reason.kind : 'ok',
      )
    expect(kinds).toEqual(['ok', 'repeated', 'repeated'])
    expect([await balance(), (await spent()).length]).toEqual([95, 1])
  })
})

test('who leaves pays for what is done all the same', async () => {
  const { app, payer, doing, balance, held } = await withPayer()
  const slow = slowWork()
  doing(slow.work)
  const port = await listen(app)
  const leaving = new AbortController()
  const call = fetch(`http://127.0.0.1:${port}/trpc/paid.fixed`, {
    method: 'POST',
    signal: leaving.signal,
    headers: { 'content-type': 'application/json', cookie: cookieOf(payer) },
    body: '{}',
  }).catch((error) => error.name)
  await slow.begun
  leaving.abort()
  expect([await call, await held()]).toEqual(['AbortError', 5])
  slow.goOn()
  await expect.poll(balance, { timeout: 60_000 }).toBe(95)
  expect(await held()).toBe(0)
})

test.each([
  ['settled', () => null, 95],
  ['released', () => Promise.reject(new Error('a bug')), 100],
])('what takes longer than an answer may is %s when it is done', async (_, outcome, left) => {
  const { payer, doing, balance, held } = await withPayer({ handlerTimeoutMs: 100 })
  const slow = slowWork()
  doing(async () => {
    await slow.work()
    return outcome()
  })
  expect((await payer.mutate('paid.fixed', {})).status).toBe(503)
  await slow.begun
  expect(await held()).toBe(5)
  slow.goOn()
  await expect.poll(held, { timeout: 60_000 }).toBe(0)
  expect(await balance()).toBe(left)
})

test('an admin who acts as the user spends nothing of theirs, unless the procedure lets them', async () => {
  const { browser, db, payer, id, balance, spent } = await withPayer()
  const { id: adminId } = await browser().become({ role: 'admin' })
  await db.update(session).set({ impersonatedBy: adminId }).where(eq(session.userId, id))
  const { status, error } = await payer.mutate('paid.fixed', {})
  expect([status, error.data.reason]).toEqual([403, { kind: 'impersonating' }])
  expect((await payer.mutate('paid.support', {})).status).toBe(200)
  expect([await balance(), (await spent())[0]]).toMatchObject([
    95,
    { type: 'paid.support', actorId: id, impersonatorId: adminId },
  ])
})

test('a program pays with what its owner has', async () => {
  const app = await withPayer()
  const { data } = await app.payer.mutate<NewApiKey>('keys.create', { name: 'Backup' })
  const program = createProgram(app, data.secret)
  expect((await program.mutate('paid.fixed', {})).status).toBe(200)
  expect((await program.query('paid.look', {})).status).toBe(200)
  expect(await app.balance()).toBe(90)
})

test('a price by the input holds what it says, so long; what it cannot say is an error of the program', async () => {
  const { payer, doing, holds, balance } = await withPayer()
  doing(async ({ paid }) => {
    const [hold] = await holds()
    paid.use({ credits: 7 })
    return [hold?.credits, hold && hold.expiresAt.getTime() - hold.createdAt.getTime()]
  })
  const answer = await payer.mutate<{ result: unknown }>('paid.byInput', { units: 10 })
  expect([answer.data.result, await balance()]).toEqual([[20, 60_000], 93])
  for (const units of [0, 0.25, -1, 1e9])
    expect((await payer.mutate('paid.byInput', { units })).status).toBe(500)
  expect((await payer.mutate('paid.byInput', { units: 'many' })).status).toBe(400)
  expect(await balance()).toBe(93)
})

test('what the plan does not include is refused before anything is held, and a call of it is charged', async () => {
  withFlag()
  const { db, id, payer, doing, balance } = await withPayer()
  let runs = 0
  doing(() => {
    runs += 1
  })
  const refused = await payer.mutate('paid.flagged', { units: 'not looked at' })
  expect([refused.status, refused.error.data.reason]).toEqual([
    402,
    { kind: 'entitlement', key: 'test.flag' },
  ])
  const problem = await payer.post('/api/paid/flagged', {})
  expect([problem.statusCode, problem.json()]).toMatchObject([
    402,
    {
      type: 'urn:gatehouse:problem:entitlement',
      title: 'Payment Required',
      reason: { kind: 'entitlement', key: 'test.flag' },
    },
  ])
  const allow = { ownerId: id, key: 'test.flag', source: 'admin', value: true, reason: 'test' } as const
  await db.insert(entitlement).values(allow)
  expect((await payer.mutate('paid.flagged', {})).status).toBe(200)
  expect([runs, await balance()]).toEqual([1, 95])
})

test('who never had credits is opened by the first call', async () => {
  const { payer, id, db } = await withPayer({ credits: 0 })
  expect((await payer.mutate('paid.fixed', {})).error.data.reason).toEqual({
    kind: 'credits',
    needed: 5,
    available: 0,
    held: 0,
  })
  expect((await balanceOf(db, id)).balance).toBe(0)
})

describe('a procedure that nobody could pay for does not start', () => {
  const stream = z.object({}).strict()
  test.each([
    [
      'a stream',
      () =>
        protectedProcedure
          .meta({ credits: 5 })
          .input(stream)
          .subscription(async function* () {}),
    ],
    ['one for everybody', () => publicProcedure.meta({ credits: 5 }).query(() => null)],
    ['none at all', () => protectedProcedure.meta({ credits: 0 }).query(() => null)],
    ['a part', () => protectedProcedure.meta({ credits: 1.5 }).query(() => null)],
    ['more than there is', () => protectedProcedure.meta({ credits: { hold: 1e10 } }).query(() => null)],
    [
      'more than a day',
      () => protectedProcedure.meta({ credits: { hold: 5, holdMs: 86_400_001 } }).query(() => null),
    ],
  ])('%s', (_, declare) => {
    expect(() => router({ sold: declare() as ReturnType<typeof publicProcedure.query> })).toThrow(
      /^The procedure sold /,
    )
  })
})

test('nor does one that costs credits and would not be charged', () => {
  const price = protectedProcedure.meta({ credits: 5 })
  const joined = protectedProcedure.concat(price as never).query(() => null)
  expect(() => router({ joined })).toThrow('joined costs credits and would not be charged')
})

test('a payment stands only before what costs credits, once however often that is joined', () => {
  const paid = protectedProcedure.meta({ credits: 5 }).query(({ ctx }) => ctx.paid.held)
  const free = protectedProcedure.meta({ limit: 'export' }).query(({ ctx }) => {
    // @ts-expect-error What costs nothing knows of no payment.
    return ctx.paid
  })
  const inBetween = protectedProcedure.use(({ next }) => next())
  const late = inBetween.meta({ credits: 5 }).query(() => null)
  const stream = inBetween.subscription(async function* () {})
  const steps = ({ _def }: { _def: object }) => (_def as { middlewares: unknown[] }).middlewares.length
  const before = steps(free)
  router({ first: router({ paid, free, late, stream }), second: router({ paid }) })
  expect([paid, free, late, stream].map(steps)).toEqual([before + 1, before, before + 2, before + 1])
})

test('an answer that is not what was promised costs nothing', async () => {
  const { payer, doing, balance, held } = await withPayer()
  doing(() => 'a text')
  expect((await payer.mutate('paid.promised', {})).status).toBe(500)
  expect([await balance(), await held()]).toEqual([100, 0])
  doing(() => null)
  expect((await payer.mutate('paid.promised', {})).status).toBe(200)
  expect([await balance(), await held()]).toEqual([95, 0])
})
