import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { creditEntry, creditHold, creditLot, user } from '#drizzle/schema/index.ts'
import { balanceOf, makeOwner, outcomeOf, passTime, setQuota, withCredits } from './credits-fixture.ts'
import { adjustCredits, grantCredits } from './grant-credits.ts'
import { holdCredits } from './hold-credits.ts'
import { releaseCredits } from './release-credits.ts'
import { settleCredits } from './settle-credits.ts'
import { spendCredits } from './spend-credits.ts'
import { sweepDueBalances, sweepHolds } from './sweep-credits.ts'

const type = 'test'
const minute = 60_000

describe('spending', () => {
  test('a person is opened when first needed; nobody is not', async () => {
    const { db, ctx } = await withCredits()
    await db.insert(user).values({ id: 'ada', name: 'Ada', email: 'ada@example.com' })
    expect(await outcomeOf(spendCredits(ctx, { ownerId: 'ada', credits: 1, type }))).toBe('credits')
    expect(await outcomeOf(spendCredits(ctx, { ownerId: 'nobody', credits: 1, type }))).toBe('NOT_FOUND')
    const { balance, plan, periodStart, periodEnd } = await balanceOf(db, 'ada')
    expect({ balance, plan, start: periodStart.getUTCDate() }).toEqual({ balance: 0, plan: 'free', start: 1 })
    expect(periodStart <= new Date() && new Date() < periodEnd).toBe(true)
    await db.delete(user)
    expect(await balanceOf(db, 'ada')).toMatchObject({ balance: 0 })
  })

  test('takes what is there and no more, and says what is missing', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db, { credits: 10 })
    const given = { ownerId, type, units: 5, metadata: { model: 'small' } }
    expect(await spendCredits(ctx, { ...given, credits: 7 })).toEqual({ entry: 2, available: 3 })
    await expect(spendCredits(ctx, { ...given, credits: 4 })).rejects.toMatchObject({
      code: 'PAYMENT_REQUIRED',
      reason: { kind: 'credits', needed: 4, available: 3, held: 0 },
    })
    const entries = await db.select().from(creditEntry).orderBy(creditEntry.seq)
    expect(entries).toMatchObject([
      { kind: 'grant', credits: 10, balanceAfter: 10, key: 'start' },
      {
        kind: 'spend',
        credits: -7,
        balanceAfter: 3,
        type,
        units: 5,
        metadata: { model: 'small' },
        key: null,
      },
    ])
  })

  test('is undone with the transaction of its work', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db, { credits: 10 })
    const work = db.transaction(async (tx) => {
      await spendCredits({ ...ctx, db: tx }, { ownerId, credits: 3, type })
      throw new Error('the work failed')
    })
    await expect(work).rejects.toThrow('the work failed')
    expect((await balanceOf(db, ownerId)).balance).toBe(10)
  })

  test('the same key is charged once', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db, { credits: 10 })
    const call = { ownerId, credits: 3, type, key: 'order 7' }
    await spendCredits(ctx, call)
    await expect(spendCredits(ctx, call)).rejects.toMatchObject({ reason: { kind: 'repeated', entry: 2 } })
    await expect(holdCredits(ctx, { ...call, holdMs: minute })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect((await balanceOf(db, ownerId)).balance).toBe(7)
  })

  test('the quota counts what is held, and begins anew with the month', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db, { credits: 100, quota: 10 })
    const hold = await holdCredits(ctx, { ownerId, credits: 6, type, holdMs: minute })
    const refused = spendCredits(ctx, { ownerId, credits: 5, type })
    await expect(refused).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      reason: { kind: 'quota', limit: 10, used: 0 },
    })
    await settleCredits(ctx, hold, { credits: 6 })
    expect(await outcomeOf(spendCredits(ctx, { ownerId, credits: 5, type }))).toBe('quota')
    expect(await outcomeOf(spendCredits(ctx, { ownerId, credits: 4, type }))).toBe('ok')
    await passTime(db, ownerId, '1 month')
    expect(await outcomeOf(spendCredits(ctx, { ownerId, credits: 10, type }))).toBe('ok')
  })

  test.each<[object, string]>([
    [{ credits: 0 }, 'credits'],
    [{ credits: -1 }, 'credits'],
    [{ credits: 1.5 }, 'credits'],
    [{ credits: Number.NaN }, 'credits'],
    [{ credits: '5' }, 'credits'],
    [{ credits: 1e12 }, 'credits'],
    [{ units: -1 }, 'units'],
    [{ key: '' }, 'key'],
    [{ key: 'a\0b' }, 'key'],
    [{ type: 'x'.repeat(101) }, 'type'],
    [{ metadata: { text: 'x'.repeat(4096) } }, 'metadata'],
    [{ metadata: { text: '\0' } }, 'metadata'],
    [{ metadata: { text: '\ud800' } }, 'metadata'],
  ])('%j is refused at its field', async (wrong, field) => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db, { credits: 10 })
    const refused = spendCredits(ctx, { ownerId, credits: 1, type, ...wrong })
    await expect(refused).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      fieldErrors: { [field]: [expect.any(String)] },
    })
  })

  test('metadata may be as hard to store as 4 kB can be', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db, { credits: 10 })
    for (const metadata of [
      { a: Array.from({ length: 2000 }, () => 1) },
      { a: Array.from({ length: 500 }, () => 1e300) },
      { text: String.raw`\u0000 \\u0000 \ud800` },
    ])
      expect(await outcomeOf(spendCredits(ctx, { ownerId, credits: 1, type, metadata }))).toBe('ok')
  })
})

