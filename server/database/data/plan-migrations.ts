import { StartError } from '../../errors.ts'
import type { Query } from '../migrations/applied.ts'
import type { History } from '../migrations/history.ts'
import { type HadHistory, readHad } from '../migrations/read-had.ts'
import type { DumpHistory } from './dump-format.ts'

/**
 * Which migrations bring a database to where a dumped one was: the histories of this version, cut to what that one had
 * had.
 * @throws StartError when this version does not know one of them, or the database has had others.
 */
export async function planMigrations(
  query: Query,
  { file, histories, dumped }: { file: string; histories: History[]; dumped: DumpHistory[] },
): Promise<History[]> {
  refuseUnknown(file, histories, dumped)
  const cut = histories.map((history) => {
    const hashes = new Set(
      dumped.find(({ name }) => name === history.name)?.migrations.map(({ hash }) => hash),
    )
    return { ...history, migrations: history.migrations.filter(({ hash }) => hashes.has(hash)) }
  })
  for (const each of await readHad(query, cut)) refuseOthers(file, each)
  return cut
}

function refuseUnknown(file: string, histories: History[], dumped: DumpHistory[]): void {
  for (const { name, folder, migrations } of dumped) {
    const known = histories.find((history) => history.name === name)?.migrations ?? []
    const unknown = migrations.find(({ hash }) => !known.some((each) => each.hash === hash))
    if (!unknown) continue
    const changed = known.some(({ tag }) => tag === unknown.tag)
    throw new StartError(
      `The database that ${file} was made from has had ${folder}/${unknown.tag}.sql, which ` +
        `${changed ? 'is another one here' : 'this version does not bring'}. Import with the version that exported, or ` +
        'with a newer one that brings all its migrations.',
    )
  }
}

function refuseOthers(file: string, { history: { folder, migrations }, had }: HadHistory): void {
  const other = had.find(({ hash }) => !migrations.some((each) => each.hash === hash))
  if (!other) return
  throw new StartError(
    `This database has had ${folder}/${other.tag}.sql, and the one that ${file} was made from has not. Import into a ` +
      'database that no server was ever started on: it is brought to where the other one was, filled, and then brought ' +
      'up to date.',
  )
}
