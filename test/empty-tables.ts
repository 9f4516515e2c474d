import { getTableName, is, type SQL, sql } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import type { Database } from '#server/database/database.ts'
import { schema } from '#server/database/schema.ts'

const tables = Object.values(schema)
  .filter((value) => is(value, PgTable))
  .map((table) => `"${getTableName(table)}"`)

const emptyTable = (name: string) =>
  `if pg_relation_size('${name}') > 100000 then truncate ${name} cascade; else delete from ${name}; end if;`

// `truncate` makes new files for every table and every index, which takes most of the time of a small test. It is for
// tables of so many rows that those would be left behind as dead ones. The locks wait for whoever still writes.
const emptyAll = sql.raw(`do $$ begin
  set local client_min_messages = warning;
  lock table ${tables.join(', ')} in share row exclusive mode;
  ${tables.map(emptyTable).join('\n  ')}
end $$`)

/** Empties every table. */
export const emptyTables = (db: Database) => overrule(db, emptyAll)

/** Runs a statement with the triggers asleep, as only the owner of the database can: the audit log refuses it else. */
export async function overrule(db: Database, statement: SQL): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(statement)
  })
}
