import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  char,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import type { OrderStatus } from '#shared/orders/orders.ts'
import { user } from './auth.ts'
import { instant, lifecycle } from './columns.ts'
import { organization } from './organizations.ts'

const whole = (name: string) => bigint(name, { mode: 'number' })

/** What somebody buys. Its money follows what the payment provider says when asked, and nothing else. */
export const order = pgTable(
  'order',
  {
    id: text('id').primaryKey(),
    /** What people call it. */
    number: whole('number').notNull().generatedAlwaysAsIdentity(),
    /** Whoever has an order has a balance, which keeps the organization from being deleted. */
    ownerId: text('owner_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    createdBy: text('created_by').references(() => user.id, { onDelete: 'set null' }),
    product: varchar('product', { length: 50 }).notNull(),
    /** What the product was called when it was bought. */
    title: varchar('title', { length: 150 }).notNull(),
    credits: whole('credits').notNull(),
    /** In the smallest unit of the currency, here and below. */
    amount: integer('amount').notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    status: text('status').$type<OrderStatus>().notNull().default('created'),
    /** By which the same intent to buy asked for again is known. */
    intentKey: varchar('intent_key', { length: 64 }).notNull(),
    liveMode: boolean('live_mode').notNull(),
    stripeSessionId: varchar('stripe_session_id', { length: 255 }).unique(),
    stripePaymentIntentId: varchar('stripe_payment_intent_id', { length: 255 }).unique(),
    paidAt: instant('paid_at'),
    /** A refund of ours that is not known to be at Stripe. */
    refundAsked: integer('refund_asked').notNull().default(0),
    /** By which Stripe knows it, so that it is made once. */
    refundKey: varchar('refund_key', { length: 64 }),
    refundAskedAt: instant('refund_asked_at'),
    refundedAmount: integer('refunded_amount').notNull().default(0),
    /** In disputes that are open or lost. */
    disputedAmount: integer('disputed_amount').notNull().default(0),
    disputedAt: instant('disputed_at'),
    /** Credits that were taken back, less those that were given again. */
    takenBack: whole('taken_back').notNull().default(0),
    /** Credits that should be back and could not be taken. */
    shortfall: whole('shortfall').notNull().default(0),
    /** Why a person should look; null when there is nothing, or somebody has. */
    attention: varchar('attention', { length: 100 }),
    /** What somebody has looked at. */
    resolved: varchar('resolved', { length: 100 }).array().notNull().default(sql`'{}'`),
    /** How often asking Stripe was begun, and by which of these times what is here was said: older answers are void. */
    checksBegun: integer('checks_begun').notNull().default(0),
    checkApplied: integer('check_applied').notNull().default(0),
    checkedAt: instant('checked_at'),
    /** When Stripe is asked again without being told to; null for never. */
    nextCheckAt: instant('next_check_at'),
    ...lifecycle(),
  },
  (table) => [
    check('order_credits', sql`${table.credits} > 0 and ${table.amount} > 0`),
    check('order_status', sql`${table.status} in ('created', 'paid', 'refunding', 'refunded', 'deleted')`),
    check(
      'order_status_paid',
      sql`(${table.paidAt} is not null) = (${table.status} in ('paid', 'refunding', 'refunded'))`,
    ),
    check('order_status_deleted', sql`(${table.deletedAt} is not null) = (${table.status} = 'deleted')`),
    check(
      'order_refund',
      sql`${table.refundAsked} between 0 and ${table.amount} and ${table.refundedAmount} between 0 and ${table.amount}
        and (${table.refundAsked} > 0) = (${table.refundKey} is not null)
        and (${table.refundAsked} > 0) = (${table.refundAskedAt} is not null)
        and (${table.refundAsked} > 0) = (${table.status} = 'refunding')`,
    ),
    check(
      'order_back',
      sql`${table.takenBack} between 0 and ${table.credits} and ${table.shortfall} >= 0 and ${table.disputedAmount} >= 0`,
    ),
    uniqueIndex('order_number_unique').on(table.number),
    uniqueIndex('order_owner_id_intent_key_unique').on(table.ownerId, table.intentKey),
    index('order_created_at_id_index').on(table.createdAt, table.id),
    index('order_status_created_at_id_index').on(table.status, table.createdAt, table.id),
    index('order_owner_id_created_at_index').on(table.ownerId, table.createdAt, table.id),
    index('order_attention_index').on(table.createdAt, table.id).where(sql`${table.attention} is not null`),
    index('order_next_check_at_index').on(table.nextCheckAt).where(sql`${table.nextCheckAt} is not null`),
    index('order_created_by_index').on(table.createdBy),
  ],
)

/** What Stripe told by a webhook: which object to ask about, and nothing of its content. */
export const stripeEvent = pgTable(
  'stripe_event',
  {
    /** As Stripe calls it (`evt_…`). */
    id: varchar('id', { length: 255 }).primaryKey(),
    type: varchar('type', { length: 100 }).notNull(),
    /** A checkout session (`cs_…`), a payment intent (`pi_…`) or a subscription (`sub_…`). */
    objectId: varchar('object_id', { length: 255 }).notNull(),
    /** When it happened, as Stripe says. */
    createdAt: instant('created_at').notNull(),
    receivedAt: instant('received_at').notNull().defaultNow(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at').notNull().defaultNow(),
    processedAt: instant('processed_at'),
    failedAt: instant('failed_at'),
    lastError: varchar('last_error', { length: 500 }),
  },
  (table) => [
    index('stripe_event_due_index')
      .on(table.nextAttemptAt)
      .where(sql`processed_at is null and failed_at is null`),
    index('stripe_event_received_at_index').on(table.receivedAt),
  ],
)

export const selectOrderTableSchema = createSelectSchema(order)
export type OrderTable = typeof order.$inferSelect
export const selectStripeEventTableSchema = createSelectSchema(stripeEvent)
export type StripeEventTable = z.infer<typeof selectStripeEventTableSchema>
