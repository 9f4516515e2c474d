import { randomBytes } from 'node:crypto'
import { getTableName, is, sql } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { inject } from 'vitest'
import * as schema from '#drizzle/schema/index.ts'
import { createEmbedded, type OpenDatabase, openDatabase, wrapEmbedded } from '#server/database/open.ts'

let opened: Promise<OpenDatabase> | undefined

/** The worker's own migrated database, on PGlite or Postgres as the Vitest project says, with every table empty. */
export async function emptyDatabase(): Promise<OpenDatabase> {
  opened ??= inject('database') === 'postgres' ? openOnPostgres() : createEmbedded().then(wrapEmbedded)
  const database = await opened
  const tables = Object.values(schema).filter((value) => is(value, PgTable))
  const names = tables.map((table) => `"${getTableName(table)}"`).join(', ')
  await database.db.transaction(async (tx) => {
    // The audit log refuses it while its triggers are at work.
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(sql.raw(`truncate ${names}`))
  })
  return database
}

/** Where the tests' own databases are made; null in the PGlite project. */
export const serverUrl = () => (inject('database') === 'postgres' ? inject('postgresUrl') : null)

/** A new database on the test server; `url` leads to it. */
export async function createPostgresDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = serverUrl()
  if (!server) throw new Error('This test belongs to the postgres project.')
  const name = `gatehouse_test_${inject('run')}_${randomBytes(6).toString('hex')}`
  await onServer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(server, `drop database if exists ${name} with (force)`) }
}

async function openOnPostgres(): Promise<OpenDatabase> {
  const { url } = await createPostgresDatabase()
  return openDatabase({ databaseUrl: url, dataDir: '' })
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
