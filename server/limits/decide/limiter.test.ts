import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { rateLimit } from '#drizzle/schema/index.ts'
import { auditKeys } from '#test/audit-log.ts'
import { createPostgresDatabase, emptyDatabase, serverUrl } from '#test/database.ts'
import { product } from '#test/product.ts'
import { openDatabase } from '../../database/open.ts'
import { resetAllCounters } from '../counters/reset-all-counters.ts'
import { resetCounter } from '../counters/reset-counter.ts'
import { sweepCounters } from '../counters/sweep-counters.ts'
import { type LimitPolicies, type LimitQuota, limitPolicies } from '../limit-policies.ts'
import { createLimiter, type LimitCall, type LimitDecision, type Limiter } from './limiter.ts'

const minute = 60_000

function withScopes(policy: 'public' | 'signed-in' | 'mail', scopes: LimitQuota[]): LimitPolicies {
  return { ...limitPolicies, [policy]: { ...limitPolicies[policy], scopes } }
}

const publicCall = (ip = '203.0.113.7'): LimitCall => ({ policies: ['public'], partition: { ip } })
const passedOf = (decisions: LimitDecision[]) => decisions.filter(({ passed }) => passed)
const many = <Result>(amount: number, run: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: amount }, (_, index) => run(index)))

// The operations want the context of a call; of that they use the database and the limiter.
const contextOf = (db: Parameters<typeof sweepCounters>[0], limiter: Limiter) => ({
  db,
  limiter,
  actor: null,
  requestId: 'test',
  clientAddress: '203.0.113.7',
  device: null,
  audit: auditKeys,
  product,
  now: new Date(),
})

