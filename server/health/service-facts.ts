import { readFileSync } from 'node:fs'
import { type History, readHistories } from '../database/migrations/history.ts'
import type { OpenDatabase } from '../database/open.ts'

/** What does not change while the process runs. */
export interface ServiceFacts {
  version: string
  startedAt: Date
  databaseKind: OpenDatabase['kind']
  /** The migrations that this version brings. */
  histories: History[]
}

const packageFile = new URL('../../package.json', import.meta.url)

/** The version of Gatehouse. */
export const readVersion = (): string => JSON.parse(readFileSync(packageFile, 'utf8')).version

/** Reads them once. */
export const readServiceFacts = (database: Pick<OpenDatabase, 'kind'>): ServiceFacts => ({
  version: readVersion(),
  startedAt: new Date(Date.now() - process.uptime() * 1000),
  databaseKind: database.kind,
  histories: readHistories(),
})
