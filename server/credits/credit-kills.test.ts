import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import { creditEntry } from '#drizzle/schema/index.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { dataFolder } from '#test/processes/server-process.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open.ts'
import { startCreditProcess } from './credit-process-fixture.ts'
import { creditsContext, makeOwner } from './credits-fixture.ts'
import { sweepHolds } from './sweep-credits.ts'
import { verifyCredits } from './verify-credits.ts'

const kills = inject('thorough') ? (inject('database') === 'postgres' ? 50 : 15) : 1
const callers = 20

async function place() {
  if (inject('database') === 'embedded') return { databaseUrl: null, dataDir: await dataFolder() }
  const { url, drop } = await createPostgresDatabase()
  onTestFinished(drop)
  return { databaseUrl: url, dataDir: '' }
}

const namesIn = (output: string, word: string) =>
  new Set([...output.matchAll(new RegExp(`^${word} (\\S+)$`, 'gm'))].map(([, name = '']) => name))

async function countBusy(db: Database): Promise<number> {
  const { rows } = (await db.execute(
    sql`select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
  )) as never as { rows: unknown[] }
  return rows.length
}

test('killed under load: what was acknowledged was charged once, and nothing else once holds lapse', async () => {
  const where = await place()
  const env: Record<string, string> = where.databaseUrl
    ? { DATABASE_URL: where.databaseUrl }
    : { DATA_DIR: where.dataDir }
  const inDatabase = async (
    run: (db: Awaited<ReturnType<typeof openDatabase>>['db']) => Promise<unknown>,
  ) => {
    const database = await openDatabase(where)
    await run(database.db).finally(() => database.close())
  }
  await inDatabase((db) => makeOwner(db, { credits: 1_000_000 }))
  let acknowledged = 0
  for (let kill = 0; kill < kills; kill += 1) {
    const paying = await startCreditProcess(env)
    paying.begin({ owners: ['acme'], callers, calls: 1_000_000, cost: 3, how: 'mixed' })
    await paying.started.printed(/^paid/m)
    await wait(Math.random() * 300)
    paying.started.child.kill('SIGKILL')
    await paying.started.exited
    const [begun, paid] = ['begin', 'paid'].map((word) => namesIn(paying.started.output(), word)) as [
      Set<string>,
      Set<string>,
    ]
    acknowledged += paid.size
    await inDatabase(async (db) => {
      // What a killed process has asked a server for is still done.
      if (where.databaseUrl) await expect.poll(() => countBusy(db), { timeout: 20_000 }).toBe(0)
      await db.execute(sql`update credit_hold set expires_at = now() - interval '1 second'`)
      while ((await sweepHolds(creditsContext(db))) > 0);
      expect((await verifyCredits({ db })).problem).toBeNull()
      const { rows } = (await db.execute(sql`select held, last_seq from credit_balance`)) as never as {
        rows: { held: unknown }[]
      }
      expect(Number(rows[0]?.held)).toBe(0)
      const pid = `${[...begun][0]?.split('-')[0]}-`
      const entries = await db
        .select({ key: creditEntry.key })
        .from(creditEntry)
        .where(sql`${creditEntry.key} like ${`${pid}%`}`)
      const charged = new Set(entries.map(({ key }) => key ?? ''))
      expect([...paid].filter((name) => !charged.has(name))).toEqual([])
      expect([...charged].filter((name) => !begun.has(name))).toEqual([])
      // Those that were being paid at that moment, of which nobody heard.
      expect([...charged].filter((name) => !paid.has(name)).length).toBeLessThanOrEqual(callers)
    })
  }
  expect(acknowledged).toBeGreaterThanOrEqual(kills)
})
