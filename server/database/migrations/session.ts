import type { PGlite } from '@electric-sql/pglite'
import type pg from 'pg'
import { connectAtStart } from '../connect.ts'
import { isBehindPooler } from '../find-pooler.ts'
import type { Query } from './applied.ts'

/** A connection to either database that migrations have for themselves. */
export interface MigrationSession {
  query: Query
  /** Runs a text that may hold several statements. */
  run(text: string): Promise<void>
  /** Waits until no other process is at the migrations, and keeps them away until the open transaction ends. */
  lock(): Promise<boolean>
  /** Lends a session without an open transaction, while the lock is kept. */
  beside(use: (session: Pick<MigrationSession, 'query' | 'run'>) => Promise<void>): Promise<void>
}

// Any number will do as long as every replica asks for the same one.
const migrationLock = 718_203_546

/** Runs `use` on a connection of its own. Throws StartError when the database cannot be reached. */
export async function withPostgresSession<Result>(
  databaseUrl: string,
  use: (session: MigrationSession) => Promise<Result>,
): Promise<Result> {
  const client = await connectAtStart(databaseUrl, 'migrations')
  try {
    return await use({
      ...commandsOf(client),
      // Not one that waits: what builds an index concurrently would wait for the waiting statement, and that for it.
      lock: async () => {
        const { rows } = await client.query('select pg_try_advisory_xact_lock($1) as held', [migrationLock])
        return rows[0].held
      },
      beside: (useBeside) => openBeside(databaseUrl, useBeside),
    })
  } finally {
    await client.end()
  }
}

const commandsOf = (client: pg.Client): Pick<MigrationSession, 'query' | 'run'> => ({
  query: async (statement, values) => (await client.query(statement, values)).rows,
  run: async (text) => {
    await client.query(text)
  },
})

async function openBeside(
  databaseUrl: string,
  use: Parameters<MigrationSession['beside']>[0],
): Promise<void> {
  const client = await connectAtStart(databaseUrl, 'migrations')
  try {
    // What is set for a session would stay on a pooler's connection, which is somebody else's next: behind one the
    // bounds of the role hold, and what takes longer is told of as half-way.
    if (!(await isBehindPooler(client)))
      await client.query(
        `select set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false)`,
      )
    await use(commandsOf(client))
  } finally {
    await client.end()
  }
}

/** The session of an embedded database, which nobody else is at since its folder is locked. */
export function embeddedSession(client: PGlite): MigrationSession {
  const run = async (text: string) => {
    await client.exec(text)
  }
  const query: Query = async (statement, values) =>
    (await client.query<Record<string, unknown>>(statement, values)).rows
  return {
    run,
    query,
    lock: async () => true,
    beside: async (use) => {
      await run('commit')
      await use({ run, query }).finally(() => run('begin'))
    },
  }
}
