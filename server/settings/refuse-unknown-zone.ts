import { sql } from 'drizzle-orm'
import type { Database } from '../database/database.ts'
import { invalidField } from '../errors.ts'

/** Throws BAD_REQUEST for a time zone of which the database has not heard: it counts in them, by a list of its own. */
export async function refuseUnknownZone(db: Database, name: string): Promise<void> {
  const known = await db
    .select({ one: sql`1` })
    .from(sql`pg_timezone_names`)
    .where(sql`lower(name) = lower(${name}::text)`)
    .limit(1)
  if (known.length === 0) throw invalidField('value', 'The database does not know this time zone.')
}
