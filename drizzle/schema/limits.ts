import { bigint, integer, pgTable, uuid } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import { byteOrderedText } from './columns.ts'

/**
 * One counter a policy and partition key. `count` belongs to the window that began at `windowStart`,
 * `previousCount` to the one before it; times are milliseconds since 1970 by the database's clock.
 */
export const rateLimit = pgTable('rate_limit', {
  id: uuid('id').primaryKey().defaultRandom(),
  key: byteOrderedText('key').notNull().unique(),
  count: integer('count').notNull().default(0),
  previousCount: integer('previous_count').notNull().default(0),
  windowStart: bigint('window_start', { mode: 'number' }).notNull().default(0),
  lastRequest: bigint('last_request', { mode: 'number' }).notNull().default(0),
})

export const selectRateLimitTableSchema = createSelectSchema(rateLimit)
export type RateLimitTable = z.infer<typeof selectRateLimitTableSchema>
