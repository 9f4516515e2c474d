import pg from 'pg'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { createPostgresDatabase, serverUrl } from '#test/database.ts'
import { findPgBouncer, startPgBouncer } from '#test/postgres/pgbouncer.ts'
import { StartError } from '../../errors.ts'
import { migratePostgres } from './migrate.ts'
import { createHistory, createScratchDatabase, tableFile } from './migrations-fixture.ts'

// The embedded database brings its extensions along.
test.runIf(inject('database') === 'postgres')(
  'without the right to make pg_trgm, the start says what to do, and goes on once it is there',
  async () => {
    const { url, drop } = await createPostgresDatabase({ empty: true })
    const { pathname } = new URL(url)
    const role = `${pathname.slice(1)}_lesser`
    const asLesser = new URL(url)
    asLesser.username = role
    asLesser.password = 'lesser'
    const owner = new pg.Client({ connectionString: url })
    await owner.connect()
    try {
      await owner.query(`create role ${role} login password 'lesser'`)
      await owner.query(`grant usage, create on schema public to ${role}`)
      const refused = migratePostgres(asLesser.href)
      await expect(refused).rejects.toBeInstanceOf(StartError)
      await expect(refused).rejects.toThrow(/pg_trgm.*permission denied.*create extension pg_trgm/)
      await owner.query('create extension pg_trgm')
      // Now only the migrations' own schema is missing a right.
      await owner.query(`grant create on database ${pathname.slice(1)} to ${role}`)
      await migratePostgres(asLesser.href)
    } finally {
      await owner.end()
      await drop()
      const server = new pg.Client({ connectionString: serverUrl() ?? undefined })
      await server.connect()
      await server.query(`drop role if exists ${role}`)
      await server.end()
    }
  },
)

// The embedded database has one process.
describe.runIf(inject('database') === 'postgres')('several processes on one Postgres', () => {
  const indexed = {
    tag: '0001_index',
    sql: '-- expand\n-- no transaction\ncreate index concurrently first_id on first (id)',
  }
  async function setUp() {
    const database = await createScratchDatabase()
    onTestFinished(() => database.close())
    return { ...database, url: database.url ?? '' }
  }

  test('replicas that start at once make each migration once, also one that waits for every open statement', async () => {
    const { url, query } = await setUp()
    const { history } = await createHistory([tableFile('first'), indexed, tableFile('last')])
    const start = () => migratePostgres(url, { histories: [history] })
    await Promise.all([start(), start(), start()])
    const made = await query('select tag from drizzle.__drizzle_migrations order by id')
    expect(made.map(({ tag }) => tag)).toEqual(['0000_first', '0001_index', '0000_last'])
  })

  test('one that has nothing to apply starts while a newer version is at work, without a right to change anything', async () => {
    const { url, query } = await setUp()
    const { history } = await createHistory([tableFile('first')])
    await migratePostgres(url, { histories: [history] })
    await query('select pg_advisory_lock(718203546)')
    const reading = new URL(url)
    reading.searchParams.set('options', '-c default_transaction_read_only=on')
    await migratePostgres(reading.href, { histories: [history] })
  })

  test('behind a pooler one outside a transaction is applied too, and no bound stays on the connection', async (context) => {
    if (!findPgBouncer()) context.skip('There is no pgbouncer here to stand in front of Postgres.')
    const { url, query } = await setUp()
    const { history } = await createHistory([tableFile('first'), indexed])
    const pooler = await startPgBouncer(url)
    await migratePostgres(pooler.url, { histories: [history] })
    await migratePostgres(url, { histories: [history] })
    const own = (await query('show statement_timeout')) as unknown
    const pooled = new pg.Client({ connectionString: pooler.url })
    await pooled.connect()
    onTestFinished(() => pooled.end())
    expect((await pooled.query('show statement_timeout')).rows).toEqual(own)
  })
})