describe('consume', () => {
  test('passes exactly N of 10 N concurrent calls on a fresh key', async () => {
    const { db } = await emptyDatabase()
    const limiter = createLimiter({ db })
    const decisions = await many(1500, () => limiter.consume(publicCall()))
    expect(passedOf(decisions)).toHaveLength(150)
    expect(passedOf(decisions).map(({ quotas }) => quotas[0]?.remaining)).toEqual(
      Array.from({ length: 150 }, (_, index) => 149 - index),
    )
    expect(decisions.at(-1)?.denied).toMatchObject({
      policy: 'public',
      scope: 'ip',
      limit: 150,
      windowMs: 15_000,
    })
    expect(await db.select().from(rateLimit)).toMatchObject([{ key: 'public/ip:203.0.113.7', count: 150 }])
  })

  test('charges all scopes of all policies or none', async () => {
    const { db } = await emptyDatabase()
    const limiter = createLimiter({ db })
    const call = (ip: string): LimitCall => ({
      policies: ['auth', 'mail'],
      partition: { ip, account: 'Ada@Example.com' },
    })
    const decisions = []
    for (let i = 0; i < 5; i += 1) decisions.push(await limiter.consume(call(`198.51.100.${i}`)))
    expect(passedOf(decisions)).toHaveLength(3)
    expect(decisions[4]?.denied).toMatchObject({ policy: 'mail', scope: 'account', limit: 3 })
    expect(decisions[0]?.quotas.map(({ policy, scope }) => `${policy}/${scope}`)).toEqual([
      'auth/ip',
      'mail/ip',
      'mail/account',
    ])
    const rows = await db.select().from(rateLimit).orderBy(rateLimit.key)
    const counted = rows.filter(({ count }) => count > 0).map(({ key, count }) => `${key} ${count}`)
    expect(counted).toEqual([
      'auth/ip:198.51.100.0 1',
      'auth/ip:198.51.100.1 1',
      'auth/ip:198.51.100.2 1',
      expect.stringMatching(/^mail\/account:[0-9a-f]{32} 3$/),
      'mail/ip:198.51.100.0 1',
      'mail/ip:198.51.100.1 1',
      'mail/ip:198.51.100.2 1',
    ])
  })

  test('knows an account by its address in any case, and holds no address', async () => {
    const { db } = await emptyDatabase()
    const limiter = createLimiter({ db })
    for (const account of ['ada@example.com', 'ADA@example.com', ' Ada@Example.com ']) {
      await limiter.consume({ policies: ['mail'], partition: { ip: 'unknown', account } })
    }
    const rows = await db.select().from(rateLimit)
    expect(rows.map(({ count }) => count)).toEqual([3, 3])
    expect(JSON.stringify(rows).toLowerCase()).not.toMatch(/ada@|example/)
  })

  test('charges the cost, and refuses only what does not fit', async () => {
    const { db } = await emptyDatabase()
    const limiter = createLimiter({ db })
    const consume = (cost: number) =>
      limiter.consume({ policies: ['export'], partition: { ip: 'unknown', userId: 'u1' }, cost })
    expect((await consume(5)).quotas[0]?.remaining).toBe(5)
    expect(await consume(6)).toMatchObject({ passed: false, denied: { policy: 'export', scope: 'user' } })
    expect((await consume(5)).passed).toBe(true)
    expect((await consume(1)).passed).toBe(false)
  })

  test('leaves out a scope whose partition is not known, and never passes a call without any', async () => {
    const { db } = await emptyDatabase()
    const limiter = createLimiter({ db })
    const decision = await limiter.consume({ policies: ['mail'], partition: { ip: 'unknown' } })
    expect(decision.quotas.map(({ scope }) => scope)).toEqual(['ip'])
    await expect(limiter.consume({ policies: ['export'], partition: { ip: 'unknown' } })).rejects.toThrow(
      'No partition',
    )
    await expect(limiter.consume({ ...publicCall(), cost: 0.5 })).rejects.toThrow('not a whole number')
  })

  test('does not refuse a caller who is paced at 90 % of a limit of 20', async () => {
    const { db } = await emptyDatabase()
    const limiter = createLimiter({
      db,
      policies: withScopes('public', [{ scope: 'ip', limit: 20, windowMs: 600 }]),
    })
    const decisions: LimitDecision[] = []
    for (let i = 0; i < 60; i += 1) {
      decisions.push(await limiter.consume(publicCall()))
      await delay(Math.ceil(600 / 18))
    }
    expect(passedOf(decisions)).toHaveLength(60)
  })

  test('says when the next call passes', async () => {
    const { db } = await emptyDatabase()
    const limiter = createLimiter({
      db,
      policies: withScopes('public', [{ scope: 'ip', limit: 3, windowMs: 300 }]),
    })
    await many(3, () => limiter.consume(publicCall()))
    const { denied } = await limiter.consume(publicCall())
    expect(denied?.retryAfterMs).toBeGreaterThan(0)
    await delay((denied?.retryAfterMs ?? 0) + 5)
    expect((await limiter.consume(publicCall())).passed).toBe(true)
  })

  test('refuses to run inside a transaction, where it would wait for itself', async () => {
    const { db } = await emptyDatabase()
    const limiter = createLimiter({ db })
    await expect(db.transaction(() => limiter.consume(publicCall()))).rejects.toThrow('before a transaction')
  })
})

describe('a full counter', () => {
  test('is not asked about again until its time, for the same and a higher cost', async () => {
    const { db } = await emptyDatabase()
    const policies = withScopes('public', [{ scope: 'ip', limit: 10, windowMs: minute }])
    const limiter = createLimiter({ db, policies })
    await limiter.consume({ ...publicCall(), cost: 7 })
    expect((await limiter.consume({ ...publicCall(), cost: 4 })).passed).toBe(false)
    // Room that the limiter has not heard of: it would see it only by asking.
    await db.execute(sql`update rate_limit set count = 0`)
    const known = await limiter.consume({ ...publicCall(), cost: 5 })
    expect(known).toMatchObject({ passed: false, quotas: [{ remaining: 3 }], denied: { limit: 10 } })
    expect((await limiter.consume({ ...publicCall(), cost: 3 })).passed).toBe(true)
  })

  test('passes again at once after a reset', async () => {
    const { db } = await emptyDatabase()
    const limiter = createLimiter({ db })
    await many(151, () => limiter.consume(publicCall()))
    expect((await limiter.consume(publicCall())).passed).toBe(false)
    await resetCounter(contextOf(db, limiter), { id: 'public/ip:203.0.113.7' })
    expect((await limiter.consume(publicCall())).quotas[0]?.remaining).toBe(149)
    await many(150, () => limiter.consume(publicCall()))
    await resetAllCounters(contextOf(db, limiter))
    expect((await limiter.consume(publicCall())).passed).toBe(true)
  })
})

