import { expect, test } from 'vitest'
import type { Database } from '../database/database.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import { balanceOf, creditsContext, makeOwner, withCredits } from './credits-fixture.ts'
import { readCredits } from './read/read-credits.ts'
import { spendCredits } from './spend-credits.ts'
import { topUpMonth } from './top-up-month.ts'

/** An owner whose plan gives so many credits a month from now on. */
const upgrade = (db: Database, ownerId: string, credits: number) =>
  db.transaction(async (tx) => {
    const ctx = { ...creditsContext(db), db: tx }
    const lot = await topUpMonth(ctx, await bringUpToDate(ctx, ownerId), credits)
    return lot?.credits ?? 0
  })

test('an upgrade gives the difference once a month, whatever was spent and however often plans change', async () => {
  const { db, ctx } = await withCredits()
  const id = await makeOwner(db, { credits: 7 })
  expect(await upgrade(db, id, 100)).toBe(100)
  await spendCredits(ctx, { ownerId: id, credits: 90, type: 'reports.make' })
  expect(await upgrade(db, id, 100), 'what was spent was given').toBe(0)
  expect([await upgrade(db, id, 250), await upgrade(db, id, 100), await upgrade(db, id, 250)]).toEqual([
    150, 0, 0,
  ])
  const { available, lots, periodEnd } = await readCredits(ctx, id)
  expect(available).toBe(7 + 250 - 90)
  expect(lots.filter(({ kind }) => kind === 'plan').map(({ expiresAt }) => expiresAt)).toEqual([
    periodEnd,
    periodEnd,
  ])
})

test('those who upgrade at the same moment get the difference once', async () => {
  const { db } = await withCredits()
  const id = await makeOwner(db, { credits: 7 })
  const given = await Promise.all(Array.from({ length: 8 }, () => upgrade(db, id, 300)))
  expect(given.toSorted((a, b) => b - a)).toEqual([300, 0, 0, 0, 0, 0, 0, 0])
  expect((await balanceOf(db, id)).balance).toBe(307)
})
