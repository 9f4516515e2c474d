import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import { type CreditKind, creditKinds } from '#shared/credits/credits.ts'
import { instant, listed } from './columns.ts'
import { organization } from './organizations.ts'

/** Whole credits, as many as a JavaScript number holds exactly. */
const credits = (name: string) => bigint(name, { mode: 'number' })

/** What an owner has at this moment. Whoever touches anything of the owner's credits holds this row. */
export const creditBalance = pgTable(
  'credit_balance',
  {
    ownerId: text('owner_id')
      .primaryKey()
      .references(() => organization.id, { onDelete: 'restrict' }),
    /** What is held is still in it. */
    balance: credits('balance').notNull().default(0),
    held: credits('held').notNull().default(0),
    /** Spent since it was last taken from the lots. */
    unsettled: credits('unsettled').notNull().default(0),
    /** The most that may be spent in a period; null for no bound. */
    quotaLimit: credits('quota_limit'),
    quotaUsed: credits('quota_used').notNull().default(0),
    plan: text('plan').notNull().default('free'),
    /** When it is the free plan again; null while nobody changes it. */
    planUntil: instant('plan_until'),
    timeZone: varchar('time_zone', { length: 64 }).notNull().default('UTC'),
    /** The moment from which months are counted. */
    periodAnchor: instant('period_anchor').notNull(),
    periodStart: instant('period_start').notNull(),
    periodEnd: instant('period_end').notNull(),
    /** From this moment the row decides nothing until it is brought up to date. */
    dueAt: instant('due_at').notNull(),
    /** Of the newest entry. */
    lastSeq: credits('last_seq').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    check(
      'credit_balance_not_negative',
      sql`${table.balance} >= 0 and ${table.held} >= 0 and ${table.held} <= ${table.balance} and ${table.unsettled} >= 0`,
    ),
    check(
      'credit_balance_quota',
      sql`${table.quotaUsed} >= 0 and (${table.quotaLimit} is null or ${table.quotaLimit} >= 0)`,
    ),
    check(
      'credit_balance_period',
      sql`${table.periodStart} < ${table.periodEnd} and ${table.dueAt} <= ${table.periodEnd}`,
    ),
    index('credit_balance_due_at_index').on(table.dueAt),
  ],
)

/** Everything that ever moved credits: only ever added to, without names or addresses. */
export const creditEntry = pgTable(
  'credit_entry',
  {
    ownerId: text('owner_id')
      .notNull()
      .references(() => creditBalance.ownerId, { onDelete: 'restrict' }),
    seq: credits('seq').notNull(),
    kind: text('kind').$type<CreditKind>().notNull(),
    /** What it added; below zero for what it took. */
    credits: credits('credits').notNull(),
    balanceAfter: credits('balance_after').notNull(),
    /** What it was for: the procedure's path, or the kind of a task. */
    type: varchar('type', { length: 100 }),
    /** How much of it was used, in units of its own. */
    units: credits('units'),
    metadata: jsonb('metadata').$type<Record<string, unknown>>(),
    /** By which the same thing asked for again is known. */
    key: varchar('key', { length: 200 }),
    /** Who did it, also after they were erased. */
    actorId: text('actor_id'),
    impersonatorId: text('impersonator_id'),
    requestId: varchar('request_id', { length: 64 }).notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.seq] }),
    check('credit_entry_seq', sql`${table.seq} > 0`),
    check('credit_entry_kind', sql`${table.kind} in (${listed(creditKinds)})`),
    check(
      'credit_entry_sign',
      sql`${table.credits} <> 0 and (${table.kind} = 'adjust' or (${table.credits} < 0) = (${table.kind} in ('spend', 'expire', 'refund')))`,
    ),
    check('credit_entry_balance_after', sql`${table.balanceAfter} >= 0`),
    // Far above what 4 kB of JSON become.
    check('credit_entry_metadata', sql`pg_column_size(${table.metadata}) <= 65536`),
    uniqueIndex('credit_entry_owner_id_key_unique')
      .on(table.ownerId, table.key)
      .where(sql`${table.key} is not null`),
    // The few beside a long list of spends.
    index('credit_entry_owner_id_not_spent_index')
      .on(table.ownerId, table.seq)
      .where(sql`${table.kind} <> 'spend'`),
    index('credit_entry_owner_id_created_at_index').on(table.ownerId, table.createdAt),
    index('credit_entry_created_at_index').using('brin', table.createdAt),
  ],
)

/** Credits that came together, and end together. */
export const creditLot = pgTable(
  'credit_lot',
  {
    id: text('id').primaryKey(),
    ownerId: text('owner_id')
      .notNull()
      .references(() => creditBalance.ownerId, { onDelete: 'restrict' }),
    kind: text('kind').$type<CreditKind>().notNull(),
    credits: credits('credits').notNull(),
    /** What was not spent when the lots were last settled. */
    remaining: credits('remaining').notNull(),
    /** Null for credits that stay. */
    expiresAt: instant('expires_at'),
    /** What they were bought by; null for others. */
    orderId: text('order_id'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    check(
      'credit_lot_kind',
      sql`${table.kind} in ('grant', 'purchase', 'plan', 'reward', 'adjust', 'reinstate')`,
    ),
    check(
      'credit_lot_remaining',
      sql`${table.credits} > 0 and ${table.remaining} between 0 and ${table.credits}`,
    ),
    index('credit_lot_owner_id_index').on(table.ownerId).where(sql`${table.remaining} > 0`),
  ],
)

/** Credits that a call which runs may still spend. */
export const creditHold = pgTable(
  'credit_hold',
  {
    id: text('id').primaryKey(),
    ownerId: text('owner_id')
      .notNull()
      .references(() => creditBalance.ownerId, { onDelete: 'restrict' }),
    credits: credits('credits').notNull(),
    key: varchar('key', { length: 200 }),
    type: varchar('type', { length: 100 }).notNull(),
    actorId: text('actor_id'),
    requestId: varchar('request_id', { length: 64 }).notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    check('credit_hold_credits', sql`${table.credits} > 0`),
    uniqueIndex('credit_hold_owner_id_key_unique')
      .on(table.ownerId, table.key)
      .where(sql`${table.key} is not null`),
    index('credit_hold_owner_id_index').on(table.ownerId),
    index('credit_hold_expires_at_index').on(table.expiresAt),
  ],
)

export const selectCreditBalanceTableSchema = createSelectSchema(creditBalance)
export type CreditBalanceTable = z.infer<typeof selectCreditBalanceTableSchema>
export const selectCreditEntryTableSchema = createSelectSchema(creditEntry)
export type CreditEntryTable = typeof creditEntry.$inferSelect
export const selectCreditLotTableSchema = createSelectSchema(creditLot)
export type CreditLotTable = typeof creditLot.$inferSelect
export const selectCreditHoldTableSchema = createSelectSchema(creditHold)
export type CreditHoldTable = z.infer<typeof selectCreditHoldTableSchema>
