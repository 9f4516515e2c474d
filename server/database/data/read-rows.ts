import type { Query } from '../migrations/applied.ts'
import { quote, type Table } from './catalogue.ts'

/** Makes both databases write and read values alike, whatever is set for the role: as pg_dump does. */
export async function writeTextsAlike(query: Query): Promise<void> {
  await query(`select set_config(name, value, true) from (values
    ('datestyle', 'ISO, YMD'), ('intervalstyle', 'postgres'), ('timezone', 'UTC'), ('bytea_output', 'hex'),
    ('extra_float_digits', '3'), ('xmloption', 'content'), ('row_security', 'off'),
    ('synchronize_seqscans', 'off')) as texts (name, value)`)
}

// In memory at once: characters of the widest rows, and rows of the others.
const mostCharacters = 4_000_000
const mostRows = 1000

/** How many rows a table has, and how many of them may be in memory at once. */
export async function measure(query: Query, { columns, source }: Table) {
  const widths = columns
    .filter(({ fixed }) => !fixed)
    .map(
      ({ name, type }) => `coalesce(octet_length(${quote(name)}${type === 'bytea' ? ') * 2' : '::text)'}, 0)`,
    )
  const [row] = await query(
    `select count(*)::float8 as total, coalesce(max(${['0', ...widths].join(' + ')}), 0)::float8 as widest
      from ${source}`,
  )
  const widest = Number(row?.widest)
  return { total: Number(row?.total), atOnce: Math.ceil(Math.min(mostRows, mostCharacters / (widest + 1))) }
}

/** The rows of a table as lines, in the order of its key, so that what two databases hold can be compared. */
export async function* readRows(query: Query, table: Table, atOnce: number): AsyncGenerator<string[]> {
  const names = table.columns.map(({ name }) => quote(name))
  // What is wide stays where it is while rows are sorted: the texts are made afterwards.
  const rows = `select ${names.join(', ')} from ${table.source} ${table.order ? `order by ${table.order}` : ''} offset 0`
  await query(
    `declare dump no scroll cursor for
      select to_json(array[${names.map((name) => `${name}::text`).join(', ')}]::text[])::text as line from (${rows}) as rows`,
  )
  for (;;) {
    const rows = await query(`fetch ${atOnce} from dump`)
    if (rows.length === 0) break
    yield rows.map(({ line }) => String(line))
  }
  await query('close dump')
}