describe('holding', () => {
  test('settled for less than was held, the rest comes back; settled again, it is charged once', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db, { credits: 10 })
    const hold = await holdCredits(ctx, { ownerId, credits: 8, type, holdMs: minute })
    const refused = spendCredits(ctx, { ownerId, credits: 3, type })
    await expect(refused).rejects.toMatchObject({ reason: { needed: 3, available: 2, held: 8 } })
    await expect(refused).rejects.toThrow(/Other calls hold 8/)
    expect(await settleCredits(ctx, hold, { credits: 5, units: 9 })).toEqual({ entry: 2, available: 5 })
    expect(await settleCredits(ctx, hold, { credits: 5 })).toMatchObject({ entry: 2, available: 5 })
    expect(await releaseCredits(ctx, hold)).toBe(false)
    expect(await balanceOf(db, ownerId)).toMatchObject({ balance: 5, held: 0, quotaUsed: 5 })
  })

  test('more than was held is an error that charges nothing', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db, { credits: 10 })
    const hold = await holdCredits(ctx, { ownerId, credits: 3, type, holdMs: minute })
    await expect(settleCredits(ctx, hold, { credits: 4 })).rejects.toThrow('settles 4 credits and holds 3')
    await expect(settleCredits(ctx, { ...hold, credits: 9 }, { credits: 4 })).rejects.toThrow('settles 4')
    expect(await balanceOf(db, ownerId)).toMatchObject({ balance: 10, held: 3 })
  })

  test('released, nothing is entered and the key is free', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db, { credits: 10 })
    const call = { ownerId, credits: 3, type, key: 'a', holdMs: minute }
    const hold = await holdCredits(ctx, call)
    await expect(holdCredits(ctx, call)).rejects.toMatchObject({ reason: { kind: 'repeated', entry: null } })
    expect(await releaseCredits(ctx, hold)).toBe(true)
    const again = await holdCredits(ctx, call)
    await settleCredits(ctx, again, { credits: 0 })
    expect(await db.$count(creditEntry)).toBe(1)
  })

  test('lapsed, it is given back by the sweep, and charged late only as far as there is enough', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db, { credits: 10 })
    const [first, second] = [
      await holdCredits(ctx, { ownerId, credits: 4, type, holdMs: 1000 }),
      await holdCredits(ctx, { ownerId, credits: 6, type, holdMs: 1000 }),
    ]
    expect(await sweepHolds(ctx)).toBe(0)
    await passTime(db, ownerId, '2 seconds')
    expect(await sweepHolds(ctx)).toBe(2)
    expect(await balanceOf(db, ownerId)).toMatchObject({ balance: 10, held: 0 })
    expect(await settleCredits(ctx, second, { credits: 6 })).toMatchObject({ entry: 2, available: 4 })
    await spendCredits(ctx, { ownerId, credits: 1, type })
    expect(await outcomeOf(settleCredits(ctx, first, { credits: 4 }))).toBe('hold-lapsed')
    expect((await balanceOf(db, ownerId)).balance).toBe(3)
  })
})

