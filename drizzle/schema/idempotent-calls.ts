import { index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { user } from './auth.ts'
import { instant, lifecycle } from './columns.ts'

/** Calls that came with an `Idempotency-Key`, so that each is done once however often it is sent. Kept for a day. */
export const idempotentCall = pgTable(
  'idempotent_call',
  {
    /** The hash of who called and of their key. */
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** The hash of what was sent, encrypted with one of our secrets: a password may have been in it. */
    request: text('request').notNull(),
    /** While there is no status: from then on nobody knows whether the call was done. */
    unknownFrom: instant('unknown_from').notNull(),
    /** What was answered; null while the call is under way, or when it never ended. */
    status: integer('status'),
    /** The body of that, encrypted with one of our secrets; null where it held a secret. */
    answer: text('answer'),
    expiresAt: instant('expires_at').notNull(),
    ...lifecycle(),
  },
  (table) => [
    index('idempotent_call_user_id_index').on(table.userId),
    index('idempotent_call_expires_at_index').on(table.expiresAt),
  ],
)
