import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import * as schema from '#drizzle/schema/index.ts'
import { StartError } from '../errors.ts'
import type { Database } from './database.ts'
import { findPooler } from './find-pooler.ts'
import { lockFolder } from './folder-lock.ts'
import { createEmbeddedListener, createPostgresListener, type Listener } from './listen.ts'
import { migrateEmbedded, migratePostgres } from './migrate.ts'
import { BoundedPool } from './pool.ts'
import { pooledTransactions } from './pooled-transactions.ts'
import { refuseInsideTransaction, trackTransactions } from './transaction-guard.ts'

export interface OpenDatabase {
  db: Database
  kind: 'postgres' | 'embedded'
  listener: Listener
  /** Resolves when the database answers; rejects within two seconds when it does not. */
  ping(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens and migrates the database: Postgres at `databaseUrl`, or the embedded one in `dataDir`. Where `databaseUrl`
 * leads to a pooler, `databaseDirectUrl` leads past it, for migrations and what is told to every replica.
 * @throws StartError when it cannot be reached, lacks its bounds, or when another process holds the folder.
 */
export async function openDatabase(options: {
  databaseUrl: string | null
  databaseDirectUrl?: string | null
  dataDir: string
  onError?: (error: Error) => void
}): Promise<OpenDatabase> {
  const { databaseUrl, databaseDirectUrl, onError } = options
  return databaseUrl
    ? openPostgres({ databaseUrl, directUrl: databaseDirectUrl ?? databaseUrl, onError })
    : openEmbedded(options)
}

async function openPostgres(options: {
  databaseUrl: string
  directUrl: string
  onError?: (error: Error) => void
}): Promise<OpenDatabase> {
  await migratePostgres(options.directUrl)
  const pooled = await findPooler(options.databaseUrl)
  const pool = new BoundedPool({ connectionString: options.databaseUrl, onError: options.onError, pooled })
  // The pool's types know its driver's results; the code is written for both drivers.
  const db = drizzlePostgres(pool, { schema }) as unknown as Database
  db.transaction = pooledTransactions(pool)
  const listener = createPostgresListener(options.directUrl)
  return {
    db: trackTransactions(db, pool),
    kind: 'postgres',
    listener,
    ping: () => pool.ping(),
    close: async () => {
      await listener.close()
      await pool.end()
    },
  }
}

async function openEmbedded(options: {
  dataDir: string
  onError?: (error: Error) => void
}): Promise<OpenDatabase> {
  await mkdir(options.dataDir, { recursive: true }).catch((cause) => {
    throw new StartError(`The data folder ${options.dataDir} cannot be made: ${cause.message}.`, { cause })
  })
  const lock = await lockFolder(options.dataDir, options.onError)
  try {
    const client = await createEmbedded(join(options.dataDir, 'database'))
    const database = await wrapEmbedded(client)
    return {
      ...database,
      close: async () => {
        await database.close()
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** A PGlite with the extensions that the migrations ask for; in memory without a folder. */
export const createEmbedded = (folder?: string): Promise<PGlite> =>
  PGlite.create({ dataDir: folder, extensions: { pg_trgm } })

/** Migrates an open PGlite and gives it the face of a database: what `openDatabase` does once it has the folder. */
export async function wrapEmbedded(client: PGlite): Promise<OpenDatabase> {
  const query = client.query.bind(client)
  const db = drizzlePglite(client, { schema }) as unknown as Database
  await migrateEmbedded(db)
  const listener = createEmbeddedListener(client)
  client.query = (...parameters: Parameters<typeof query>) => {
    refuseInsideTransaction(client)
    return query(...parameters)
  }
  return {
    db: trackTransactions(db, client),
    kind: 'embedded',
    listener,
    ping: async () => {
      await query('select 1')
    },
    close: async () => {
      await listener.close()
      await client.close()
    },
  }
}
