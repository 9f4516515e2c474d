import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { inject, onTestFinished } from 'vitest'
import { createPostgresDatabase } from '#test/database.ts'
import { fillDataFolder } from '#test/embedded-template.ts'
import { dataFolder, temporaryFolder } from '#test/processes/server-process.ts'
import { runFolder } from '#test/run-folder.ts'
import { type History, historyPlaces, readHistories } from '../migrations/history.ts'
import { createHistory, type MigrationFile } from '../migrations/migrations-fixture.ts'
import { type DataPlace, withDataSession } from './data-session.ts'
import { exportData } from './export-data.ts'
import { importData } from './import-data.ts'

/** An embedded database in a folder of its own, with our migrations made unless it is to be `empty`. */
export async function embeddedPlace({ empty = false } = {}): Promise<DataPlace> {
  return { databaseUrl: null, dataDir: await (empty ? temporaryFolder() : dataFolder()) }
}

/** A database of the kind that the project tests. */
export async function projectPlace(options: { empty?: boolean } = {}): Promise<DataPlace> {
  if (inject('database') === 'embedded') return embeddedPlace(options)
  const { url, drop } = await createPostgresDatabase(options)
  onTestFinished(drop)
  return { databaseUrl: url, dataDir: '' }
}

/** Our history, and one of a product with these migrations. */
export async function historiesWith(files: MigrationFile[]): Promise<History[]> {
  const [ours, product] = [readHistories()[0], historyPlaces[1]]
  if (!ours || !product) throw new Error('There are two histories.')
  return [ours, (await createHistory(files, { ...product, folder: 'migrations' })).history]
}

/** Brings a database up to date, and runs statements on it. */
export const runOn = (place: DataPlace, histories: History[], statements: string): Promise<void> =>
  withDataSession(place, async (session) => {
    await session.migrate(histories)
    await session.run(statements)
  })

export const rowsOf = (place: DataPlace, statement: string): Promise<Record<string, unknown>[]> =>
  withDataSession(place, ({ query }) => query(statement))

interface Given {
  histories?: History[]
  signal?: AbortSignal
  report?: (what: string, done: number, total: number) => void
}

const options = (file: string, given: Given) => ({
  file,
  histories: given.histories ?? readHistories(),
  signal: given.signal ?? new AbortController().signal,
  report: given.report ?? (() => {}),
})

/** Exports into a new file, whose name it returns. */
export async function exportFrom(
  place: DataPlace,
  { file = '', ...given }: Given & { file?: string } = {},
): Promise<string> {
  file ||= join(await temporaryFolder(), 'dump.gz')
  await exportData(place, { ...options(file, given), gatehouse: '0.0.0' })
  return file
}

/** A dump of our tables with these rows, kept until the run of the tests ends. */
export async function keptDump(statements: string): Promise<string> {
  await mkdir(runFolder(inject('run')), { recursive: true })
  const folder = await mkdtemp(join(runFolder(inject('run')), 'dump-'))
  await fillDataFolder(folder)
  const place = { databaseUrl: null, dataDir: folder }
  await runOn(place, readHistories(), statements)
  return exportFrom(place, { file: join(folder, 'dump.gz') })
}

export const importInto = (place: DataPlace, file: string, given: Given = {}) =>
  importData(place, options(file, given))

export const readLines = async (file: string): Promise<string[]> =>
  gunzipSync(await readFile(file))
    .toString()
    .trimEnd()
    .split('\n')

/** What a dump says, but for its time and the digest, of which that is a part. */
export async function comparable(file: string): Promise<string[]> {
  const lines = await readLines(file)
  const header = { ...JSON.parse(lines[0] ?? ''), at: null }
  const end = { ...JSON.parse(lines.at(-1) ?? ''), sha256: null }
  return [JSON.stringify(header), ...lines.slice(1, -1), JSON.stringify(end)]
}

/** Writes a dump with other lines into a new file; as an exporter would, or with the end as it was. */
export async function rewrite(
  file: string,
  change: (lines: string[]) => string[],
  { sealed = false } = {},
): Promise<string> {
  const lines = change(await readLines(file))
  if (sealed) {
    const end = JSON.parse(lines.pop() ?? '')
    const sha256 = createHash('sha256')
      .update(`${lines.join('\n')}\n`)
      .digest('hex')
    lines.push(JSON.stringify({ ...end, sha256 }))
  }
  const changed = join(await temporaryFolder(), 'changed.gz')
  await writeFile(changed, gzipSync(`${lines.join('\n')}\n`))
  return changed
}
