import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, primaryKey, text, varchar } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import { user } from './auth.ts'
import { instant, lifecycle } from './columns.ts'
import { organization } from './organizations.ts'

/** Where a value that an owner has besides their plan's comes from; what an admin sets goes before a promotion. */
export const entitlementSources = ['admin', 'promo'] as const
export type EntitlementSource = (typeof entitlementSources)[number]

/** What an owner may do or has beside what their plan says, of which no row is stored. */
export const entitlement = pgTable(
  'entitlement',
  {
    ownerId: text('owner_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'restrict' }),
    key: varchar('key', { length: 100 }).notNull(),
    source: text('source').$type<EntitlementSource>().notNull(),
    value: jsonb('value').notNull(),
    /** Null for good. */
    expiresAt: instant('expires_at'),
    reason: varchar('reason', { length: 500 }).notNull(),
    setBy: text('set_by').references(() => user.id, { onDelete: 'set null' }),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.key, table.source] }),
    check('entitlement_source', sql`${table.source} in ('admin', 'promo')`),
    index('entitlement_expires_at_index').on(table.expiresAt).where(sql`${table.expiresAt} is not null`),
    index('entitlement_set_by_index').on(table.setBy),
  ],
)

export const selectEntitlementTableSchema = createSelectSchema(entitlement)
export type EntitlementTable = z.infer<typeof selectEntitlementTableSchema>
