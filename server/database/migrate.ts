import { fileURLToPath } from 'node:url'
import { count, sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as migrateWithPg } from 'drizzle-orm/node-postgres/migrator'
import type { PgliteDatabase } from 'drizzle-orm/pglite'
import { migrate as migrateWithPglite } from 'drizzle-orm/pglite/migrator'
import type pg from 'pg'
import { StartError } from '../errors.ts'
import { connectAtStart, reasonOf } from './connect.ts'
import type { Database } from './database.ts'

const migrationsFolder = fileURLToPath(new URL('../../drizzle/migrations', import.meta.url))

// Any number will do as long as every replica asks for the same one.
const migrationLock = 718_203_546

/**
 * Brings a Postgres database up to date, one process at a time.
 * @throws StartError when it cannot be reached, refuses the sign-in, or lacks an extension.
 */
export async function migratePostgres(databaseUrl: string): Promise<void> {
  const client = await connectAtStart(databaseUrl, 'migrations')
  try {
    // The migrator's own begin joins this transaction and its commit ends it. What belonged to the session instead
    // would stay on a pooler's connection, which is somebody else's next; and bounds of the role are for calls.
    await client.query('begin')
    await client.query(
      `select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)`,
    )
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
    await requireTrigrams(client)
    await migrateWithPg(drizzle(client), { migrationsFolder })
  } finally {
    await client.end()
  }
}

// The migrations would fail on it too, but with a message that says nothing of what to do.
async function requireTrigrams(client: pg.Client): Promise<void> {
  await client.query('create extension if not exists pg_trgm').catch((cause) => {
    throw new StartError(
      `The search for users needs Postgres's extension pg_trgm, which cannot be made: ${reasonOf(cause)}. ` +
        'It comes with Postgres (package postgresql-contrib); a superuser makes it with: create extension pg_trgm',
      { cause },
    )
  })
}

/** Brings an embedded database up to date; its folder is locked, so nobody else can be at it. */
export async function migrateEmbedded(db: Database): Promise<void> {
  await migrateWithPglite(db as unknown as PgliteDatabase, { migrationsFolder })
}

/** How many migrations this version of the server brings. */
export const countKnownMigrations = (): number => readMigrationFiles({ migrationsFolder }).length

/** How many the database has had; more than are known when a newer version has been at it. */
export async function countAppliedMigrations(db: Database): Promise<number> {
  const [row] = await db.select({ applied: count() }).from(sql`drizzle.__drizzle_migrations`)
  return row?.applied ?? 0
}
