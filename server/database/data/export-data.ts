import { StartError } from '../../errors.ts'
import type { Query } from '../migrations/applied.ts'
import type { History } from '../migrations/history.ts'
import { readHad } from '../migrations/read-had.ts'
import { noBounds } from '../migrations/run-migrations.ts'
import { readSequences, readTables } from './catalogue.ts'
import { type DataPlace, requireDatabase, withDataSession } from './data-session.ts'
import {
  type DumpEnd,
  type DumpHeader,
  type DumpSequence,
  type DumpTable,
  dumpFormat,
  dumpVersion,
} from './dump-format.ts'
import { measure, readRows, writeTextsAlike } from './read-rows.ts'
import { type DumpWriter, writeDump } from './write-dump.ts'

/** Told of how many of what (the rows of a table) are done. */
export type Report = (what: string, done: number, total: number) => void

export interface DataOptions {
  file: string
  histories: History[]
  /** Ends it with the signal's reason; nothing half-done is left. */
  signal: AbortSignal
  report: Report
}

export interface ExportOptions extends DataOptions {
  /** The version of Gatehouse that writes. */
  gatehouse: string
}

/**
 * Writes every table as it is at one moment into a file. Returns how many rows of each.
 * @throws StartError when there is no database or it does not fit this version, and when the file cannot be written.
 */
export async function exportData(place: DataPlace, options: ExportOptions): Promise<DumpEnd['rows']> {
  await requireDatabase(place)
  return withDataSession(place, async ({ query, run }) => {
    await run('begin isolation level repeatable read, read only')
    try {
      return await exportFrom(query, options)
    } finally {
      // What failed may be the connection itself.
      await run('rollback').catch(() => {})
    }
  })
}

async function exportFrom(query: Query, options: ExportOptions): Promise<DumpEnd['rows']> {
  await query(noBounds)
  await writeTextsAlike(query)
  const header = await makeHeader(query, options)
  return writeDump(options.file, async (writer) => {
    await writer.write([JSON.stringify(header)])
    const rows = await writeTables(query, writer, options)
    await writer.write(await readSequenceLines(query))
    options.signal.throwIfAborted()
    return rows
  })
}

async function makeHeader(
  query: Query,
  { histories, gatehouse }: { histories: History[]; gatehouse: string },
) {
  const found = await readHad(query, histories)
  if (found.every(({ had }) => had.length === 0))
    throw new StartError('This database holds nothing: no migration was ever applied to it.')
  for (const { history, pending, problem } of found) {
    if (problem) throw new StartError(problem)
    const [first] = pending
    if (!first) continue
    throw new StartError(
      `This database has not had ${history.folder}/${first.tag}.sql. Export with the version that serves from it, or ` +
        'bring it up to date first: npm run db:migrate',
    )
  }
  const header: DumpHeader = {
    format: dumpFormat,
    version: dumpVersion,
    at: new Date().toISOString(),
    gatehouse,
    histories: found.map(({ history: { name, folder }, had }) => ({ name, folder, migrations: had })),
  }
  return header
}

async function writeTables(query: Query, writer: DumpWriter, { signal, report }: DataOptions) {
  const rows: DumpEnd['rows'] = {}
  for (const table of await readTables(query)) {
    const line: DumpTable = { table: table.name, columns: table.columns.map(({ name }) => name) }
    await writer.write([JSON.stringify(line)])
    const { total, atOnce } = await measure(query, table)
    let done = 0
    for await (const lines of readRows(query, table, atOnce)) {
      signal.throwIfAborted()
      await writer.write(lines)
      done += lines.length
      report(table.name, done, total)
    }
    rows[table.name] = done
  }
  return rows
}

async function readSequenceLines(query: Query): Promise<string[]> {
  const lines: string[] = []
  for (const { name, quoted } of await readSequences(query)) {
    const [row] = await query(`select last_value::text as last, is_called as called from ${quoted}`)
    const line: DumpSequence = { sequence: name, last: String(row?.last), called: row?.called === true }
    lines.push(JSON.stringify(line))
  }
  return lines
}
