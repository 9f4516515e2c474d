import { getTableName, is, type SQL, sql } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import type { Database } from '#server/database/database.ts'
import { schema } from '#server/database/schema.ts'

const tables = Object.values(schema).filter((value) => is(value, PgTable))
const names = sql.raw(tables.map((table) => `"${getTableName(table)}"`).join(', '))

/** Empties every table. */
export const emptyTables = (db: Database) => overrule(db, sql`truncate ${names}`)

/** Runs a statement with the triggers asleep, as only the owner of the database can: the audit log refuses it else. */
export async function overrule(db: Database, statement: SQL): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(statement)
  })
}
