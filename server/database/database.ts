import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type { Schema } from './schema.ts'

/** Either database, and a transaction of either. */
export type Database = PgDatabase<PgQueryResultHKT, Schema>
