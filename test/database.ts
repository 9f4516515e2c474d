import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type OpenDatabase, openDatabase, wrapEmbedded } from '#server/database/open.ts'
import { createMigratedEmbedded } from './embedded-template.ts'
import { emptyTables } from './empty-tables.ts'

let opened: Promise<OpenDatabase> | undefined

/** The worker's own migrated database, on PGlite or Postgres as the Vitest project says, with every table empty. */
export async function emptyDatabase(): Promise<OpenDatabase> {
  opened ??=
    inject('database') === 'postgres' ? openOnPostgres() : createMigratedEmbedded().then(wrapEmbedded)
  const database = await opened
  await emptyTables(database.db)
  return database
}

/** Where the tests' own databases are made; null in the PGlite project. */
export const serverUrl = () => (inject('database') === 'postgres' ? inject('postgresUrl') : null)

/** A new database on the test server, with every migration made unless it is to be `empty`; `url` leads to it. */
export async function createPostgresDatabase(
  options: { empty?: boolean } = {},
): Promise<{ url: string; drop(): Promise<void> }> {
  const server = serverUrl()
  if (!server) throw new Error('This test belongs to the postgres project.')
  const name = `gatehouse_test_${inject('run')}_${randomBytes(6).toString('hex')}`
  const template = options.empty ? 'template1' : `gatehouse_test_${inject('run')}_template`
  await onServer(server, `create database ${name} template ${template}`)
  // Nobody needs what a test wrote after a crash of the server, so no test waits for its disk.
  await onServer(server, `alter database ${name} set synchronous_commit = off`)
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
