import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type * as schema from '#drizzle/schema/index.ts'

/** Either database, and a transaction of either. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>