describe('lots', () => {
  test('are used by what ends soonest, free before paid; what is over expires', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db)
    const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * minute)
    await grantCredits(ctx, { ownerId, credits: 10, key: 'stays' })
    await grantCredits(ctx, { ownerId, credits: 10, key: 'later', expiresAt: inDays(20) })
    await grantCredits(ctx, { ownerId, credits: 10, key: 'soon', expiresAt: inDays(1) })
    await spendCredits(ctx, { ownerId, credits: 4, type })
    await passTime(db, ownerId, '2 days')
    await spendCredits(ctx, { ownerId, credits: 12, type })
    const entries = await db.select().from(creditEntry).orderBy(creditEntry.seq)
    expect(entries.map(({ kind, credits }) => `${kind} ${credits}`)).toEqual([
      'grant 10',
      'grant 10',
      'grant 10',
      'spend -4',
      'expire -6',
      'spend -12',
    ])
    await adjustCredits(ctx, { ownerId, credits: 1, key: 'settles' })
    const lots = await db.select().from(creditLot).orderBy(creditLot.createdAt)
    expect(lots.map(({ remaining }) => remaining)).toEqual([8, 0, 0, 1])
  })

  test('what a call holds does not expire under it', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db)
    await grantCredits(ctx, { ownerId, credits: 10, key: 'soon', expiresAt: new Date(Date.now() + minute) })
    const [first, second] = [
      await holdCredits(ctx, { ownerId, credits: 3, type, holdMs: 60 * minute }),
      await holdCredits(ctx, { ownerId, credits: 4, type, holdMs: 60 * minute }),
    ]
    await passTime(db, ownerId, '2 minutes')
    expect(await sweepDueBalances(ctx)).toBe(1)
    expect(await balanceOf(db, ownerId)).toMatchObject({ balance: 7, held: 7 })
    await settleCredits(ctx, first, { credits: 3 })
    await releaseCredits(ctx, second)
    await passTime(db, ownerId, '1 minute')
    expect(await outcomeOf(spendCredits(ctx, { ownerId, credits: 1, type }))).toBe('credits')
    expect(await balanceOf(db, ownerId)).toMatchObject({ balance: 0, held: 0 })
  })
})

describe('grants', () => {
  test('the same key again answers the same entry, and refuses another sum', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db)
    const { entry } = await grantCredits(ctx, { ownerId, credits: 5, key: 'gift' })
    expect(await grantCredits(ctx, { ownerId, credits: 5, key: 'gift' })).toEqual({ entry, repeated: true })
    expect(await outcomeOf(grantCredits(ctx, { ownerId, credits: 6, key: 'gift' }))).toBe('intent')
    expect(await outcomeOf(adjustCredits(ctx, { ownerId, credits: 5, key: 'gift' }))).toBe('intent')
    expect((await balanceOf(db, ownerId)).balance).toBe(5)
  })

  test('a correction takes no more than is available and counts against no quota', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db, { credits: 10, quota: 5 })
    const hold = await holdCredits(ctx, { ownerId, credits: 3, type, holdMs: minute })
    await expect(adjustCredits(ctx, { ownerId, credits: -8, key: 'a' })).rejects.toMatchObject({
      code: 'UNPROCESSABLE_CONTENT',
      reason: { kind: 'credits', needed: 8, available: 7, held: 3 },
    })
    await adjustCredits(ctx, { ownerId, credits: -7, key: 'a' })
    await settleCredits(ctx, hold, { credits: 3 })
    expect(await balanceOf(db, ownerId)).toMatchObject({ balance: 0, quotaUsed: 3 })
  })

  test('an end that is over is refused', async () => {
    const { db, ctx } = await withCredits()
    const ownerId = await makeOwner(db)
    const refused = grantCredits(ctx, { ownerId, credits: 1, key: 'late', expiresAt: new Date(0) })
    await expect(refused).rejects.toMatchObject({ fieldErrors: { expiresAt: [expect.any(String)] } })
  })
})

test('the ledger is only ever added to', async () => {
  const { db } = await withCredits()
  await makeOwner(db, { credits: 5 })
  for (const change of [
    sql`update credit_entry set credits = 6`,
    sql`delete from credit_entry`,
    sql`truncate credit_entry`,
  ])
    await expect(db.execute(change)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('append-only') },
    })
  await expect(db.execute(sql`update credit_balance set balance = -1`)).rejects.toThrow()
})

test('balances that are due are brought up to date by the sweep, and a quota that ended is gone', async () => {
  const { db, ctx } = await withCredits()
  const [one, two] = [
    await makeOwner(db, { id: 'one', credits: 5 }),
    await makeOwner(db, { id: 'two', credits: 5 }),
  ]
  await setQuota(db, two, 1)
  await db.execute(sql`update entitlement set expires_at = statement_timestamp() + interval '1 day'`)
  await grantCredits(ctx, { ownerId: two, credits: 1, key: 'more' })
  expect((await balanceOf(db, two)).quotaLimit).toBe(1)
  await passTime(db, two, '2 days')
  expect(await sweepDueBalances(ctx)).toBe(1)
  expect((await balanceOf(db, two)).quotaLimit).toBe(null)
  await passTime(db, one, '1 month')
  expect(await sweepDueBalances(ctx)).toBe(1)
  expect((await balanceOf(db, one)).periodEnd > new Date()).toBe(true)
  expect(await db.$count(creditHold)).toBe(0)
})
