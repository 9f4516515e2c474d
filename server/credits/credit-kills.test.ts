import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import { creditEntry } from '#drizzle/schema/index.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { dataFolder } from '#test/processes/server-process.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open.ts'
import { startCreditProcess } from './credit-process-fixture.ts'
import { balanceOf, creditsContext, makeOwner } from './credits-fixture.ts'
import { sweepHolds } from './sweep-credits.ts'
import { verifyCredits } from './verify-credits.ts'

// On Postgres many processes pay at a time; an embedded database belongs to one, so there are several of those.
const rounds = !inject('thorough')
  ? { places: 1, processes: 1, kills: 1 }
  : inject('database') === 'postgres'
    ? { places: 1, processes: 5, kills: 10 }
    : { places: 3, processes: 1, kills: 5 }
const callers = 20

interface Place {
  databaseUrl: string | null
  dataDir: string
}

async function makePlace(): Promise<Place> {
  const place = await emptyPlace()
  await inDatabase(place, (db) => makeOwner(db, { credits: 1_000_000 }))
  return place
}

async function emptyPlace(): Promise<Place> {
  if (inject('database') === 'embedded') return { databaseUrl: null, dataDir: await dataFolder() }
  const { url, drop } = await createPostgresDatabase()
  onTestFinished(drop)
  return { databaseUrl: url, dataDir: '' }
}

async function inDatabase(place: Place, run: (db: Database) => Promise<unknown>): Promise<void> {
  const database = await openDatabase(place)
  await run(database.db).finally(() => database.close())
}

/** What a process that was killed had begun to pay, and what of it was acknowledged. */
interface Killed {
  begun: Set<string>
  paid: Set<string>
}

const namesIn = (output: string, word: string) =>
  new Set([...output.matchAll(new RegExp(`^${word} (\\S+)$`, 'gm'))].map(([, name = '']) => name))

async function countBusy(db: Database): Promise<number> {
  const { rows } = (await db.execute(
    sql`select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
  )) as never as { rows: unknown[] }
  return rows.length
}

async function killWhilePaying({ databaseUrl, dataDir }: Place): Promise<Killed> {
  const paying = await startCreditProcess(
    databaseUrl === null ? { DATA_DIR: dataDir } : { DATABASE_URL: databaseUrl },
  )
  paying.begin({ owners: ['acme'], callers, calls: 1_000_000, cost: 3, how: 'mixed' })
  await paying.started.printed(/^paid/m)
  await wait(Math.random() * 300)
  paying.started.child.kill('SIGKILL')
  await paying.started.exited
  return { begun: namesIn(paying.started.output(), 'begin'), paid: namesIn(paying.started.output(), 'paid') }
}

async function checkCharges(db: Database, { begun, paid }: Killed): Promise<void> {
  const pid = `${[...begun][0]?.split('-')[0]}-`
  const entries = await db
    .select({ key: creditEntry.key })
    .from(creditEntry)
    .where(sql`${creditEntry.key} like ${`${pid}%`}`)
  const charged = new Set(entries.map(({ key }) => key ?? ''))
  expect(paid.size).toBeGreaterThan(0)
  expect([...paid].filter((name) => !charged.has(name))).toEqual([])
  expect([...charged].filter((name) => !begun.has(name))).toEqual([])
  // Those that were being paid at that moment, of which nobody heard.
  expect([...charged].filter((name) => !paid.has(name)).length).toBeLessThanOrEqual(callers)
}

async function checkPlace(place: Place, killed: Killed[]): Promise<void> {
  await inDatabase(place, async (db) => {
    // What a killed process has asked a server for is still done.
    if (place.databaseUrl) await expect.poll(() => countBusy(db), { timeout: 20_000 }).toBe(0)
    await db.execute(sql`update credit_hold set expires_at = now() - interval '1 second'`)
    while ((await sweepHolds(creditsContext(db))) > 0);
    expect((await verifyCredits({ db })).problem).toBeNull()
    expect((await balanceOf(db, 'acme')).held).toBe(0)
    for (const each of killed) await checkCharges(db, each)
  })
}

test('killed under load: what was acknowledged was charged once, and nothing else once holds lapse', async () => {
  const places: Place[] = []
  for (let made = 0; made < rounds.places; made += 1) places.push(await makePlace())
  const killed = new Map<Place, Killed[]>()
  const killIn = async (place: Place) => {
    for (let kill = 0; kill < rounds.kills; kill += 1) killed.get(place)?.push(await killWhilePaying(place))
  }
  const killing: Promise<void>[] = []
  for (const place of places) {
    killed.set(place, [])
    for (let payer = 0; payer < rounds.processes; payer += 1) killing.push(killIn(place))
  }
  await Promise.all(killing)
  for (const [place, each] of killed) await checkPlace(place, each)
  expect([...killed.values()].flat()).toHaveLength(rounds.places * rounds.processes * rounds.kills)
})
