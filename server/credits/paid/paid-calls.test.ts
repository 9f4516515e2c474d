import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AppError } from '#server/errors.ts'
import { setQuota } from '../credits-fixture.ts'
import { grantCredits } from '../grant-credits.ts'
import { spendCredits } from '../spend-credits.ts'
import { sweepHolds } from '../sweep-credits.ts'
import { slowWork, type Transport, transports, withPayer } from './paid-calls-fixture.ts'

describe.each(transports)('over %s', (transport: Transport) => {
  test('what is answered is charged, by the key of its input', async () => {
    const { id, call, balance, held, spent } = await withPayer()
    const idempotencyKey = randomUUID()
    expect(await call(transport, { idempotencyKey })).toMatchObject({ status: 200, body: { result: null } })
    expect([await balance(), await held()]).toEqual([95, 0])
    expect(await spent()).toMatchObject([
      {
        credits: -5,
        type: 'paid.fixed',
        key: idempotencyKey,
        actorId: id,
        impersonatorId: null,
        units: null,
      },
    ])
  })

  test('a call that says less is charged that, and one that says nothing was used nothing', async () => {
    const { call, doing, balance, held, spent } = await withPayer()
    doing(({ paid }) => {
      paid.use({ credits: 4 })
      paid.use({ credits: 2, units: 70, metadata: { model: 'small' } })
      return paid.held
    })
    expect((await call(transport)).body).toEqual({ result: 5 })
    doing(({ paid }) => paid.use({ credits: 0 }))
    expect((await call(transport)).status).toBe(200)
    expect([await balance(), await held()]).toEqual([98, 0])
    expect(await spent()).toMatchObject([{ credits: -2, units: 70, metadata: { model: 'small' } }])
  })

  test.each([
    [404, () => new AppError('NOT_FOUND', 'There is no such thing.')],
    [500, () => new Error('a bug')],
    [500, () => 'a text'],
    [503, () => Object.assign(new Error('away'), { code: 'ECONNREFUSED' })],
  ])('whatever it throws (%i), nothing is charged', async (status, thrown) => {
    const { call, doing, balance, held, spent, holds } = await withPayer()
    const idempotencyKey = randomUUID()
    doing(() => {
      throw thrown()
    })
    expect((await call(transport, { idempotencyKey })).status).toBe(status)
    expect([await balance(), await held(), await spent(), await holds()]).toEqual([100, 0, [], []])
    // The key is free again.
    doing(() => null)
    expect((await call(transport, { idempotencyKey })).status).toBe(200)
    expect(await balance()).toBe(95)
  })

  test('more than it holds is an error of the program: given back, and logged', async () => {
    const { call, doing, balance, held, logged } = await withPayer()
    doing(({ paid }) => paid.use({ credits: 6 }))
    expect(await call(transport)).toMatchObject({ status: 500, message: 'Internal server error' })
    doing(({ paid }) => paid.use({ credits: 1, metadata: { text: 'x'.repeat(5000) } }))
    expect((await call(transport)).status).toBe(500)
    expect([await balance(), await held()]).toEqual([100, 0])
    expect(logged.join('')).toContain('paid.fixed used 6 credits and holds 5.')
  })

  test('without enough nothing runs; what others hold is told apart', async () => {
    const { call, doing, balance, ctx, id } = await withPayer({ credits: 4 })
    let runs = 0
    const slow = slowWork()
    doing(() => {
      runs += 1
      return slow.work()
    })
    expect(await call(transport)).toMatchObject({
      status: 402,
      reason: { kind: 'credits', needed: 5, available: 4, held: 0 },
    })
    expect(runs).toBe(0)
    await grantCredits(ctx, { ownerId: id, credits: 4, key: 'more' })
    const first = call(transport)
    await slow.begun
    expect(await call(transport)).toMatchObject({
      status: 402,
      reason: { kind: 'credits', needed: 5, available: 3, held: 5 },
    })
    slow.goOn()
    expect([(await first).status, runs, await balance()]).toEqual([200, 1, 3])
  })

  test('over the quota it says when that begins anew', async () => {
    const { call, db, id, balance } = await withPayer()
    await setQuota(db, id, 4)
    const { status, reason, headers } = await call(transport)
    expect([status, reason]).toMatchObject([429, { kind: 'quota', limit: 4, used: 0 }])
    const waits = Number(headers['retry-after'])
    expect(waits).toBe(reason?.kind === 'quota' && Math.ceil(reason.retryAfterMs / 1000))
    expect([waits > 0, await balance()]).toEqual([true, 100])
  })

  test('the same key runs once: refused while it runs, and after it was paid', async () => {
    const { call, doing, balance, spent } = await withPayer()
    const idempotencyKey = randomUUID()
    const slow = slowWork()
    doing(slow.work)
    const first = call(transport, { idempotencyKey })
    await slow.begun
    expect(await call(transport, { idempotencyKey })).toMatchObject({
      status: 409,
      reason: { kind: 'repeated', entry: null },
    })
    slow.goOn()
    expect((await first).status).toBe(200)
    const [entry] = await spent()
    expect(await call(transport, { idempotencyKey })).toMatchObject({
      status: 409,
      reason: { kind: 'repeated', entry: entry?.seq },
    })
    expect(await balance()).toBe(95)
  })

  test('a key that is no UUID is refused at its field', async () => {
    const { call, balance } = await withPayer()
    expect(await call(transport, { idempotencyKey: 'plan:free' })).toMatchObject({
      status: 400,
      message: 'idempotencyKey: It is no UUID.',
    })
    expect(await balance()).toBe(100)
  })

  test('a hold that lapsed meanwhile is charged as a new spend while there is enough', async () => {
    const { call, doing, lapse, ctx, balance, spent } = await withPayer({ credits: 7 })
    doing(async () => {
      await lapse()
      await sweepHolds(ctx)
    })
    expect((await call(transport)).status).toBe(200)
    expect([await balance(), (await spent()).length]).toEqual([2, 1])
  })

  test('else nothing is charged, and it is logged', async () => {
    const { call, doing, lapse, ctx, id, balance, spent, logged } = await withPayer({ credits: 7 })
    doing(async () => {
      await lapse()
      await sweepHolds(ctx)
      await spendCredits(ctx, { ownerId: id, credits: 3, type: 'other' })
    })
    expect(await call(transport)).toMatchObject({ status: 409, reason: { kind: 'hold-lapsed' } })
    expect([await balance(), (await spent()).map(({ type }) => type)]).toEqual([4, ['other']])
    expect(logged.join('')).toContain('Nothing was charged.')
  })

  test('when the settlement cannot be committed, the answer is an outage and the hold lapses', async () => {
    const { call, doing, lapse, ctx, db, balance, held, spent } = await withPayer()
    const allow = () => db.execute(sql`drop trigger if exists away on credit_entry`)
    onTestFinished(async () => void (await allow()))
    await db.execute(sql`create or replace function away() returns trigger language plpgsql as $$
      begin raise exception 'away' using errcode = 'admin_shutdown'; end $$`)
    doing(() =>
      db.execute(sql`create trigger away before insert on credit_entry
      for each statement execute function away()`),
    )
    expect(await call(transport)).toMatchObject({ status: 503, reason: { kind: 'unavailable' } })
    expect([await balance(), await held()]).toEqual([100, 5])
    await allow()
    await lapse()
    expect(await sweepHolds(ctx)).toBe(1)
    expect([await balance(), await held(), await spent()]).toEqual([100, 0, []])
  })
})
