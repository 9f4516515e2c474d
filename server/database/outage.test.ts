import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import { type Browser, createTestApp } from '#test/app.ts'
import {
  createPostgresCluster,
  findPostgresPrograms,
  type PostgresCluster,
} from '#test/postgres/postgres-cluster.ts'
import { isDatabaseAway } from '../errors.ts'
import { openDatabase } from './open.ts'

const programs = findPostgresPrograms()
const onPostgres = inject('database') === 'postgres'
if (onPostgres && !programs && process.env.CI) {
  throw new Error('CI needs the programs of a Postgres server (initdb, pg_ctl).')
}
const skipped = !onPostgres
  ? 'The embedded database cannot stop while its process goes on.'
  : programs
    ? null
    : 'There is no initdb and pg_ctl here to start a Postgres with.'

describe('Postgres stops and starts again', () => {
  let cluster: PostgresCluster
  beforeAll(async () => {
    if (!skipped) cluster = await createPostgresCluster(programs ?? '')
  })
  afterAll(() => cluster?.remove())
  beforeEach((context) => {
    if (skipped) context.skip(skipped)
  })

  async function openHere() {
    const errors: Error[] = []
    const database = await openDatabase({
      databaseUrl: cluster.url,
      dataDir: '',
      onError: (error) => errors.push(error),
    })
    onTestFinished(() => database.close())
    return { database, errors }
  }

  test.each(['fast', 'immediate'] as const)(
    'in the middle of a transaction (%s): it is undone, and the pool recovers',
    async (mode) => {
      const { database } = await openHere()
      const { db } = database
      await db.delete(user)
      for (let round = 0; round < 3; round++) {
        const interrupted = db.transaction(async (tx) => {
          await tx
            .insert(user)
            .values({ id: `lost-${round}`, name: 'Lost', email: `lost${round}@example.com` })
          await cluster.stop(mode)
          await tx
            .insert(user)
            .values({ id: `lost-too-${round}`, name: 'Lost', email: `too${round}@example.com` })
        })
        const error = await interrupted.catch((caught) => caught)
        expect(isDatabaseAway(error)).toBe(true)
        await cluster.start()
        expect(await recovery(() => db.select().from(user))).toBeLessThan(30_000)
        expect(await db.select().from(user)).toEqual([])
      }
    },
  )

  test.each(['fast', 'immediate'] as const)(
    'under load (%s): each call succeeds or says so, none hangs, and all is well again soon after',
    async (mode) => {
      const { database } = await openHere()
      const { app, browser } = await createTestApp({ database })
      const callers = await signedInCallers(browser, 20)
      const outcomes = new Map<number, number>()
      let loading = true
      const load = callers.map(async (caller) => {
        while (loading) {
          const { status } = await caller.query('users.me')
          outcomes.set(status, (outcomes.get(status) ?? 0) + 1)
          await delay(100)
        }
      })
      await delay(300)
      await cluster.stop(mode)
      await delay(1000)
      expect((await app.inject('/health/ready')).statusCode).toBe(503)
      expect((await app.inject('/health/live')).statusCode).toBe(200)
      const signIn = await browser().signIn('nobody@example.com')
      expect([signIn.statusCode, signIn.headers['retry-after'], signIn.json().reason.kind]).toEqual([
        503,
        '1',
        'unavailable',
      ])
      await cluster.start()
      const [caller] = callers
      const backAfterMs = await recovery(async () => {
        if ((await caller?.query('users.me'))?.status !== 200) throw new Error('not yet')
      })
      expect(backAfterMs).toBeLessThan(30_000)
      loading = false
      await Promise.all(load)
      // An outage is 503 and nothing else: nobody was told that they are signed out.
      expect([...outcomes.keys()].sort()).toEqual([200, 503])
      for (const each of callers) expect((await each.query('users.me')).status).toBe(200)
    },
  )

  test('a lost answer is not a lost session: pages are served and say that the service is away', async () => {
    const { database } = await openHere()
    const { browser } = await createTestApp({ database })
    const [caller] = await signedInCallers(browser, 1)
    await cluster.stop('immediate')
    const { status, error, headers } = (await caller?.query('users.me')) ?? {}
    expect([status, error?.data.reason?.kind, headers?.['retry-after']]).toEqual([503, 'unavailable', '1'])
    const session = await caller?.get('/api/auth/get-session')
    expect([session?.statusCode, session?.cookies]).toEqual([503, []])
    await cluster.start()
    await recovery(() => database.ping())
    expect((await caller?.query('users.me'))?.status).toBe(200)
  })

  test('a pool with nobody to talk to answers within its bounds instead of waiting for ever', async () => {
    const { database } = await openHere()
    await cluster.stop('fast')
    const startedAt = performance.now()
    const calls = Array.from({ length: 200 }, () => database.db.execute(sql`select 1`).catch(isDatabaseAway))
    expect(new Set(await Promise.all(calls))).toEqual(new Set([true]))
    expect(performance.now() - startedAt).toBeLessThan(60_000)
    await cluster.start()
  })
})

async function signedInCallers(browser: () => Browser, count: number): Promise<Browser[]> {
  const callers = Array.from({ length: count }, () => browser())
  for (const caller of callers) await caller.become({ email: `outage-${Math.random()}@example.com` })
  return callers
}

/** Milliseconds until it succeeds, tried each 50 ms for ten seconds at most. */
async function recovery(attempt: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    const failure = await attempt().then(
      () => null,
      (error: Error) => error,
    )
    const elapsed = performance.now() - startedAt
    if (!failure) return elapsed
    if (elapsed > 10_000) throw failure
    await delay(50)
  }
}
