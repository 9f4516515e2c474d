import { sql } from 'drizzle-orm'
import type { Database } from './database.ts'

/**
 * Lets the embedded database use the room again that changed and removed rows have left, table by table, so that nobody
 * waits for it long. Postgres has processes of its own for that; without them an index on a time grows for ever.
 */
export async function vacuum(db: Database): Promise<void> {
  const tables = await db
    .select({ name: sql<string>`oid::regclass::text` })
    .from(sql`pg_class`)
    .where(
      sql`relkind = 'r' and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,
    )
  for (const { name } of tables) await db.execute(sql.raw(`vacuum ${name}`))
}
