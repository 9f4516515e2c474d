import { readFileSync } from 'node:fs'
import { countKnownMigrations } from '../database/migrate.ts'
import type { OpenDatabase } from '../database/open.ts'

/** What does not change while the process runs. */
export interface ServiceFacts {
  version: string
  startedAt: Date
  databaseKind: OpenDatabase['kind']
  knownMigrations: number
}

const packageFile = new URL('../../package.json', import.meta.url)

/** Reads them once. */
export const readServiceFacts = (database: Pick<OpenDatabase, 'kind'>): ServiceFacts => ({
  version: JSON.parse(readFileSync(packageFile, 'utf8')).version,
  startedAt: new Date(Date.now() - process.uptime() * 1000),
  databaseKind: database.kind,
  knownMigrations: countKnownMigrations(),
})
