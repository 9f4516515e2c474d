import { eq, sql } from 'drizzle-orm'
import { describe, expect, inject, test } from 'vitest'
import { creditBalance, creditEntry, creditLot } from '#drizzle/schema/index.ts'
import { startCreditPair } from './credit-process-fixture.ts'
import { balanceOf, makeOwner, outcomeOf, setQuota } from './credits-fixture.ts'
import { adjustCredits, grantCredits } from './grant-credits.ts'
import { sweepDueBalances, sweepHolds } from './sweep-credits.ts'

const round = { callers: 25, calls: 10, cost: 3 }
// How long everything that takes locks goes on at once: TEST_RACE_MS=600000 for ten minutes.
const raceMs = Number(process.env.TEST_RACE_MS ?? (inject('thorough') ? 20_000 : 4000))

describe.runIf(inject('database') === 'postgres')('two processes and 50 callers', () => {
  test.each(['spend', 'own', 'mixed'] as const)('spend exactly what is there (%s)', async (how) => {
    const { db, play } = await startCreditPair()
    const owners = [
      await makeOwner(db, { id: 'rich', credits: 100 }),
      await makeOwner(db, { id: 'bound', credits: 1000, quota: 100 }),
    ]
    const { charged, outcomes, errors } = await play({ ...round, owners, how })
    expect(errors).toEqual([])
    const [rich, bound] = [await balanceOf(db, 'rich'), await balanceOf(db, 'bound')]
    expect(charged).toBe(100 - rich.balance + bound.quotaUsed)
    expect([rich.held, bound.held]).toEqual([0, 0])
    expect(1000 - bound.balance).toBe(bound.quotaUsed)
    if (how === 'mixed') return
    expect(outcomes).toEqual({ ok: 66, credits: expect.any(Number), quota: expect.any(Number) })
    expect([rich.balance, bound.quotaUsed]).toEqual([1, 99])
  })

  test('charge one key once, and hold it once', async () => {
    const { db, play } = await startCreditPair()
    const owners = [await makeOwner(db, { credits: 1000 })]
    for (const how of ['spend', 'own'] as const) {
      const { outcomes, errors } = await play({ ...round, calls: 1, owners, how, key: how })
      expect([outcomes, errors]).toEqual([{ ok: 1, repeated: 49 }, []])
    }
    const { charged, errors } = await play({ ...round, calls: 4, owners, how: 'hold', key: 'held' })
    expect([charged > 0, errors]).toEqual([true, []])
    const spent = await db.select().from(creditEntry).where(eq(creditEntry.kind, 'spend'))
    expect(spent.map(({ key }) => key).sort()).toEqual(['held', 'own', 'spend'])
    expect(spent.reduce((sum, { credits }) => sum - credits, 0)).toBe(6 + charged)
  })

  test('each call is in exactly one month, whatever a clock of theirs says', async () => {
    const { db, play } = await startCreditPair()
    const ownerId = await makeOwner(db, { credits: 100_000 })
    await setQuota(db, ownerId, 150)
    await db.execute(sql`update credit_balance set period_end = clock_timestamp() + interval '1500 ms',
      due_at = clock_timestamp() + interval '1500 ms'`)
    const turn = (await balanceOf(db, ownerId)).periodEnd
    const { outcomes, charged, errors } = await play({
      ...round,
      calls: 1_000_000,
      owners: [ownerId],
      how: 'spend',
      forMs: 3000,
    })
    expect(errors).toEqual([])
    expect([outcomes.ok, charged]).toEqual([100, 300])
    const inMonth = sql<number>`count(*)::int`
    const months = await db
      .select({
        later: sql<boolean>`${creditEntry.createdAt} >= ${turn.toISOString()}::timestamptz`,
        count: inMonth,
      })
      .from(creditEntry)
      .where(eq(creditEntry.kind, 'spend'))
      .groupBy(sql`1`)
      .orderBy(sql`1`)
    expect(months).toEqual([
      { later: false, count: 50 },
      { later: true, count: 50 },
    ])
    expect((await balanceOf(db, ownerId)).quotaUsed).toBe(150)
  })

  const lasting = { timeout: 600_000 + raceMs }
  test('all that changes credits at once loses nothing, and nobody waits for ever', lasting, async () => {
    const { db, ctx, play } = await startCreditPair()
    const owners: string[] = []
    for (const id of ['a', 'b', 'c', 'd']) owners.push(await makeOwner(db, { id, credits: 100 }))
    let stopped = false
    const granted = new Set<string>()
    const repeat = async (act: (turn: number) => Promise<unknown>) => {
      for (let turn = 0; !stopped; turn += 1) await act(turn)
    }
    const disturbances = [0, 1].map(() =>
      repeat(async (turn) => {
        const ownerId = owners[turn % 4] ?? ''
        const expiresAt = turn % 3 === 0 ? new Date(Date.now() + 300) : null
        // Both twins grant by the same keys. A lot may have ended before it was its turn.
        const key = `gift ${turn}`
        const outcome = await outcomeOf(grantCredits(ctx, { ownerId, credits: 7, key, expiresAt }))
        if (outcome !== 'BAD_REQUEST') granted.add(key)
      }),
    )
    let adjusted = 0
    disturbances.push(
      repeat(async (turn) => {
        const given = {
          ownerId: owners[3 - (turn % 4)] ?? '',
          credits: turn % 3 === 0 ? 9 : -4,
          key: `adjust ${turn}`,
        }
        if ((await outcomeOf(adjustCredits(ctx, given))) === 'ok') adjusted += given.credits
      }),
      repeat(() => sweepHolds(ctx)),
      repeat(() => sweepDueBalances(ctx)),
      repeat((turn) =>
        db.execute(sql`update credit_balance set due_at = statement_timestamp(), period_end = greatest(statement_timestamp(),
          period_start + interval '1 ms') where owner_id = ${owners[turn % 4]}`),
      ),
    )
    const { charged, errors } = await play({
      ...round,
      calls: 1_000_000,
      owners,
      how: 'mixed',
      forMs: raceMs,
    })
    stopped = true
    const failed = (await Promise.allSettled(disturbances)).filter(({ status }) => status === 'rejected')
    expect([errors, failed]).toEqual([[], []])
    const sums = await db
      .select({ kind: creditEntry.kind, sum: sql`sum(${creditEntry.credits})`.mapWith(Number) })
      .from(creditEntry)
      .groupBy(creditEntry.kind)
    const sumOf = (wanted: string) => sums.find(({ kind }) => kind === wanted)?.sum ?? 0
    const [left] = await db
      .select({ sum: sql`sum(${creditBalance.balance})`.mapWith(Number) })
      .from(creditBalance)
    expect(sumOf('grant')).toBe(400 + 7 * granted.size)
    expect(sumOf('spend')).toBe(-charged)
    expect(sumOf('adjust')).toBe(adjusted)
    expect(left?.sum).toBe(sumOf('grant') + sumOf('adjust') + sumOf('spend') + sumOf('expire'))
    expect(charged).toBeGreaterThan(100)
    expect(await db.$count(creditLot)).toBeGreaterThan(10)
  })
})
