import { index, pgTable, text, varchar } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import { user } from './auth.ts'
import { lifecycle } from './columns.ts'

/** What staff wrote down about a user; it goes when the user is erased. */
export const userNote = pgTable(
  'user_note',
  {
    id: text('id').primaryKey(),
    /** The user whom it is about. */
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** Who wrote it; null once they were erased. */
    authorId: text('author_id').references(() => user.id, { onDelete: 'set null' }),
    text: varchar('text', { length: 2000 }).notNull(),
    ...lifecycle(),
  },
  (table) => [
    index('user_note_user_id_created_at_id_index').on(table.userId, table.createdAt, table.id),
    index('user_note_author_id_index').on(table.authorId),
  ],
)

export const selectUserNoteTableSchema = createSelectSchema(userNote)
export type UserNoteTable = z.infer<typeof selectUserNoteTableSchema>
