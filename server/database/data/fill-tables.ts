import { StartError } from '../../errors.ts'
import type { Query } from '../migrations/applied.ts'
import { quote, readSequences, type Table } from './catalogue.ts'
import type { DumpEnd, DumpSequence, DumpTable } from './dump-format.ts'
import type { Report } from './export-data.ts'

// A statement holds so many rows, or fewer when they are wide.
const mostRows = 1000
const mostCharacters = 1_000_000

interface FillerOptions {
  file: string
  tables: Table[]
  rows: DumpEnd['rows']
  report: Report
}

/** Puts the rows of a dump into tables, many at a time. Throws StartError for a table or column that is not there. */
export function createFiller(query: Query, { file, tables, rows, report }: FillerOptions) {
  let table: (DumpTable & { insert: string }) | null = null
  let waiting: string[] = []
  let [characters, done]: [number, number] = [0, 0]

  async function flush() {
    if (!table || waiting.length === 0) return
    const values = waiting.map((line) => JSON.parse(line) as (string | null)[])
    await query(
      table.insert,
      table.columns.map((_, index) => values.map((row) => row[index] ?? null)),
    )
    done += values.length
    report(table.table, done, rows[table.table] ?? 0)
    waiting = []
    characters = 0
  }

  return {
    async begin(next: DumpTable) {
      await flush()
      table = { ...next, insert: insertInto(find(tables, next.table, file), next, file) }
      done = 0
    },
    async add(lines: string[]) {
      for (const line of lines) {
        waiting.push(line)
        characters += line.length
        if (waiting.length >= mostRows || characters >= mostCharacters) await flush()
      }
    },
    finish: flush,
  }
}

/** Lets every sequence go on where it was. No rollback takes that back, so it comes last. Throws like `createFiller`. */
export async function setSequences(query: Query, given: DumpSequence[], file: string): Promise<void> {
  const sequences = await readSequences(query)
  for (const { sequence, last, called } of given) {
    const { quoted } = find(sequences, sequence, file)
    await query('select setval($1::text::regclass, $2::text::bigint, $3)', [quoted, last, called])
  }
}

function find<Found extends { name: string }>(all: Found[], name: string, file: string): Found {
  const found = all.find((each) => each.name === name)
  if (found) return found
  throw new StartError(
    `${file} holds ${name}, which no migration of this version makes. Make it in the empty database first, as it was ` +
      'in the other one.',
  )
}

// Every value travels as a text, which Postgres reads as what the column is.
function insertInto(table: Table, { columns }: DumpTable, file: string): string {
  const names = table.columns.map(({ name }) => name)
  if (names.join('\n') !== columns.join('\n'))
    throw new StartError(
      `${table.name} has the columns ${names.join(', ')} here, and in ${file} ${columns.join(', ')}. Make them alike ` +
        'in the empty database first.',
    )
  const places = columns.map((_, index) => `c${index}`)
  const values = table.columns.map(({ type }, index) => `c${index}::${type}`)
  return `insert into ${table.quoted} (${columns.map(quote).join(', ')}) overriding system value
    select ${values.join(', ')}
    from unnest(${places.map((_, index) => `$${index + 1}::text[]`).join(', ')}) as given (${places.join(', ')})`
}
