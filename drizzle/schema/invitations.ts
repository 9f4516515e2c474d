import { index, pgTable, text, varchar } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import { roleSchema } from '#shared/roles/role-schema.ts'
import type { Role } from '#shared/roles/roles.ts'
import { user } from './auth.ts'
import { instant, lifecycle } from './columns.ts'

/** A mailed link by which a person sets their own password: of a user that is there already, or of one to be made. */
export const invitation = pgTable(
  'invitation',
  {
    id: text('id').primaryKey(),
    email: varchar('email', { length: 255 }).notNull(),
    /** What the inviting admin wrote; the person may change it. */
    name: varchar('name', { length: 150 }),
    role: text('role').$type<Role>().notNull(),
    /** The user that was made with the invitation, or by accepting it. */
    userId: text('user_id').references(() => user.id, { onDelete: 'cascade' }),
    /** SHA-256 of the link's token. */
    tokenHash: text('token_hash').notNull().unique(),
    invitedBy: text('invited_by').references(() => user.id, { onDelete: 'set null' }),
    expiresAt: instant('expires_at').notNull(),
    /** When the link was last mailed. */
    sentAt: instant('sent_at').notNull().defaultNow(),
    acceptedAt: instant('accepted_at'),
    revokedAt: instant('revoked_at'),
    ...lifecycle(),
  },
  (table) => [
    index('invitation_created_at_id_index').on(table.createdAt, table.id),
    index('invitation_email_index').on(table.email),
    index('invitation_user_id_index').on(table.userId),
  ],
)

export const selectInvitationTableSchema = createSelectSchema(invitation, { role: roleSchema })
export type InvitationTable = z.infer<typeof selectInvitationTableSchema>
