import { globSync, readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createPostgresDatabase } from '#test/database.ts'
import { openDatabase } from '../database/open.ts'
import { createCreditQueue } from './credit-queue.ts'
import { creditsContext, makeOwner, outcomeOf, passTime } from './credits-fixture.ts'
import { holdCredits } from './hold-credits.ts'
import { spendCredits } from './spend-credits.ts'
import { verifyCredits } from './verify-credits.ts'

const folder = new URL('../../drizzle/migrations/', import.meta.url)
const [file = ''] = globSync('*_credits-apply.sql', { cwd: folder })
const migration = readFileSync(new URL(file, folder), 'utf8')
const [applySql = ''] = /CREATE FUNCTION credits_apply[\s\S]*?END \$\$;/.exec(migration) ?? []

/** What each part of the function is for: without it, what is written beside it is found. */
const mutations: Record<string, [part: string, without: string]> = {
  'the lock': [' FOR UPDATE) b', ') b'],
  'the key check': [
    "IF known[i] OR (p_key[i] IS NOT NULL AND tag = ANY (seen)) THEN o := 'repeated';",
    'IF false THEN NULL;',
  ],
  'the keys of the same batch': ['known[i] OR (p_key[i] IS NOT NULL AND tag = ANY (seen))', 'known[i]'],
  'the due check': ['due[s] <= now_at', 'false'],
  'what is held': ['bal[s] - hel[s] < p_cost[i]', 'bal[s] < p_cost[i]'],
  'what is held of the quota': ['used[s] + hel[s] + p_cost[i] > lim[s]', 'used[s] + p_cost[i] > lim[s]'],
  'the time after the lock': ["date_trunc('milliseconds', clock_timestamp())", 'transaction_timestamp()'],
}

test.runIf(inject('database') === 'postgres')(
  'each part of the function that decides is missed when it is gone, and none when all are there',
  async () => {
    const { url, drop } = await createPostgresDatabase()
    onTestFinished(drop)
    const database = await openDatabase({ databaseUrl: url, dataDir: '' })
    onTestFinished(() => database.close())
    expect(await findFaults(database.db, 'whole')).toEqual([])
    for (const [name, [part, without]] of Object.entries(mutations)) {
      expect(applySql.split(part), name).toHaveLength(2)
      const mutated = applySql.replace(part, without).replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')
      await database.db.execute(sql.raw(mutated))
      expect(await findFaults(database.db, name), name).not.toEqual([])
    }
  },
)

type Db = Awaited<ReturnType<typeof openDatabase>>['db']

/** What goes wrong in the races and refusals that the function is for. */
async function findFaults(db: Db, name: string): Promise<string[]> {
  const faults: string[] = []
  const expected = (what: string, found: unknown, wanted: unknown) => {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) faults.push(`${what}: ${JSON.stringify(found)}`)
  }
  const ctx = creditsContext(db)
  const queued = { ...ctx, credits: createCreditQueue({ db }) }
  const tried = (calls: Promise<unknown>[]) =>
    Promise.all(calls.map((call) => outcomeOf(call).catch(() => 'error')))
  const passed = (outcomes: string[]) => outcomes.filter((outcome) => outcome === 'ok').length
  const make = (part: string, options: { credits: number; quota?: number }) =>
    makeOwner(db, { id: `${name} ${part}`, ...options })

  const raced = await make('race', { credits: 100 })
  const each = { ownerId: raced, credits: 3, type: 'test' }
  expected('race', passed(await tried(Array.from({ length: 50 }, () => spendCredits(ctx, each)))), 33)
  expected('sums', (await verifyCredits({ db }, { ownerId: raced })).problem, null)

  const keyed = await make('key', { credits: 100 })
  const same = { ownerId: keyed, credits: 3, type: 'test', key: 'same' }
  expected('batch', (await tried([spendCredits(queued, same), spendCredits(queued, same)])).sort(), [
    'ok',
    'repeated',
  ])
  expected('key', await tried([spendCredits(ctx, same)]), ['repeated'])

  const held = await make('held', { credits: 5 })
  await holdCredits(ctx, { ownerId: held, credits: 3, type: 'test', holdMs: 60_000 })
  expected('held', await tried([spendCredits(ctx, { ownerId: held, credits: 3, type: 'test' })]), ['credits'])

  const bound = await make('bound', { credits: 50, quota: 5 })
  await holdCredits(ctx, { ownerId: bound, credits: 3, type: 'test', holdMs: 60_000 })
  expected('quota', await tried([spendCredits(ctx, { ownerId: bound, credits: 3, type: 'test' })]), ['quota'])

  const due = await make('due', { credits: 5 })
  await db.execute(sql`update credit_lot set expires_at = now() + interval '1 hour' where owner_id = ${due}`)
  await db.execute(sql`update credit_balance set due_at = now() + interval '1 hour' where owner_id = ${due}`)
  await passTime(db, due, '2 hours')
  expected('due', await tried([spendCredits(ctx, { ownerId: due, credits: 3, type: 'test' })]), ['credits'])

  const waits = await make('waits', { credits: 5 })
  await db.execute(
    sql`update credit_lot set expires_at = clock_timestamp() + interval '400 ms' where owner_id = ${waits}`,
  )
  await db.execute(
    sql`update credit_balance set due_at = clock_timestamp() + interval '400 ms' where owner_id = ${waits}`,
  )
  const locked = Promise.withResolvers<void>()
  const holder = db.transaction(async (tx) => {
    await tx.execute(sql`select from credit_balance where owner_id = ${waits} for update`)
    locked.resolve()
    await tx.execute(sql`select pg_sleep(0.8)`)
  })
  await locked.promise
  const late = tried([spendCredits(ctx, { ownerId: waits, credits: 3, type: 'test' })])
  await holder
  expected('waits', await late, ['credits'])
  return faults
}
