import { StartError } from '../../errors.ts'
import { findTables, type Query } from '../migrations/applied.ts'
import type { History } from '../migrations/history.ts'
import { inTurn } from '../migrations/run-migrations.ts'
import { countRows, findFilled, readTables, type Table } from './catalogue.ts'
import { type DataPlace, type DataSession, withDataSession } from './data-session.ts'
import type { DumpEnd, DumpSequence } from './dump-format.ts'
import type { DataOptions } from './export-data.ts'
import { createFiller, setSequences } from './fill-tables.ts'
import { planMigrations } from './plan-migrations.ts'
import { putAside } from './put-aside.ts'
import { checkDump, readDump } from './read-dump.ts'
import { writeTextsAlike } from './read-rows.ts'

/**
 * Fills an empty database from a file: brings it to where the dumped one was, and puts every row in within one
 * transaction. What migrations this version brings besides is left to the next start. Returns how many rows of each table.
 * @throws StartError for a file that is not whole, a database that is not empty or has had other migrations, and when
 * a row is refused; the database is then as empty as before.
 */
export async function importData(place: DataPlace, options: DataOptions): Promise<DumpEnd['rows']> {
  const { file, histories, signal } = options
  const { header, rows } = await checkDump(file, signal)
  await withDataSession(place, async (session) => {
    const { query } = session
    const cut = await planMigrations(query, { file, histories, dumped: header.histories })
    await refuseFilled(query, await readTables(query), histories)
    await session.migrate(cut)
    await inTurn(session, () => fill(session, { ...options, rows }))
  })
  return rows
}

interface FillOptions extends DataOptions {
  rows: DumpEnd['rows']
}

async function fill({ query, run }: DataSession, options: FillOptions): Promise<void> {
  const tables = await readTables(query)
  await lockTables(query, tables)
  await refuseFilled(query, tables, options.histories)
  await writeTextsAlike(query)
  const bringBack = await putAside({ query, run }, tables, options)
  // What migrations put in is in the dump too, as it was by then.
  for (const { quoted } of await findFilled(query, tables)) await run(`delete from ${quoted}`)
  const sequences = await fillFromFile(query, { ...options, tables })
  await bringBack()
  await checkCounts(query, tables, options.rows)
  await run('analyze')
  options.signal.throwIfAborted()
  await setSequences(query, sequences, options.file)
}

async function lockTables(query: Query, tables: Table[]): Promise<void> {
  await query(`select set_config('lock_timeout', '5s', true)`)
  await query(`lock table ${tables.map(({ quoted }) => quoted).join(', ')} in access exclusive mode`).catch(
    (cause) => {
      if (cause?.code !== '55P03') throw cause
      throw new StartError('Another process is at work in this database. Stop every server on it first.', {
        cause,
      })
    },
  )
  await query(`select set_config('lock_timeout', '0', true)`)
}

async function refuseFilled(query: Query, tables: Table[], histories: History[]): Promise<void> {
  const filled = await findFilled(query, tables, await findTables(query, histories))
  if (filled.length === 0) return
  const [first] = filled
  const others = filled.length > 1 ? ` and in ${filled.length - 1} other tables` : ''
  throw new StartError(
    `This database is in use: there are rows in ${first?.name}${others}. An import fills an empty one, and changes no ` +
      'other: name another folder by DATA_DIR, or another Postgres database by DATABASE_URL.',
  )
}

async function fillFromFile(
  query: Query,
  options: FillOptions & { tables: Table[] },
): Promise<DumpSequence[]> {
  const filler = createFiller(query, options)
  const sequences: DumpSequence[] = []
  for await (const part of readDump(options.file)) {
    options.signal.throwIfAborted()
    if ('lines' in part) await filler.add(part.lines)
    else if ('table' in part) await filler.begin(part)
    else if ('sequence' in part) sequences.push(part)
    else if ('sha256' in part) await filler.finish()
  }
  return sequences
}

async function checkCounts(query: Query, tables: Table[], rows: DumpEnd['rows']): Promise<void> {
  for (const table of tables) {
    const there = await countRows(query, table)
    if (there === (rows[table.name] ?? 0)) continue
    throw new StartError(
      `${table.name} has ${there} rows after the import, and ${rows[table.name]} in the dump. Nothing was imported.`,
    )
  }
}
