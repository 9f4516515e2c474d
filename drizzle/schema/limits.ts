import { bigint, index, integer, pgTable, primaryKey, text, uuid, varchar } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import type { OverrideTarget } from '#shared/limits/limit-rules.ts'
import type { OverrideEffect } from '#shared/limits/limits.ts'
import { user } from './auth.ts'
import { byteOrderedText, instant, lifecycle } from './columns.ts'

/**
 * One counter a policy and partition key. `count` belongs to the window that began at `windowStart`,
 * `previousCount` to the one before it; times are milliseconds since 1970 by the database's clock.
 */
export const rateLimit = pgTable('rate_limit', {
  id: uuid('id').primaryKey().defaultRandom(),
  key: byteOrderedText('key').notNull().unique(),
  count: integer('count').notNull().default(0),
  previousCount: integer('previous_count').notNull().default(0),
  windowStart: bigint('window_start', { mode: 'number' }).notNull().default(0),
  lastRequest: bigint('last_request', { mode: 'number' }).notNull().default(0),
})

/**
 * Failed sign-ins of an account or of one of its known browsers. `reserved` attempts are being checked at this
 * moment; times are milliseconds since 1970 by the database's clock.
 */
export const lockout = pgTable('lockout', {
  /** `account:<hash of the e-mail>`, `device:<hash of the e-mail>:<device>` or `codes:<hash of the e-mail>`. */
  key: byteOrderedText('key').primaryKey(),
  failures: integer('failures').notNull().default(0),
  windowStart: bigint('window_start', { mode: 'number' }).notNull().default(0),
  reserved: integer('reserved').notNull().default(0),
  /** After this the reservations are of a process that died before it gave them back. */
  reservedUntil: bigint('reserved_until', { mode: 'number' }).notNull().default(0),
  lockedUntil: bigint('locked_until', { mode: 'number' }).notNull().default(0),
  /** When the owner was last told by mail. */
  mailedAt: instant('mailed_at'),
  ...lifecycle(),
})

/** Another rule for some counters: another limit, none, or none passes. The most specific one that has not expired wins. */
export const limitOverride = pgTable(
  'limit_override',
  {
    id: text('id').primaryKey(),
    target: text('target').$type<OverrideTarget>().notNull(),
    /** A counter's key, a user's id, an address or CIDR range, or how keys begin. */
    value: varchar('value', { length: 300 }).notNull(),
    /** Null: for every policy. */
    policy: text('policy'),
    effect: text('effect').$type<OverrideEffect>().notNull(),
    /** The limit in place of the policy's own, for the effect `limit`. */
    limit: integer('limit'),
    reason: varchar('reason', { length: 500 }).notNull(),
    createdBy: text('created_by').references(() => user.id, { onDelete: 'set null' }),
    expiresAt: instant('expires_at'),
    ...lifecycle(),
  },
  (table) => [index('limit_override_created_at_id_index').on(table.createdAt, table.id)],
)

/** Numbers of a policy that were changed at run time; they beat those in the file. */
export const limitPolicyChange = pgTable(
  'limit_policy_change',
  {
    policy: text('policy').notNull(),
    scope: text('scope').notNull(),
    limit: integer('limit').notNull(),
    windowMs: integer('window_ms').notNull(),
    reason: varchar('reason', { length: 500 }).notNull(),
    changedBy: text('changed_by').references(() => user.id, { onDelete: 'set null' }),
    ...lifecycle(),
  },
  (table) => [primaryKey({ columns: [table.policy, table.scope] })],
)

/** How many calls a policy passed and blocked in a minute. */
export const limitMinute = pgTable(
  'limit_minute',
  {
    policy: text('policy').notNull(),
    minute: instant('minute').notNull(),
    passed: integer('passed').notNull().default(0),
    blocked: integer('blocked').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.policy, table.minute] }),
    index('limit_minute_minute_index').on(table.minute),
  ],
)

/** The calls a counter blocked in a minute: how many, and the last of them. */
export const limitBlock = pgTable(
  'limit_block',
  {
    key: byteOrderedText('key').notNull(),
    minute: instant('minute').notNull(),
    policy: text('policy').notNull(),
    scope: text('scope').notNull(),
    count: integer('count').notNull().default(0),
    lastProcedure: varchar('last_procedure', { length: 200 }).notNull(),
    lastRequestId: varchar('last_request_id', { length: 64 }).notNull(),
    lastAt: instant('last_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.key, table.minute] }),
    index('limit_block_minute_key_index').on(table.minute, table.key),
  ],
)

export const selectRateLimitTableSchema = createSelectSchema(rateLimit)
export type RateLimitTable = z.infer<typeof selectRateLimitTableSchema>

export const selectLockoutTableSchema = createSelectSchema(lockout)
export type LockoutTable = z.infer<typeof selectLockoutTableSchema>
export const selectLimitOverrideTableSchema = createSelectSchema(limitOverride)
export type LimitOverrideTable = z.infer<typeof selectLimitOverrideTableSchema>
export const selectLimitPolicyChangeTableSchema = createSelectSchema(limitPolicyChange)
export type LimitPolicyChangeTable = z.infer<typeof selectLimitPolicyChangeTableSchema>
export const selectLimitMinuteTableSchema = createSelectSchema(limitMinute)
export type LimitMinuteTable = z.infer<typeof selectLimitMinuteTableSchema>
export const selectLimitBlockTableSchema = createSelectSchema(limitBlock)
export type LimitBlockTable = z.infer<typeof selectLimitBlockTableSchema>
