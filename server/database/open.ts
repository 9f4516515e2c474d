import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import type { PGlite } from '@electric-sql/pglite'
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres'
import { StartError } from '../errors.ts'
import type { Database } from './database.ts'
import { refuseOtherMajor } from './embedded-version.ts'
import { findPooler } from './find-pooler.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { createEmbeddedListener, createPostgresListener, type Listener } from './listen.ts'
import { makeCluster } from './make-cluster.ts'
import { type MigrateOptions, migrateEmbedded, migratePostgres } from './migrations/migrate.ts'
import { onNamed, prepareNamed } from './named-statements.ts'
import { BoundedPool } from './pool.ts'
import { pooledTransactions } from './pooled-transactions.ts'
import { schema } from './schema.ts'
import { takeTurns } from './take-turns.ts'
import { refuseInsideTransaction, trackTransactions } from './transaction-guard.ts'
import { withinTwoSeconds } from './within-two-seconds.ts'

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
  migrate?: MigrateOptions
}): Promise<OpenDatabase> {
  const { databaseUrl, databaseDirectUrl, onError, migrate } = options
  return databaseUrl
    ? openPostgres({ databaseUrl, directUrl: databaseDirectUrl ?? databaseUrl, onError, migrate })
    : openEmbedded(options)
}

async function openPostgres(options: {
  databaseUrl: string
  directUrl: string
  onError?: (error: Error) => void
  migrate?: MigrateOptions
}): Promise<OpenDatabase> {
  await migratePostgres(options.directUrl, options.migrate)
  const pooled = await findPooler(options.databaseUrl)
  const listener = createPostgresListener(options.directUrl)
  const pool = new BoundedPool({
    connectionString: options.databaseUrl,
    onError: options.onError,
    onMessage: listener.noteMessage,
    pooled,
  })
  // The pool's types know its driver's results; the code is written for both drivers.
  const db = drizzlePostgres(pool, { schema }) as unknown as Database
  db.transaction = pooledTransactions(pool)
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
  migrate?: MigrateOptions
}): Promise<OpenDatabase> {
  const { client, lock } = await openFolder(options)
  try {
    const database = await wrapEmbedded(client, options.migrate)
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

/** Where in the data folder the embedded database is. */
export const databaseFolder = (dataDir: string): string => join(dataDir, 'database')

/**
 * Takes the data folder for this process and opens its embedded database as it is, or a new one.
 * @throws StartError when another process holds the folder, or another version of Postgres made it.
 */
export async function openFolder(options: {
  dataDir: string
  onError?: (error: Error) => void
}): Promise<{ client: PGlite; lock: FolderLock }> {
  await mkdir(options.dataDir, { recursive: true }).catch((cause) => {
    throw new StartError(`The data folder ${options.dataDir} cannot be made: ${cause.message}.`, { cause })
  })
  const lock = await lockFolder(options.dataDir, options.onError)
  try {
    const folder = databaseFolder(options.dataDir)
    await refuseOtherMajor(folder)
    if (!existsSync(folder)) await makeCluster(folder)
    return { client: await createEmbedded(folder), lock }
  } catch (error) {
    await lock.release()
    throw error
  }
}

// Postgres takes 128 MB by default, and twice as much of the process. Behind these the operating system's cache has it.
const sharedBuffers = '16MB'

// V8's optimizing compiler needs half a gigabyte for the largest function of Postgres, and the calls of a server do not
// get cheaper by it.
/** A PGlite with the extensions that the migrations ask for; in memory without a folder. */
export async function createEmbedded(folder?: string): Promise<PGlite> {
  const [{ PGlite }, { pg_trgm }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite/contrib/pg_trgm'),
  ])
  for (const flag of ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'])
    setFlagsFromString(flag)
  const startParams = [...PGlite.defaultStartParams, '-c', `shared_buffers=${sharedBuffers}`]
  return PGlite.create({ dataDir: folder, extensions: { pg_trgm }, startParams })
}

/** Migrates an open PGlite and gives it the face of a database: what `openDatabase` does once it has the folder. */
export async function wrapEmbedded(client: PGlite, migrate?: MigrateOptions): Promise<OpenDatabase> {
  await migrateEmbedded(client, migrate)
  takeTurns(client)
  // Only where it is used: the import brings PGlite itself.
  const { drizzle: drizzlePglite } = await import('drizzle-orm/pglite')
  const named = await prepareNamed(client)
  const query = client.query.bind(client)
  const db = drizzlePglite(client, { schema }) as unknown as Database
  onNamed(db, named.add)
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
      await withinTwoSeconds(query('select 1'))
    },
    close: async () => {
      await listener.close()
      await client.close()
    },
  }
}
