import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '../database/database.ts'

/** From where months are counted until a subscription says something else: the first of one, at midnight of the zone. */
export const firstAnchor = (zone: string): SQL =>
  sql`('2000-01-01 00:00'::timestamp at time zone ${zone}::text)`

/** Milliseconds since 1970 of an instant in SQL, as a number from either driver. */
export const epochMs = (instant: SQL) =>
  sql`floor(extract(epoch from ${instant}) * 1000)::bigint`.mapWith(Number)

/** The month that holds a moment, half open, counted from an anchor in a zone. */
export async function readMonth(
  db: Database,
  { anchor, zone, moment }: { anchor: SQL; zone: string; moment: SQL },
): Promise<{ start: Date; end: Date; now: Date }> {
  const [month] = await db
    .select({ startMs: epochMs(sql`starts`), endMs: epochMs(sql`ends`), nowMs: epochMs(moment) })
    .from(sql`credit_period(${anchor}, ${zone}, ${moment})`)
  if (!month) throw new Error('credit_period answered nothing.')
  return { start: new Date(month.startMs), end: new Date(month.endMs), now: new Date(month.nowMs) }
}

/** The month in which an owner would be who is opened now, in a zone. */
export const firstMonth = (db: Database, zone: string): Promise<{ start: Date; end: Date; now: Date }> =>
  readMonth(db, { anchor: firstAnchor(zone), zone, moment: sql`statement_timestamp()` })
