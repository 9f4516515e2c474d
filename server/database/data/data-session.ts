import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isDatabaseAway, StartError } from '../../errors.ts'
import { reasonOf } from '../connect.ts'
import type { History } from '../migrations/history.ts'
import { migrateEmbedded, migratePostgres } from '../migrations/migrate.ts'
import { embeddedSession, type MigrationSession, withPostgresSession } from '../migrations/session.ts'
import { databaseFolder, openFolder } from '../open.ts'

/** Where the data is: a Postgres, or the embedded database in `dataDir`. */
export interface DataPlace {
  databaseUrl: string | null
  databaseDirectUrl?: string | null
  dataDir: string
}

/** A connection to either database as it is, with no migration made. */
export interface DataSession extends MigrationSession {
  migrate(histories: History[]): Promise<void>
}

/**
 * Runs `use` on a connection that it has for itself.
 * @throws StartError when the database cannot be reached or refuses something, and when another process holds the
 * embedded one.
 */
export async function withDataSession<Result>(
  place: DataPlace,
  use: (session: DataSession) => Promise<Result>,
): Promise<Result> {
  const url = place.databaseDirectUrl ?? place.databaseUrl
  try {
    return await (url ? withPostgres(url, use) : withEmbedded(place, use))
  } catch (error) {
    // Both drivers say how severe what Postgres tells is.
    if (!isDatabaseAway(error) && !(error instanceof Error && 'severity' in error)) throw error
    throw new StartError(`The database stopped it, and nothing half-done is left: ${describe(error)}`, {
      cause: error,
    })
  }
}

function describe(error: unknown): string {
  const detail = error instanceof Error && 'detail' in error && error.detail
  return `${reasonOf(error)}.${detail ? ` ${detail}` : ''}`
}

function withPostgres<Result>(url: string, use: (session: DataSession) => Promise<Result>) {
  const migrate = (histories: History[]) => migratePostgres(url, { histories })
  return withPostgresSession(url, (session) => use({ ...session, migrate }))
}

async function withEmbedded<Result>(place: DataPlace, use: (session: DataSession) => Promise<Result>) {
  const { client, lock } = await openFolder(place)
  try {
    const migrate = (histories: History[]) => migrateEmbedded(client, { histories })
    return await use({ ...embeddedSession(client), migrate })
  } finally {
    await client.close()
    await lock.release()
  }
}

/** Refuses to read from an embedded database that is not there, which opening would make. Throws StartError. */
export async function requireDatabase({ databaseUrl, dataDir }: DataPlace): Promise<void> {
  if (databaseUrl) return
  await access(join(databaseFolder(dataDir), 'PG_VERSION')).catch((cause) => {
    throw new StartError(
      `There is no embedded database in ${resolve(dataDir)}. Set DATA_DIR to its folder, or DATABASE_URL for a Postgres.`,
      { cause },
    )
  })
}
