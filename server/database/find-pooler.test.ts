import { setTimeout as delay } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import pg from 'pg'
import { beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { rateLimit } from '#drizzle/schema/index.ts'
import { createTestApp, testSecret } from '#test/app.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { findPgBouncer, startPgBouncer } from '#test/postgres/pgbouncer.ts'
import { freePort } from '#test/postgres/postgres-cluster.ts'
import { run, temporaryFolder } from '#test/processes/server-process.ts'
import { StartError } from '../errors.ts'
import { migratePostgres } from './migrations/migrate.ts'
import { openDatabase } from './open.ts'
import { BoundedPool, bounds } from './pool.ts'

// Without the news a replica reads the rules anew every ten seconds.
const broughtByNewsMs = 5000

const onPostgres = inject('database') === 'postgres'
if (onPostgres && !findPgBouncer() && process.env.CI) throw new Error('CI needs the program pgbouncer.')
const skipped = !onPostgres
  ? 'No pooler stands in front of the embedded database.'
  : findPgBouncer()
    ? null
    : 'There is no pgbouncer here to stand in front of Postgres.'

/** A database of its own, and what is sent to it past every pooler. */
async function createDatabase(options: { empty?: boolean } = {}) {
  const { url, drop } = await createPostgresDatabase(options)
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  onTestFinished(async () => {
    await owner.end()
    await drop()
  })
  const name = new URL(url).pathname.slice(1)
  const setForRole = async (ms: Record<string, number>) => {
    for (const [bound, value] of Object.entries(ms))
      await owner.query(`alter role current_user in database ${name} set ${bound} = ${value}`)
  }
  return { url, owner, setForRole }
}

/** A database whose role carries the bounds, and a pooler in front of it. */
async function createPooled(options: { empty?: boolean } = {}) {
  const { url, owner, setForRole } = await createDatabase(options)
  await setForRole(bounds)
  const { url: databaseUrl } = await startPgBouncer(url)
  return { databaseUrl, databaseDirectUrl: url, owner }
}

async function openHere(urls: { databaseUrl: string; databaseDirectUrl?: string }) {
  const database = await openDatabase({ ...urls, dataDir: '' })
  onTestFinished(() => database.close())
  return database
}

describe('behind PgBouncer in transaction mode', () => {
  beforeEach((context) => {
    if (skipped) context.skip(skipped)
  })

  test.each(['', Object.keys(bounds).join(',')])(
    'a start without bounds is refused with the statements that set them (ignored parameters: "%s")',
    async (ignoredParameters) => {
      const { url, owner } = await createDatabase()
      const pooler = await startPgBouncer(url, { ignoredParameters })
      const open = () =>
        openDatabase({ databaseUrl: pooler.url, databaseDirectUrl: url, dataDir: '' }).catch((error) => error)
      const refused = await open()
      expect(refused).toBeInstanceOf(StartError)
      const statements: string[] = refused.message.match(/^ {2}alter role .*;$/gm)
      expect(statements).toHaveLength(3)
      await owner.query(statements.slice(1).join(''))
      await pooler.reconnect()
      expect((await open()).message.match(/^ {2}alter role .*;$/gm)).toEqual(statements.slice(0, 1))
      await owner.query(statements[0] ?? '')
      await pooler.reconnect()
      await (await open()).close()
    },
  )

  test('the server starts and is ready', async () => {
    const { databaseUrl, databaseDirectUrl } = await createPooled({ empty: true })
    const DATA_DIR = await temporaryFolder()
    const server = run('server/main.ts', {
      env: {
        PORT: String(await freePort()),
        DATABASE_URL: databaseUrl,
        DATABASE_DIRECT_URL: databaseDirectUrl,
        DATA_DIR,
        BETTER_AUTH_SECRET: testSecret,
      },
      cwd: DATA_DIR,
    })
    const [, url] = await server.printed(/ runs at (http:\/\/localhost:\d+)/)
    expect((await fetch(`${url}/health/ready`)).status).toBe(200)
    server.child.kill('SIGTERM')
    expect(await server.exited).toBe(0)
  })

  test('two replicas sign people in, keep limits exactly and hear of changes past the pooler', async () => {
    const urls = await createPooled()
    const here = await createTestApp({ database: await openHere(urls) })
    const there = await createTestApp({ database: await openHere(urls) })
    const admin = here.browser('192.0.2.1')
    const { email } = await admin.become({ role: 'admin' })
    expect((await there.browser('192.0.2.2').signIn(email)).statusCode).toBe(200)

    const change = { id: 'public', scope: 'ip', limit: 100, windowMs: 3_600_000, reason: 'x' }
    expect((await admin.mutate('limits.setPolicy', change)).error).toBeUndefined()
    const limitOf = async () =>
      (await there.browser('192.0.2.3').query('health.ping')).headers['ratelimit-policy']
    const startedAt = performance.now()
    while (!String(await limitOf()).includes('q=100')) await delay(5)
    expect(performance.now() - startedAt).toBeLessThan(broughtByNewsMs)

    const address = '198.51.100.9'
    const callers = [here.browser(address), there.browser(address)]
    const statuses: number[] = []
    for (let round = 0; round < 20; round += 1) {
      const calls = callers.flatMap((caller) => Array.from({ length: 5 }, () => caller.query('health.ping')))
      statuses.push(...(await Promise.all(calls)).map(({ status }) => status))
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(100)
    expect(statuses.filter((status) => status === 429)).toHaveLength(100)
    const counter = eq(rateLimit.key, `public/ip:${address}`)
    expect(await here.database.db.select().from(rateLimit).where(counter)).toMatchObject([{ count: 100 }])
    // A statement that the pooler lost would have been counted in the process, with a warning.
    for (const { logged } of [here, there])
      expect(logged.filter((line) => /"level":(40|50|60)/.test(line))).toEqual([])
  })

  test('without an address past it the server starts too, and no lock of the migrations stays behind', async () => {
    const { databaseUrl, owner } = await createPooled({ empty: true })
    await openHere({ databaseUrl })
    const held = `select 1 from pg_locks join pg_database on oid = database
      where locktype = 'advisory' and datname = current_database()`
    expect((await owner.query(held)).rows).toEqual([])
  })
})

describe.runIf(onPostgres)('on Postgres itself', () => {
  test('a statement whose name the connection does not know, or gave to another, is sent again without it', async () => {
    const { url } = await createDatabase()
    const pool = new BoundedPool({ connectionString: url, max: 1 })
    onTestFinished(() => pool.end())
    const sum = (a: number) => pool.query({ name: 'sum', text: 'select $1::int + 1 as sum', values: [a] })
    expect((await sum(1)).rows).toEqual([{ sum: 2 }])
    await pool.query('deallocate all')
    expect((await sum(2)).rows).toEqual([{ sum: 3 }])
    await pool.query('prepare other as select 1')
    const taken = await pool.query({ name: 'other', text: 'select 2 as two' })
    expect(taken.rows).toEqual([{ two: 2 }])
    // What fails for another reason is not sent twice.
    await pool.query('create sequence tries')
    const failing = pool.query({ name: 'failing', text: `select 1 / (nextval('tries') - 1)` })
    await expect(failing).rejects.toThrow('division by zero')
    expect((await pool.query('select last_value::int from tries')).rows).toEqual([{ last_value: 1 }])
  })

  test('migrations wait for those of another replica for as long as they take, whatever bounds the role has', async () => {
    const { url, owner, setForRole } = await createDatabase({ empty: true })
    await setForRole({ lock_timeout: 50, statement_timeout: 50 })
    await owner.query('select pg_advisory_lock(718203546)')
    const migrated = migratePostgres(url)
    const early = await Promise.race([migrated.catch((error) => error), delay(1000, 'waits')])
    expect(early).toBe('waits')
    await owner.query('select pg_advisory_unlock(718203546)')
    await migrated
    expect((await owner.query('select * from drizzle.__drizzle_migrations')).rows).not.toEqual([])
  })
})
