import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { creditBalance, entitlement, setting } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import { balanceOf, makeOwner, withCredits } from './credits-fixture.ts'
import { grantCredits } from './grant-credits.ts'
import { readCredits } from './read/read-credits.ts'

const setZone = (db: Database, zone: string) =>
  db
    .insert(setting)
    .values({ key: 'billingTimeZone', value: zone, updatedAt: new Date() })
    .onConflictDoUpdate({ target: setting.key, set: { value: zone } })

/** The clock on the wall where an owner's month begins and ends. */
async function onTheWall(db: Database, ownerId: string, zone: string) {
  const { periodStart, periodEnd } = await balanceOf(db, ownerId)
  const format = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  return [periodStart, periodEnd].map((time) => format.format(time))
}
const firstOfMonth = expect.stringMatching(/-01 00:00:00$/)

test('a new owner’s month is one of the zone that is set, and is shown before they are opened', async () => {
  const { db, ctx } = await withCredits()
  await setZone(db, 'Asia/Kolkata')
  const id = await makeOwner(db)
  const before = await readCredits(ctx, id)
  await grantCredits(ctx, { ownerId: id, credits: 5, key: 'start' })
  expect(await onTheWall(db, id, 'Asia/Kolkata')).toEqual([firstOfMonth, firstOfMonth])
  const { timeZone, periodStart, periodEnd } = await balanceOf(db, id)
  expect(timeZone).toBe('Asia/Kolkata')
  expect(before).toMatchObject({
    periodStart: periodStart.toISOString(),
    periodEnd: periodEnd.toISOString(),
  })
})

test('without a setting, and with one that no version can read, it is UTC', async () => {
  const { db } = await withCredits()
  await setZone(db, 'Nowhere/At_All')
  const id = await makeOwner(db, { credits: 5 })
  expect((await balanceOf(db, id)).timeZone).toBe('UTC')
})

// West and east of where it was: the month of the new zone begins later and earlier than the old one ends.
test.each(['Pacific/Pago_Pago', 'America/New_York', 'Europe/Berlin', 'Pacific/Kiritimati'])(
  'a change to %s counts from the end of the month that runs, and no month’s credits come twice for it',
  async (zone) => {
    const { db, ctx } = await withCredits()
    const id = await makeOwner(db, { credits: 5 })
    await db.insert(entitlement).values({
      ownerId: id,
      key: 'credits.monthly',
      source: 'admin',
      value: 100,
      reason: 'A test',
      createdAt: new Date(),
      updatedAt: new Date(),
    })
    await setZone(db, zone)
    const running = await balanceOf(db, id)
    await db.transaction((tx) => bringUpToDate({ ...ctx, db: tx }, id))
    const { timeZone, periodEnd } = await balanceOf(db, id)
    expect({ timeZone, periodEnd }).toEqual({ timeZone: 'UTC', periodEnd: running.periodEnd })

    // The old month ended on the last turn of one in UTC, wherever the clock is in the month after it.
    await db
      .update(creditBalance)
      .set({
        periodStart: sql`date_trunc('month', now() at time zone 'UTC', 'UTC') - interval '1 month'`,
        periodEnd: running.periodStart,
        dueAt: running.periodStart,
      })
      .where(eq(creditBalance.ownerId, id))
    await db.transaction((tx) => bringUpToDate({ ...ctx, db: tx }, id))
    const begun = await balanceOf(db, id)
    expect(begun.timeZone).toBe(zone)
    expect(begun.periodStart.getTime()).toBeGreaterThanOrEqual(running.periodStart.getTime())
    expect((await onTheWall(db, id, zone))[1]).toEqual(firstOfMonth)
    const days = (begun.periodEnd.getTime() - begun.periodStart.getTime()) / 86_400_000
    expect(days).toBeGreaterThan(26)
    expect(days).toBeLessThan(33)
    expect(begun.balance, 'one month’s credits').toBe(105)
  },
)

test('the hours by which a new month ends later belong to the next one', async () => {
  const { db, ctx } = await withCredits()
  const id = await makeOwner(db, { credits: 5 })
  const inHours = (hours: number) => sql`now() + ${`${hours} hours`}::interval`
  await db
    .update(creditBalance)
    .set({
      periodAnchor: sql`${inHours(5)} - interval '1 year'`,
      periodStart: sql`now() - interval '1 month'`,
      periodEnd: inHours(-1),
      dueAt: inHours(-1),
    })
    .where(eq(creditBalance.ownerId, id))
  const before = await balanceOf(db, id)
  await db.transaction((tx) => bringUpToDate({ ...ctx, db: tx }, id))
  const { periodStart, periodEnd } = await balanceOf(db, id)
  expect(periodStart).toEqual(before.periodEnd)
  const days = (periodEnd.getTime() - periodStart.getTime()) / 86_400_000
  expect(days).toBeGreaterThan(27)
  expect(days).toBeLessThan(33)
})
