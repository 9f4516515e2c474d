import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres'
import { migrate as migrateWithPg } from 'drizzle-orm/node-postgres/migrator'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { migrate as migrateWithPglite } from 'drizzle-orm/pglite/migrator'
import pg from 'pg'
import { inject } from 'vitest'
import { createPostgresDatabase } from '#test/database.ts'
import { createMigratedEmbedded } from '#test/embedded-template.ts'
import { temporaryFolder } from '#test/processes/server-process.ts'
import { type History, type HistoryPlace, readHistory } from './history.ts'
import { type MigrateOptions, migrateEmbedded, migratePostgres } from './migrate.ts'

/** A database for histories that a test makes up, empty again after `reset`. */
export interface ScratchDatabase {
  url: string | null
  query(statement: string): Promise<Record<string, unknown>[]>
  migrate(options: MigrateOptions): Promise<void>
  /** What Drizzle's own migrator makes of a folder. */
  migrateByDrizzle(migrationsFolder: string): Promise<void>
  reset(): Promise<void>
  close(): Promise<void>
}

export const createScratchDatabase = (): Promise<ScratchDatabase> =>
  inject('database') === 'postgres' ? onPostgres() : onEmbedded()

const nothing = `drop schema if exists drizzle cascade; drop schema public cascade; create schema public`

async function onPostgres(): Promise<ScratchDatabase> {
  const { url, drop } = await createPostgresDatabase({ empty: true })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return {
    url,
    query: async (statement) => (await client.query(statement)).rows,
    migrate: (options) => migratePostgres(url, options),
    migrateByDrizzle: (migrationsFolder) => migrateWithPg(drizzlePg(client), { migrationsFolder }),
    reset: async () => void (await client.query(nothing)),
    close: async () => {
      await client.end()
      await drop()
    },
  }
}

async function onEmbedded(): Promise<ScratchDatabase> {
  const client: PGlite = await createMigratedEmbedded()
  return {
    url: null,
    query: async (statement) => (await client.query<Record<string, unknown>>(statement)).rows,
    migrate: (options) => migrateEmbedded(client, options),
    migrateByDrizzle: (migrationsFolder) => migrateWithPglite(drizzlePglite(client), { migrationsFolder }),
    reset: async () => void (await client.exec(nothing)),
    close: () => client.close(),
  }
}

export interface MigrationFile {
  tag: string
  /** When it was generated; the place in the list unless given. */
  when?: number
  sql: string
}

/** A folder of migrations in the order of their journal; `write` makes it another, as a merge or a release does. */
export async function createHistory(files: MigrationFile[], options: Partial<HistoryPlace> = {}) {
  const root = await temporaryFolder()
  const place = { name: 'test', folder: 'migrations', table: '__drizzle_migrations', base: null, ...options }
  const folder = join(root, place.folder)
  const write = async (written: MigrationFile[]): Promise<History> => {
    await rm(folder, { recursive: true, force: true })
    await mkdir(join(folder, 'meta'), { recursive: true })
    const entries = written.map(({ tag, when }, idx) => ({
      idx,
      version: '7',
      when: when ?? idx,
      tag,
      breakpoints: true,
    }))
    await writeFile(
      join(folder, 'meta/_journal.json'),
      JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
    )
    for (const { tag, sql } of written) await writeFile(join(folder, `${tag}.sql`), sql)
    return readHistory(place, root)
  }
  return { folder, write, read: () => readHistory(place, root), history: await write(files) }
}

/** A migration that makes a table of its own name. */
export const tableFile = (
  name: string,
  { kind = 'expand', when }: { kind?: string; when?: number } = {},
) => ({
  tag: `0000_${name}`,
  when,
  sql: `-- ${kind}\ncreate table ${name} (id int)`,
})
