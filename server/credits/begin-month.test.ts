import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { creditBalance, creditLot } from '#drizzle/schema/index.ts'
import { addMonths } from '#test/stripe/add-months.ts'
import type { Database } from '../database/database.ts'
import { beginMonth } from './begin-month.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import { balanceOf, creditsContext, makeOwner, withCredits } from './credits-fixture.ts'

const secondsOf = (date: Date) => date.getTime() / 1000
const dayMs = 86_400_000

/** Begins a month of a plan for an owner, as a subscription does. */
const begin = (db: Database, ownerId: string, given: { anchor: Date; from: Date }) =>
  db.transaction(async (tx) => {
    const ctx = { ...creditsContext(db), db: tx }
    await tx.update(creditBalance).set({ plan: 'pro' }).where(eq(creditBalance.ownerId, ownerId))
    await beginMonth(ctx, await bringUpToDate(ctx, ownerId), given)
  })

const inSeconds = (date: Date) => new Date(Math.floor(date.getTime() / 1000) * 1000)
const ago = (days: number) => inSeconds(new Date(Date.now() - days * dayMs))

test.each([0, 1, 27, 45, 100, 400])(
  'a month begun by a subscription of %i days ago is Stripe’s, with its credits once',
  async (days) => {
    const { db } = await withCredits()
    const id = await makeOwner(db, { credits: 7 })
    const anchor = ago(days)
    let months = 0
    while (addMonths(secondsOf(anchor), months + 1) <= Date.now() / 1000) months += 1
    const [start, end] = [months, months + 1].map((each) => addMonths(secondsOf(anchor), each))
    const from = new Date((start ?? 0) * 1000)
    await begin(db, id, { anchor, from })
    await begin(db, id, { anchor, from })
    const { periodStart, periodEnd, balance, timeZone } = await balanceOf(db, id)
    expect([secondsOf(periodStart), secondsOf(periodEnd)]).toEqual([start, end])
    expect({ balance, timeZone }).toEqual({ balance: 1007, timeZone: 'UTC' })
    expect(await db.select().from(creditLot).where(eq(creditLot.kind, 'plan'))).toMatchObject([
      { credits: 1000, expiresAt: periodEnd },
    ])
  },
)

test('a clock of Stripe’s that is ahead begins no month before the first', async () => {
  const { db } = await withCredits()
  const id = await makeOwner(db, { credits: 7 })
  const anchor = inSeconds(new Date(Date.now() + 5000))
  await begin(db, id, { anchor, from: anchor })
  const { periodStart, balance } = await balanceOf(db, id)
  expect([periodStart, balance]).toEqual([anchor, 1007])
})

test('a trial is a month that ends where the first one begins', async () => {
  const { db } = await withCredits()
  const id = await makeOwner(db, { credits: 7 })
  const anchor = inSeconds(new Date(Date.now() + 7 * dayMs))
  await begin(db, id, { anchor, from: ago(7) })
  const { periodEnd, balance } = await balanceOf(db, id)
  expect([periodEnd, balance]).toEqual([anchor, 1007])
})

test('what was left of the month before stays until it would have ended', async () => {
  const { db } = await withCredits()
  const id = await makeOwner(db, { credits: 7 })
  const before = await balanceOf(db, id)
  await db.insert(creditLot).values({
    id: 'left',
    ownerId: id,
    kind: 'plan',
    credits: 5,
    remaining: 5,
    expiresAt: before.periodEnd,
    createdAt: new Date(),
  })
  await db.execute('update credit_balance set balance = balance + 5, last_seq = last_seq + 1')
  await db.execute(`insert into credit_entry (owner_id, seq, kind, credits, balance_after, request_id, created_at)
    values ('${id}', 2, 'plan', 5, 12, 'test', now())`)
  await begin(db, id, { anchor: ago(0), from: ago(0) })
  const [left] = await db.select().from(creditLot).where(eq(creditLot.id, 'left'))
  expect(left).toMatchObject({ remaining: 5, expiresAt: before.periodEnd })
  expect((await balanceOf(db, id)).balance).toBe(1012)
})
