import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import type { Query } from '../migrations/applied.ts'
import type { HistoryPlace } from '../migrations/history.ts'
import { schema } from '../schema.ts'

export interface Column {
  name: string
  /** As a cast says it. */
  type: string
  /** Whether all its values take the same few bytes. */
  fixed: boolean
}

/** A table as the database itself describes it, so that one which no schema names is carried along too. */
export interface Table {
  /** With its schema in front, as a dump names it. */
  name: string
  /** The same, as a statement needs it. */
  quoted: string
  /** By their names; what the database computes itself is left out. */
  columns: Column[]
  /** The columns of the primary key as an order, the same on every server; null without one. */
  order: string | null
  /** What to read its own rows from: without those of a table that inherits from it, but with those of its parts. */
  source: string
}

export type Sequence = Pick<Table, 'name' | 'quoted'>

// Only where our tables are: a hosted Postgres has schemas of its provider's own.
const schemas = [
  ...new Set(
    Object.values(schema).flatMap((table) =>
      is(table, PgTable) ? [getTableConfig(table).schema ?? 'public'] : [],
    ),
  ),
]

// What an extension brings, it brings wherever it is made.
const named = `select nspname || '.' || relname as name, format('%I.%I', nspname, relname) as quoted`
const own = `from pg_class join pg_namespace on pg_namespace.oid = relnamespace
  where nspname = any($1::text[]) and not exists (select from pg_depend
    where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')`

const columns = `select json_agg(json_build_object(
    'name', attname, 'type', format_type(atttypid, atttypmod), 'fixed', attlen > 0) order by attname collate "C")
  from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = ''`

const keyOrder = `select string_agg(format(case attcollation when 0 then '%I' else '%I collate "C"' end, attname), ', '
    order by array_position(conkey, attnum))
  from pg_constraint join pg_attribute on attrelid = conrelid and attnum = any(conkey)
  where contype = 'p' and conrelid = pg_class.oid`

/** Every table, in the order of their names; the parts of a partitioned one are the rows of that. */
export async function readTables(query: Query): Promise<Table[]> {
  const rows = await query(
    `${named}, format(case relkind when 'p' then '%I.%I' else 'only %I.%I' end, nspname, relname) as source, coalesce((${columns}), '[]') as columns,
      (${keyOrder}) as order ${own}
      and relkind in ('r', 'p') and not relispartition order by nspname collate "C", relname collate "C"`,
    [schemas],
  )
  return rows as unknown as Table[]
}

/** Every sequence, also those behind serial and identity columns. */
export async function readSequences(query: Query): Promise<Sequence[]> {
  const rows = await query(
    `${named} ${own} and relkind = 'S' order by nspname collate "C", relname collate "C"`,
    [schemas],
  )
  return rows as unknown as Sequence[]
}

/** The tables that hold rows, but for those of the migrations of `histories`. */
export async function findFilled(
  query: Query,
  tables: Table[],
  histories: HistoryPlace[] = [],
): Promise<Table[]> {
  // What a migration writes has the number of the transaction that says it is applied.
  const made = histories.map(({ table }) => `select xmin from drizzle.${table}`).join(' union all ')
  const others = made === '' ? '' : `where not xmin = any(array(${made}))`
  const found = tables.map(({ quoted }) => `exists (select from ${quoted} ${others})`)
  const rows = await query(`select array[${found.join(', ')}]::bool[] as filled`)
  const [row] = rows as [{ filled: boolean[] }]
  return tables.filter((_, index) => row.filled[index])
}

/** How many rows a table holds. */
export async function countRows(query: Query, { quoted }: Table): Promise<number> {
  const [row] = await query(`select count(*)::float8 as rows from ${quoted}`)
  return Number(row?.rows)
}

/** The name of a column, as a statement needs it. */
export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
