import { describe, expect, inject, test } from 'vitest'
import { creditEntry } from '#drizzle/schema/index.ts'
import { startCreditPair } from '../credits/credit-process-fixture.ts'
import { balanceOf, outcomeOf } from '../credits/credits-fixture.ts'
import { isDatabaseAway } from '../errors.ts'
import { addPerson, contextOf } from '../users/people-fixture.ts'
import { adjustUser, grantToUser } from './change-credits.ts'
import { setQuota } from './change-entitlements.ts'

const round = { callers: 10, calls: 40, cost: 3, how: 'mixed' } as const
const reason = 'Because'

async function setUp() {
  const pair = await startCreditPair()
  const { db } = pair
  const userId = (await addPerson(db, { id: 'ada' })).id
  await addPerson(db, { id: 'admin', role: 'admin' })
  return { ...pair, userId, admin: () => contextOf(db, 'admin') }
}

// Who waits too long for a lock is told to ask again, and the same key makes that safe.
async function insist<Result>(act: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await act()
    } catch (error) {
      if (!isDatabaseAway(error)) throw error
    }
  }
}

describe.runIf(inject('database') === 'postgres')('acts of admins beside the spends of two processes', () => {
  test('somebody is opened by both at once, and what is given and taken adds up', async () => {
    const { db, userId, admin, play } = await setUp()
    const spending = play({ ...round, owners: [userId] })
    const acts: string[] = []
    for (let act = 0; act < 30; act += 1) {
      const ctx = await admin()
      const credits = act % 3 === 2 ? -7 : 20
      const given = { userId, reason, key: `act ${act}` }
      acts.push(
        await outcomeOf(
          insist<unknown>(() =>
            credits > 0
              ? grantToUser(ctx, { ...given, credits, expiresAt: null })
              : adjustUser(ctx, { ...given, credits }),
          ),
        ),
      )
    }
    const { charged, errors } = await spending
    expect(errors).toEqual([])
    expect(acts.filter((outcome) => outcome !== 'ok' && outcome !== 'credits')).toEqual([])
    const entries = await db.select().from(creditEntry)
    const sum = (kinds: string[]) =>
      entries.filter(({ kind }) => kinds.includes(kind)).reduce((total, { credits }) => total + credits, 0)
    expect(sum(['spend'])).toBe(-charged)
    expect((await balanceOf(db, userId)).balance).toBe(sum(['grant', 'adjust']) - charged)
  })

  test('one key gives once, however many ask', async () => {
    const { db, userId, admin } = await setUp()
    const ctx = await admin()
    const gift = { userId, credits: 50, expiresAt: null, reason, key: 'gift' }
    const given = await Promise.all(Array.from({ length: 20 }, () => insist(() => grantToUser(ctx, gift))))
    expect(given.filter(({ auditId }) => auditId !== null)).toHaveLength(1)
    expect(new Set(given.map(({ entry }) => entry.seq)).size).toBe(1)
    expect((await balanceOf(db, userId)).balance).toBe(50)
  })

  test('a quota holds from the moment on at which it was set', async () => {
    const { db, userId, admin, play } = await setUp()
    await grantToUser(await admin(), { userId, credits: 100_000, expiresAt: null, reason, key: 'a' })
    const spending = play({ ...round, how: 'spend', calls: 200, owners: [userId] })
    const ctx = await admin()
    await insist(() => setQuota(ctx, { userId, quota: 0, expiresAt: null, reason }))
    const { quotaUsed } = await balanceOf(db, userId)
    const { charged, outcomes, errors } = await spending
    expect(errors).toEqual([])
    expect(charged).toBe(quotaUsed)
    expect((outcomes.ok ?? 0) + (outcomes.quota ?? 0)).toBe(4000)
  })
})
