import type { PGlite } from '@electric-sql/pglite'
import { StartError } from '../../errors.ts'
import { reasonOf } from '../connect.ts'
import type { Query } from './applied.ts'
import { type History, readHistories } from './history.ts'
import { type RunOptions, runMigrations } from './run-migrations.ts'
import { embeddedSession, withPostgresSession } from './session.ts'

/** What else than the histories of this version is to be applied, and what was decided about a half-way one. */
export type MigrateOptions = { histories?: History[] } & Pick<RunOptions, 'settle'>

/**
 * Brings a Postgres database up to date, one process at a time.
 * @throws StartError when it cannot be reached, refuses the sign-in or lacks an extension, and when what it has had
 * does not fit this version.
 */
export async function migratePostgres(databaseUrl: string, options: MigrateOptions = {}): Promise<void> {
  const { histories = readHistories(), settle } = options
  await withPostgresSession(databaseUrl, (session) =>
    runMigrations(session, { histories, settle, prepare: () => requireTrigrams(session.query) }),
  )
}

/** Brings an embedded database up to date. Throws StartError when what it has had does not fit this version. */
export async function migrateEmbedded(client: PGlite, options: MigrateOptions = {}): Promise<void> {
  const { histories = readHistories(), settle } = options
  await runMigrations(embeddedSession(client), { histories, settle })
}

// The migrations would fail on it too, but with a message that says nothing of what to do.
async function requireTrigrams(query: Query): Promise<void> {
  await query('create extension if not exists pg_trgm').catch((cause) => {
    throw new StartError(
      `The search for users needs Postgres's extension pg_trgm, which cannot be made: ${reasonOf(cause)}. ` +
        'It comes with Postgres (package postgresql-contrib); a superuser makes it with: create extension pg_trgm',
      { cause },
    )
  })
}
