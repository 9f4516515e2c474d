import { sql } from 'drizzle-orm'
import { check, index, pgTable, smallint, text, uniqueIndex, varchar } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import { z } from 'zod'
import { type FeedbackStatus, feedbackStatuses } from '#shared/feedback-statuses.ts'
import { user } from './auth.ts'
import { lifecycle, listed } from './columns.ts'

const statuses = listed(feedbackStatuses)

/**
 * What people say about the product. When its sender is erased the row stays without what was written: the trigger
 * `feedback_erase` empties it as the reference becomes null.
 */
export const feedback = pgTable(
  'feedback',
  {
    id: text('id').primaryKey(),
    /** Who sent it; null once they were erased. */
    userId: text('user_id').references(() => user.id, { onDelete: 'set null' }),
    /** The sender's: what is sent again with it is there already. */
    key: varchar('key', { length: 64 }),
    /** Empty once the sender was erased. */
    content: varchar('content', { length: 5000 }).notNull(),
    /** 1 to 5 stars. */
    rating: smallint('rating'),
    /** The path of the page that it came from. */
    page: varchar('page', { length: 300 }),
    status: text('status').$type<FeedbackStatus>().notNull().default('new'),
    /** For the staff. */
    note: varchar('note', { length: 500 }),
    /** Who set state or note last. */
    decidedBy: text('decided_by').references(() => user.id, { onDelete: 'set null' }),
    ...lifecycle(),
  },
  (table) => [
    check('feedback_rating', sql`${table.rating} between 1 and 5`),
    check('feedback_status', sql`${table.status} in (${statuses})`),
    index('feedback_created_at_id_index').on(table.createdAt, table.id),
    index('feedback_status_created_at_id_index').on(table.status, table.createdAt, table.id),
    index('feedback_user_id_created_at_id_index').on(table.userId, table.createdAt, table.id),
    index('feedback_decided_by_index').on(table.decidedBy).where(sql`decided_by is not null`),
    uniqueIndex('feedback_user_id_key_index').on(table.userId, table.key),
  ],
)

export const selectFeedbackTableSchema = createSelectSchema(feedback, { status: z.enum(feedbackStatuses) })
export type FeedbackTable = z.infer<typeof selectFeedbackTableSchema>
