import { pgTable, text, unique, varchar } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import { user } from './auth.ts'
import { lifecycle } from './columns.ts'

/** Filters, order and columns of a list that somebody gave a name, for themselves. */
export const savedView = pgTable(
  'saved_view',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** Which list: `users`, `audit`. */
    list: varchar('list', { length: 40 }).notNull(),
    name: varchar('name', { length: 60 }).notNull(),
    /** As the address of the list's page says it. */
    query: varchar('query', { length: 2000 }).notNull(),
    ...lifecycle(),
  },
  (table) => [unique('saved_view_user_id_list_name_unique').on(table.userId, table.list, table.name)],
)

export const selectSavedViewTableSchema = createSelectSchema(savedView)
export type SavedViewTable = z.infer<typeof selectSavedViewTableSchema>
