import { randomBytes } from 'node:crypto'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Database } from '#server/database/database.ts'
import { migratePostgres } from '#server/database/migrations/migrate.ts'
import { BoundedPool } from '#server/database/pool.ts'
import { schema } from '#server/database/schema.ts'
import { findPostgres } from '#test/postgres/postgres-server.ts'

export interface TemporaryDatabase {
  url: string
  /** As `select version()` begins: `PostgreSQL 15.20`. */
  version: string
  drop(): Promise<void>
}

/** A migrated database of its own on TEST_DATABASE_URL or the local Postgres; its owner drops it. */
export async function createTemporaryDatabase(): Promise<TemporaryDatabase> {
  const server = await findPostgres()
  if (!server) throw new Error('No Postgres answers: set TEST_DATABASE_URL or start one on this machine.')
  const name = `gatehouse_bench_${randomBytes(6).toString('hex')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  const [version] = await onServer(server, `create database ${name}`, 'show server_version')
  await migratePostgres(url.href)
  return {
    url: url.href,
    version: `PostgreSQL ${String(version?.server_version).split(' ', 1)[0]}`,
    drop: async () => {
      await onServer(server, `drop database if exists ${name} with (force)`)
    },
  }
}

/** Works on a database over connections that are closed afterwards. */
export async function withDatabase<Result>(
  url: string,
  use: (db: Database) => Promise<Result>,
): Promise<Result> {
  const pool = new BoundedPool({ connectionString: url, max: 10 })
  try {
    return await use(drizzle(pool, { schema }) as unknown as Database)
  } finally {
    await pool.end()
  }
}

async function onServer(connectionString: string, ...statements: string[]) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    let rows: Record<string, unknown>[] = []
    for (const statement of statements) ({ rows } = await client.query(statement))
    return rows
  } finally {
    await client.end()
  }
}
