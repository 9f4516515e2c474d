import { relations, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  date,
  index,
  integer,
  pgTable,
  text,
  unique,
  varchar,
} from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import { z } from 'zod'
import { roleSchema } from '#shared/roles/role-schema.ts'
import type { Role } from '#shared/roles/roles.ts'
import { byteOrderedText, instant, instantOrNever, lifecycle, never } from './columns.ts'
import { listIndexes } from './user-indexes.ts'

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
    /** Since when the account waits for an admin's approval; null once it has it, or never needed one. */
    pendingSince: instant('pending_since'),
    twoFactorEnabled: boolean('two_factor_enabled').notNull().default(false),
    /** The last call of any of the user's sessions, to the minute; null before the first one. */
    lastActiveAt: instantOrNever('last_active_at')
      .notNull()
      .default(sql.raw(`'${never}'`)),
    /** The last day (UTC) on which the user was counted as active; null before their first call. */
    activeOn: date('active_on', { mode: 'string' }),
    /** How the user can sign in, kept by a trigger on `account`: lists filter by it. */
    providers: text('providers').array().notNull().default(sql`'{}'`),
    /** What lists search and sort by: small letters, byte by byte, so that it is the same on every server. */
    nameKey: byteOrderedText('name_key').notNull().generatedAlwaysAs(sql`lower(name)`),
    /** The same of the address, for a deleted user of the one they had. */
    emailKey: byteOrderedText('email_key')
      .notNull()
      .generatedAlwaysAs(sql`lower(coalesce(deleted_email, email))`),
    ...lifecycle(),
  },
  listIndexes,
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
    /** The admin who acts as the user in this session. */
    impersonatedBy: text('impersonated_by').references((): AnyPgColumn => user.id, { onDelete: 'cascade' }),
    /** The session in which that admin began it: whatever ends that one ends this one too. */
    impersonatorSessionId: text('impersonator_session_id').references((): AnyPgColumn => session.id, {
      onDelete: 'cascade',
    }),
    /** When the user last proved again who they are; a sign-in counts as one. */
    confirmedAt: instant('confirmed_at').notNull().defaultNow(),
    /** The last call, to the minute. */
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
    ...lifecycle(),
  },
  (table) => [
    index('session_user_id_index').on(table.userId),
    index('session_expires_at_index').on(table.expiresAt),
    index('session_impersonated_by_index').on(table.impersonatedBy).where(sql`impersonated_by is not null`),
    index('session_impersonator_session_id_index')
      .on(table.impersonatorSessionId)
      .where(sql`impersonator_session_id is not null`),
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

/** A user's second factor: the secret of the one-time codes, and the recovery codes, both encrypted. */
export const twoFactor = pgTable(
  'two_factor',
  {
    id: text('id').primaryKey(),
    secret: text('secret').notNull(),
    backupCodes: text('backup_codes').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    verified: boolean('verified').notNull().default(true),
    failedVerificationCount: integer('failed_verification_count').notNull().default(0),
    lockedUntil: instant('locked_until'),
    ...lifecycle(),
  },
  (table) => [index('two_factor_user_id_index').on(table.userId)],
)

export const passkey = pgTable(
  'passkey',
  {
    id: text('id').primaryKey(),
    name: varchar('name', { length: 150 }),
    publicKey: text('public_key').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    credentialID: text('credential_id').notNull().unique(),
    counter: bigint('counter', { mode: 'number' }).notNull(),
    deviceType: text('device_type').notNull(),
    backedUp: boolean('backed_up').notNull(),
    transports: text('transports'),
    /** The model of the authenticator. */
    aaguid: text('aaguid'),
    ...lifecycle(),
  },
  (table) => [index('passkey_user_id_index').on(table.userId)],
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

export const selectUserTableSchema = createSelectSchema(user, {
  role: roleSchema,
  lastActiveAt: z.date().nullable(),
})
export type UserTable = z.infer<typeof selectUserTableSchema>
export const selectSessionTableSchema = createSelectSchema(session)
export type SessionTable = z.infer<typeof selectSessionTableSchema>
export const selectAccountTableSchema = createSelectSchema(account)
export type AccountTable = z.infer<typeof selectAccountTableSchema>
export const selectVerificationTableSchema = createSelectSchema(verification)
export type VerificationTable = z.infer<typeof selectVerificationTableSchema>
export const selectTwoFactorTableSchema = createSelectSchema(twoFactor)
export type TwoFactorTable = z.infer<typeof selectTwoFactorTableSchema>
export const selectPasskeyTableSchema = createSelectSchema(passkey)
export type PasskeyTable = z.infer<typeof selectPasskeyTableSchema>
