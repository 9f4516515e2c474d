import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import type { OpenDatabase } from '#server/database/open.ts'
import { createTestApp } from '#test/app.ts'

async function setUp() {
  const { app, database } = await createTestApp()
  const { db } = database
  // The database is the worker's, for other tests too.
  const change = async (statement: string, back: string) => {
    await db.execute(sql.raw(statement))
    onTestFinished(async () => void (await db.execute(sql.raw(back))))
  }
  const ready = async () => {
    const { statusCode, headers, body } = await app.inject('/health/ready')
    return { status: statusCode, caching: headers['cache-control'], ...JSON.parse(body) }
  }
  return { change, ready }
}

const caching = 'no-store'
const table = 'drizzle.__drizzle_migrations'

test('a database with the migrations of this version, and none of another, is ready', async () => {
  const { ready } = await setUp()
  expect(await ready()).toEqual({ status: 'ok', caching })
})

test('a database that a newer version expanded is ready, and one that it contracted is not', async () => {
  const { change, ready } = await setUp()
  const remove = `delete from ${table} where tag = '9999_newer'`
  await change(
    `insert into ${table} (hash, created_at, tag, kind) values ('x', 0, '9999_newer', 'expand')`,
    remove,
  )
  expect((await ready()).status).toBe('ok')
  await change(`update ${table} set kind = 'contract' where tag = '9999_newer'`, remove)
  expect(await ready()).toEqual({
    status: 'unavailable',
    reason: expect.stringMatching(/9999_newer\.sql of a newer version, which takes away/),
    caching,
  })
})

test('a database without a migration of this version is not ready', async () => {
  const { change, ready } = await setUp()
  const hidden = `where tag = '0001_limits-consume'`
  await change(
    `update ${table} set hash = 'x-' || hash, kind = 'expand', tag = '9999_newer', created_at = -created_at ${hidden}`,
    `update ${table} set hash = substr(hash, 3), kind = 'base', tag = '0001_limits-consume', created_at = -created_at
      where tag = '9999_newer'`,
  )
  const { status, reason } = await ready()
  expect([status, reason]).toEqual(['unavailable', expect.stringContaining('0001_limits-consume.sql')])
})

test('not ready within some two seconds while nothing gets through to the database', async () => {
  const { app, database } = await createTestApp()
  const late = new Promise<void>((resolve) => setTimeout(resolve, 6000))
  const held = heldUp(database, late)
  const startedAt = performance.now()
  const { statusCode } = await app.inject('/health/ready')
  // Postgres has other connections.
  if (database.kind === 'postgres') expect(statusCode).toBe(200)
  else expect([statusCode, performance.now() - startedAt < 5500]).toEqual([503, true])
  await held
})

/** Keeps a transaction open, and with it the one connection of the embedded database. */
function heldUp({ db }: OpenDatabase, until: Promise<void>): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select 1`)
    await until
  })
}
