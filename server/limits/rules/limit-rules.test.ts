import { sql } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import { limitOverride, limitPolicyChange } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import { createPostgresCluster, findPostgresPrograms } from '#test/postgres/postgres-cluster.ts'
import { type OpenDatabase, openDatabase } from '../../database/open.ts'
import { createLimitRules } from './limit-rules.ts'
import { tellLimitsNews } from './limits-news.ts'

// Long enough that only news and a returning connection are seen.
const never = { everyMs: 3_600_000 }

async function rulesOf(database: OpenDatabase, onError?: (error: unknown) => void) {
  const rules = await createLimitRules({ ...database, ...never, onError })
  onTestFinished(() => rules.close())
  // Behind the read that follows when it has begun to listen.
  await rules.refresh()
  const forgotten: (readonly string[] | null)[] = []
  rules.onForget((keys) => void forgotten.push(keys ?? null))
  return { rules, forgotten, limitOf: () => rules.policies.public.scopes[0]?.limit }
}

const change = (limit: number) => ({ policy: 'public', scope: 'ip', limit, windowMs: 15_000, reason: 'x' })

test('a change is read once its transaction commits, and a refresh sees everything written before it', async () => {
  const database = await emptyDatabase()
  const { db } = database
  const { rules, limitOf } = await rulesOf(database)
  expect(limitOf()).toBe(150)
  await db.transaction(async (tx) => {
    await tx.insert(limitPolicyChange).values(change(7))
    await tellLimitsNews(tx, { kind: 'rules' })
  })
  await expect.poll(limitOf).toBe(7)
  for (let limit = 10; limit < 60; limit += 1) {
    await db.update(limitPolicyChange).set({ limit })
    // Begun before the next change is written, so that one read is always under way.
    void rules.refresh()
    await db.update(limitPolicyChange).set({ limit: limit + 1 })
    await rules.refresh()
    expect(limitOf()).toBe(limit + 1)
  }
})

test('news of counters name them; too many for a notification are all', async () => {
  const database = await emptyDatabase()
  const { forgotten } = await rulesOf(database)
  await tellLimitsNews(database.db, { kind: 'counters', keys: ['public/ip:ä', 'b'] })
  await expect.poll(() => forgotten).toContainEqual(['public/ip:ä', 'b'])
  forgotten.length = 0
  const keys = Array.from({ length: 1000 }, (_, i) => `public/ip:198.51.100.${i}`)
  await tellLimitsNews(database.db, { kind: 'counters', keys })
  await expect.poll(() => forgotten).toEqual([null])
})

test('news that this version does not know make it read everything', async () => {
  const database = await emptyDatabase()
  const { limitOf } = await rulesOf(database)
  await database.db.insert(limitPolicyChange).values(change(7))
  await database.db.execute(sql`select pg_notify('gatehouse_limits', '{"kind":"something new"')`)
  await expect.poll(limitOf).toBe(7)
})

test('the time that overrides end by is the database clock', async () => {
  const database = await emptyDatabase()
  const { rules } = await rulesOf(database)
  const [row] = await database.db
    .select({ nowMs: sql`extract(epoch from clock_timestamp()) * 1000`.mapWith(Number) })
    .from(sql`(select 1) as one`)
  expect(Math.abs(rules.now() - (row?.nowMs ?? 0))).toBeLessThan(5000)
})

test('rules of policies and ranges that are gone are passed over', async () => {
  const database = await emptyDatabase()
  await database.db.insert(limitPolicyChange).values({ ...change(7), policy: 'gone' })
  const gone = { target: 'address', value: 'nonsense', effect: 'blocked', reason: 'x' } as const
  await database.db.insert(limitOverride).values({ ...gone, id: 'o1', policy: 'gone' })
  const { limitOf } = await rulesOf(database)
  expect(limitOf()).toBe(150)
})

const programs = findPostgresPrograms()

test.runIf(inject('database') === 'postgres' && programs)(
  'while Postgres is away the last known rules hold, and afterwards changes are followed again',
  async () => {
    const cluster = await createPostgresCluster(programs ?? '')
    onTestFinished(() => cluster.remove())
    const database = await openDatabase({ databaseUrl: cluster.url, dataDir: '' })
    onTestFinished(() => database.close())
    const errors: unknown[] = []
    const { rules, limitOf } = await rulesOf(database, (error) => errors.push(error))
    const setLimit = async (limit: number) => {
      await database.db.transaction(async (tx) => {
        await tx.delete(limitPolicyChange)
        await tx.insert(limitPolicyChange).values(change(limit))
        await tellLimitsNews(tx, { kind: 'rules' })
      })
    }
    await setLimit(7)
    await expect.poll(limitOf).toBe(7)
    for (const mode of ['fast', 'immediate'] as const) {
      await cluster.stop(mode)
      await rules.refresh()
      await rules.refresh()
      expect(limitOf()).toBe(7)
      await cluster.start()
      const startedAt = performance.now()
      await expect.poll(() => setLimit(8).then(limitOf, () => null), { timeout: 60_000 }).toBe(8)
      expect(performance.now() - startedAt).toBeLessThan(5000)
      await expect.poll(() => setLimit(7).then(limitOf), { timeout: 60_000 }).toBe(7)
    }
    // An outage is reported once, not at every try.
    expect(errors).toHaveLength(2)
  },
)
