import { sql } from 'drizzle-orm'

/** The database's clock when the statement began, in milliseconds since 1970. */
export const databaseNow = sql`floor(extract(epoch from statement_timestamp()) * 1000)::bigint`
