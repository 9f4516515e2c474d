import type { Applied } from './compare-history.ts'
import type { History, HistoryPlace, Migration } from './history.ts'

/** Sends one statement and gives its rows. */
export type Query = (statement: string, values?: unknown[]) => Promise<Record<string, unknown>[]>

const tableOf = ({ table }: HistoryPlace) => `drizzle.${table}`

/** The histories whose table of what was applied is there with every column. */
export async function findTables(query: Query, histories: History[]): Promise<History[]> {
  const rows = await query(
    `select relname as name from pg_class join pg_attribute on attrelid = pg_class.oid
      where relnamespace = to_regnamespace('drizzle') and attname = 'unfinished_since'`,
  )
  return histories.filter(({ table }) => rows.some(({ name }) => name === table))
}

/** Makes the table of what was applied, or adds to that of Drizzle's own migrator what it lacks. */
export async function makeTable(query: Query, place: HistoryPlace): Promise<void> {
  // The right to make schemas is asked for even where the schema is there.
  const [schema] = await query(`select to_regnamespace('drizzle') is not null as there`)
  if (!schema?.there) await query('create schema drizzle')
  await query(
    `create table if not exists ${tableOf(place)} (id serial primary key, hash text not null, created_at bigint)`,
  )
  await query(
    `alter table ${tableOf(place)} add column if not exists tag text, add column if not exists kind text,
      add column if not exists position int, add column if not exists unfinished_since timestamptz,
      add column if not exists statements_done int, add column if not exists problem text`,
  )
}

/** What the database has had of each history, in the order of `histories`; their tables must be there. */
export async function readApplied(query: Query, histories: History[]): Promise<Applied[][]> {
  if (histories.length === 0) return []
  const selects = histories.map(
    (history, index) =>
      `select ${index} as history, id, hash, created_at::float8 as "when", tag, kind, position,
        unfinished_since::text as "unfinishedSince", statements_done as "statementsDone", problem
      from ${tableOf(history)}`,
  )
  const rows = await query(`${selects.join(' union all ')} order by id`)
  return histories.map((_, index) =>
    rows.filter(({ history }) => history === index).map((row) => row as unknown as Applied),
  )
}

/** Writes down that a migration is made, or `begun` outside a transaction; returns the row's id. */
export async function insertApplied(
  query: Query,
  options: { history: History; migration: Migration; begun?: boolean },
): Promise<number> {
  const { history, migration, begun = false } = options
  const { hash, when, tag, kind } = migration
  const [row] = await query(
    `insert into ${tableOf(history)} (hash, created_at, tag, kind, position, unfinished_since, statements_done)
      values ($1, $2, $3, $4, $5, ${begun ? 'now(), 0' : 'null, null'}) returning id`,
    [hash, when, tag, kind, history.migrations.indexOf(migration)],
  )
  return Number(row?.id)
}

/** Writes down how far a migration outside a transaction has come. */
export async function updateApplied(
  query: Query,
  place: HistoryPlace,
  { id, ...change }: { id: number } & ({ statementsDone: number } | { problem: string }),
): Promise<void> {
  const [set, value] =
    'problem' in change
      ? ['problem = $2', change.problem]
      : ['problem = null, statements_done = $2', change.statementsDone]
  await query(`update ${tableOf(place)} set ${set} where id = $1`, [id, value])
}

/** Writes down that a migration outside a transaction is made, as its file is by now. */
export async function finishApplied(
  query: Query,
  place: HistoryPlace,
  { id, hash }: { id: number; hash: string },
): Promise<void> {
  await query(
    `update ${tableOf(place)} set hash = $2, unfinished_since = null, statements_done = null, problem = null
      where id = $1`,
    [id, hash],
  )
}

/** Whether a row has the name and kind that its migration has here, and a place. */
export const isAdopted = ({ row, migration }: { row: Applied; migration: Migration }): boolean =>
  row.tag === migration.tag &&
  row.kind === migration.kind &&
  row.hash === migration.hash &&
  row.position !== null

/** Gives a row the name and kind of its migration, and a place where it has none. */
export async function adoptApplied(
  query: Query,
  place: HistoryPlace,
  { row, migration, position }: { row: Applied; migration: Migration; position: number },
): Promise<void> {
  const { tag, kind, hash } = migration
  await query(
    `update ${tableOf(place)} set tag = $2, kind = $3, hash = $4, position = coalesce(position, $5) where id = $1`,
    [row.id, tag, kind, hash, position],
  )
}
