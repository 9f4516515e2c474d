import { sql } from 'drizzle-orm'
import {
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
import {
  runningStatuses,
  type SubscriptionStatus,
  subscriptionStatuses,
} from '#shared/orders/subscription-statuses.ts'
import { user } from './auth.ts'
import { instant, lifecycle, listed } from './columns.ts'
import { organization } from './organizations.ts'

/** A plan that somebody pays for each month. It follows what the payment provider says when asked, and nothing else. */
export const subscription = pgTable(
  'subscription',
  {
    id: text('id').primaryKey(),
    /** Whoever subscribes has a balance, which keeps the organization from being deleted. */
    ownerId: text('owner_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    createdBy: text('created_by').references(() => user.id, { onDelete: 'set null' }),
    /** The plan that runs, or was asked for. */
    plan: varchar('plan', { length: 50 }).notNull(),
    /** The cheaper one that counts from the end of the period on. */
    nextPlan: varchar('next_plan', { length: 50 }),
    /** What `plan` costs a month, in the smallest unit of the currency. */
    amount: integer('amount').notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    status: text('status').$type<SubscriptionStatus>().notNull().default('created'),
    /** By which the same intent to subscribe asked for again is known. */
    intentKey: varchar('intent_key', { length: 64 }).notNull(),
    liveMode: boolean('live_mode').notNull(),
    stripeSessionId: varchar('stripe_session_id', { length: 255 }).unique(),
    stripeSubscriptionId: varchar('stripe_subscription_id', { length: 255 }).unique(),
    /** Who pays there; of an earlier subscription of the owner until it is known. */
    stripeCustomerId: varchar('stripe_customer_id', { length: 255 }),
    /** The month that Stripe has billed. */
    periodStart: instant('period_start'),
    periodEnd: instant('period_end'),
    /** When it ends; null while it goes on. */
    cancelAt: instant('cancel_at'),
    /** When it first gave its owner the plan. */
    beganAt: instant('began_at'),
    endedAt: instant('ended_at'),
    /** How often asking Stripe was begun, and by which of these times what is here was said: older answers are void. */
    checksBegun: integer('checks_begun').notNull().default(0),
    checkApplied: integer('check_applied').notNull().default(0),
    checkedAt: instant('checked_at'),
    /** When Stripe is asked again without being told to; null for never. */
    nextCheckAt: instant('next_check_at'),
    ...lifecycle(),
  },
  (table) => [
    check('subscription_amount', sql`${table.amount} > 0`),
    check('subscription_status', sql`${table.status} in (${listed(subscriptionStatuses)})`),
    check(
      'subscription_status_running',
      sql`${table.status} not in (${listed(runningStatuses)}) or (${table.beganAt} is not null and ${table.periodStart} is not null)`,
    ),
    check(
      'subscription_status_known',
      sql`(${table.stripeSubscriptionId} is not null) = (${table.status} not in ('created', 'abandoned'))`,
    ),
    check(
      'subscription_status_ended',
      sql`(${table.endedAt} is not null) = (${table.status} in ('abandoned', 'incomplete_expired', 'canceled'))`,
    ),
    check(
      'subscription_next_plan',
      sql`${table.nextPlan} is null or ${table.status} in (${listed(runningStatuses)})`,
    ),
    check(
      'subscription_period',
      sql`(${table.periodStart} is null) = (${table.periodEnd} is null) and ${table.periodStart} < ${table.periodEnd}`,
    ),
    // One plan an owner.
    uniqueIndex('subscription_owner_id_running_unique')
      .on(table.ownerId)
      .where(sql`${table.status} in (${listed(runningStatuses)})`),
    uniqueIndex('subscription_owner_id_intent_key_unique').on(table.ownerId, table.intentKey),
    index('subscription_owner_id_created_at_index').on(table.ownerId, table.createdAt),
    index('subscription_next_check_at_index')
      .on(table.nextCheckAt)
      .where(sql`${table.nextCheckAt} is not null`),
    index('subscription_created_by_index').on(table.createdBy),
  ],
)

export const selectSubscriptionTableSchema = createSelectSchema(subscription)
export type SubscriptionTable = typeof subscription.$inferSelect
