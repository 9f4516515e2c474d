import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import { user } from './auth.ts'
import { lifecycle } from './columns.ts'

/** What admins changed at run time; a setting without a row has its default. */
export const setting = pgTable('setting', {
  key: text('key').primaryKey(),
  value: jsonb('value').notNull(),
  changedBy: text('changed_by').references(() => user.id, { onDelete: 'set null' }),
  ...lifecycle(),
})

export const selectSettingTableSchema = createSelectSchema(setting)
export type SettingTable = z.infer<typeof selectSettingTableSchema>
