import { index, integer, pgTable, text, varchar } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import { user } from './auth.ts'
import { instant, lifecycle } from './columns.ts'

/** A key by which programs call as its owner. Of the key itself only a hash is here. */
export const apiKey = pgTable(
  'api_key',
  {
    id: text('id').primaryKey(),
    /** The owner. */
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    name: varchar('name', { length: 100 }).notNull(),
    /** How the key begins, so that its owner can tell it from others. */
    start: varchar('start', { length: 20 }).notNull(),
    hash: text('hash').notNull().unique(),
    /** Of the key that this one replaced, and until when that one works. */
    previousHash: text('previous_hash').unique(),
    previousUntil: instant('previous_until'),
    /** What it may do, as far as its owner may at the moment of a call. */
    permissions: text('permissions').array().notNull(),
    /** Addresses and ranges that may use it; none for everywhere. */
    addresses: text('addresses').array().notNull(),
    /** How long it works from the day on which it was made or rotated. */
    lifetimeDays: integer('lifetime_days').notNull(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    /** The last call, to the minute; null before the first one. */
    lastUsedAt: instant('last_used_at'),
    ...lifecycle(),
  },
  (table) => [
    index('api_key_user_id_created_at_id_index').on(table.userId, table.createdAt, table.id),
    index('api_key_start_index').on(table.start),
    index('api_key_expires_at_index').on(table.expiresAt),
    index('api_key_revoked_at_index').on(table.revokedAt),
  ],
)

export const selectApiKeyTableSchema = createSelectSchema(apiKey)
export type ApiKeyTable = z.infer<typeof selectApiKeyTableSchema>