test('shared keys in shuffled order, resets and sweeps together: no deadlock, none over, none lost', async () => {
  const { db } = await emptyDatabase()
  const policies = withScopes('signed-in', [
    { scope: 'session', limit: 40, windowMs: minute },
    { scope: 'user', limit: 12, windowMs: minute },
  ])
  const errors: unknown[] = []
  const limiters = await many(8, async () =>
    createLimiter({ db, policies, onStoreError: (error) => errors.push(error) }),
  )
  const passes = new Map<string, number>()
  const consume = async (index: number) => {
    await delay((index * 31) % 23)
    const partition = { ip: 'unknown', sessionId: `s${index % 7}`, userId: `u${(index * 3) % 10}` }
    const names = ['signed-in', 'public', 'admin-write'] as const
    const limiter = limiters[index % 8] as Limiter
    const { passed } = await limiter.consume({ policies: index % 3 ? names : names.toReversed(), partition })
    if (passed) passes.set(partition.userId, (passes.get(partition.userId) ?? 0) + 1)
  }
  const countOf = async (key: string) =>
    (await db.select().from(rateLimit)).find((row) => row.key === key)?.count
  await Promise.all([many(200, consume), many(5, () => sweepCounters(db, policies))])
  expect(errors).toEqual([])
  expect([...passes.values()]).toEqual(Array(10).fill(12))
  expect(await countOf('signed-in/user:u3')).toBe(12)
  expect(await countOf('public/ip:unknown')).toBe(120)

  // Each reset lets a counter fill once more, but none beyond its limit, and nobody is stuck.
  const context = contextOf(db, limiters[0] as Limiter)
  await Promise.all([
    many(200, consume),
    resetAllCounters(context),
    many(5, () => sweepCounters(db, policies)),
    many(10, (index) => resetCounter(context, { id: `signed-in/user:u${index}` })),
    many(7, (index) => resetCounter(context, { id: `signed-in/session:s${6 - index}` })),
    resetAllCounters(context),
  ])
  expect(errors).toEqual([])
  for (const { count, key } of await db.select().from(rateLimit)) {
    expect(count, key).toBeLessThanOrEqual(key.startsWith('signed-in/user') ? 12 : 150)
  }
})

// Two processes can share a Postgres only.
if (serverUrl()) {
  test('two limiters on pools of their own stay exact together', async () => {
    const { url, drop } = await createPostgresDatabase()
    const databases = [
      await openDatabase({ databaseUrl: url, dataDir: '' }),
      await openDatabase({ databaseUrl: url, dataDir: '' }),
    ]
    try {
      const errors: unknown[] = []
      const limiters = databases.map(({ db }) =>
        createLimiter({ db, onStoreError: (error) => errors.push(error) }),
      )
      for (let round = 0; round < 5; round += 1) {
        const decisions = await many(400, (index) =>
          (limiters[index % 2] as Limiter).consume({
            policies: index % 3 ? ['public', 'signed-in'] : ['signed-in', 'public'],
            partition: { ip: `10.0.0.${round}`, sessionId: `s${round}-${index % 5}`, userId: `u${round}` },
          }),
        )
        expect(passedOf(decisions)).toHaveLength(150)
      }
      expect(errors).toEqual([])
    } finally {
      for (const database of databases) await database.close()
      await drop()
    }
  })
}
