import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, varchar } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import { instant, lifecycle } from './columns.ts'

/** The outbox: a mail is written in the transaction that causes it, and sent by the mail worker. */
export const mail = pgTable(
  'mail',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    recipient: varchar('recipient', { length: 255 }).notNull(),
    subject: varchar('subject', { length: 255 }).notNull(),
    /** Erased once the mail is sent, since the bodies hold live links. */
    text: text('text'),
    html: text('html'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at').notNull().defaultNow(),
    sentAt: instant('sent_at'),
    failedAt: instant('failed_at'),
    lastError: text('last_error'),
    ...lifecycle(),
  },
  (table) => [
    index('mail_due_index').on(table.nextAttemptAt).where(sql`sent_at is null and failed_at is null`),
    index('mail_created_at_id_index').on(table.createdAt, table.id),
  ],
)

export const selectMailTableSchema = createSelectSchema(mail)
export type MailTable = z.infer<typeof selectMailTableSchema>
