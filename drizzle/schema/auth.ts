import { relations } from 'drizzle-orm'
import { boolean, index, pgTable, text, unique, varchar } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import { type Role, roleSchema } from '#shared/roles.ts'
import { instant, lifecycle } from './columns.ts'

export const user = pgTable(
  'user',
  {
    id: text('id').primaryKey(),
    name: varchar('name', { length: 150 }).notNull(),
    email: varchar('email', { length: 255 }).notNull().unique(),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: varchar('image', { length: 500 }),
    role: text('role').$type<Role>().notNull().default('user'),
    bannedAt: instant('banned_at'),
    bannedUntil: instant('banned_until'),
    banReason: varchar('ban_reason', { length: 500 }),
    /** The address a deleted user had; `email` then holds a tombstone, so that it is free again. */
    deletedEmail: varchar('deleted_email', { length: 255 }),
    ...lifecycle(),
  },
  (table) => [
    index('user_created_at_id_index').on(table.createdAt, table.id),
    index('user_name_id_index').on(table.name, table.id),
    index('user_role_index').on(table.role),
  ],
)

export const session = pgTable(
  'session',
  {
    id: text('id').primaryKey(),
    expiresAt: instant('expires_at').notNull(),
    token: text('token').notNull().unique(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    ...lifecycle(),
  },
  (table) => [
    index('session_user_id_index').on(table.userId),
    index('session_expires_at_index').on(table.expiresAt),
  ],
)

export const account = pgTable(
  'account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    /** The provider's id of a deleted user's account; `accountId` then holds a tombstone. */
    deletedAccountId: text('deleted_account_id'),
    ...lifecycle(),
  },
  (table) => [
    index('account_user_id_index').on(table.userId),
    unique('account_provider_id_account_id_unique').on(table.providerId, table.accountId),
  ],
)

export const verification = pgTable(
  'verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    ...lifecycle(),
  },
  (table) => [
    index('verification_identifier_index').on(table.identifier),
    index('verification_expires_at_index').on(table.expiresAt),
  ],
)

// Better Auth's joins look the relations up by these names: `sessions` and `accounts` of a user, `user` of both.
export const userRelations = relations(user, ({ many }) => ({
  sessions: many(session),
  accounts: many(account),
}))
export const sessionRelations = relations(session, ({ one }) => ({
  user: one(user, { fields: [session.userId], references: [user.id] }),
}))
export const accountRelations = relations(account, ({ one }) => ({
  user: one(user, { fields: [account.userId], references: [user.id] }),
}))

export const selectUserTableSchema = createSelectSchema(user, { role: roleSchema })
export type UserTable = z.infer<typeof selectUserTableSchema>
export const selectSessionTableSchema = createSelectSchema(session)
export type SessionTable = z.infer<typeof selectSessionTableSchema>
export const selectAccountTableSchema = createSelectSchema(account)
export type AccountTable = z.infer<typeof selectAccountTableSchema>
export const selectVerificationTableSchema = createSelectSchema(verification)
export type VerificationTable = z.infer<typeof selectVerificationTableSchema>
