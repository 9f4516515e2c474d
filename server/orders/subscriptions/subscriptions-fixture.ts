import { eq, sql } from 'drizzle-orm'
import { creditBalance, type SubscriptionTable, subscription } from '#drizzle/schema/index.ts'
import type { PayableSubscription, SubscriptionView } from '#shared/orders/subscriptions.ts'
import type { Browser } from '#test/app.ts'
import { overrule } from '#test/empty-tables.ts'
import type { TestStripe } from '#test/stripe/stripe-server.ts'
import { balanceOf } from '../../credits/credits-fixture.ts'
import type { Database } from '../../database/database.ts'
import { createShop as createOrdersShop } from '../orders-fixture.ts'

/** The whole server with a stand-in for Stripe and somebody who subscribes; in the end every balance must add up. */
export async function createShop() {
  const shop = await createOrdersShop()
  const { db, stripe, buyer, buyerId } = shop
  return {
    ...shop,
    ask: (plan: string) => ask(buyer, db, plan),
    /** Subscribes and pays; our id and Stripe's. */
    async subscribe(plan = 'pro') {
      const { id, sessionId } = await ask(buyer, db, plan)
      const { id: stripeId } = stripe.subscribe(sessionId)
      await refreshed(buyer, id)
      return { id, sessionId, stripeId }
    },
    mine: async () => (await buyer.query<SubscriptionView | null>('subscriptions.mine')).data,
    change: (plan: string) => buyer.mutate<SubscriptionView>('subscriptions.change', { plan }),
    balance: () => balanceOf(db, buyerId),
    row: (id: string) => subscriptionRow(db, id),
  }
}

let intents = 0

/** Asks for a subscription; it and the session where it is paid. */
async function ask(buyer: Browser, db: Database, plan: string) {
  const given = { plan, intentKey: `intent-${++intents}` }
  const { data, error } = await buyer.mutate<PayableSubscription>('subscriptions.create', given)
  if (error) throw new Error(error.message)
  const { id } = data.subscription
  return { ...data, ...given, id, sessionId: (await subscriptionRow(db, id)).stripeSessionId ?? '' }
}

export async function subscriptionRow(db: Database, id: string): Promise<SubscriptionTable> {
  const [row] = await db.select().from(subscription).where(eq(subscription.id, id))
  if (!row) throw new Error(`There is no subscription ${id}.`)
  return row
}

/** A subscription as its owner sees it once Stripe was asked. */
export async function refreshed(buyer: Browser, id: string): Promise<SubscriptionView> {
  const { data, error } = await buyer.mutate<SubscriptionView>('subscriptions.refresh', { id })
  if (error) throw new Error(error.message)
  return data
}

// Longer than every month, and so little that twelve of them are no thirteenth.
const monthSeconds = 31 * 86_400 + 3600

/**
 * Lets a month pass for the owner of a subscription, here and at Stripe: both then count their months from a moment that
 * lies so much earlier. At Stripe the period is over, and the next one begins when it is told to.
 */
export async function passMonth(
  { db, stripe }: { db: Database; stripe: TestStripe },
  { ownerId, stripeId }: { ownerId: string; stripeId: string },
): Promise<void> {
  const [before] = stripe.subscription(stripeId).items.data.map((item) => ({ ...item }))
  const moved = stripe.passTime(stripeId, monthSeconds)
  const [item] = moved.items.data
  const at = (seconds: number) => sql`to_timestamp(${seconds}::bigint)`
  const { current_period_start: start, current_period_end: end } = item
  const was = new Date((before?.current_period_start ?? 0) * 1000).toISOString()
  const is = new Date(start * 1000).toISOString()
  const by = sql`${`${monthSeconds} seconds`}::interval`
  const own = sql`where owner_id = ${ownerId}`
  const wasEnd = at(before?.current_period_end ?? 0)
  await overrule(
    db,
    sql`with balance as (
        update credit_balance set period_anchor = ${at(moved.billing_cycle_anchor)}, period_start = ${at(start)},
          period_end = ${at(end)}, plan_until = case when plan_until is null then null else ${at(end)} end,
          due_at = ${at(end)} ${own}),
      subscribed as (
        update subscription set period_start = case when period_end = ${wasEnd} then ${at(start)} else period_start - ${by} end,
          period_end = case when period_end = ${wasEnd} then ${at(end)} else period_end - ${by} end,
          cancel_at = case when cancel_at is null then null else ${at(end)} end,
          created_at = created_at - ${by}, began_at = began_at - ${by}, ended_at = ended_at - ${by},
          next_check_at = next_check_at - ${by} ${own}),
      lot as (
        update credit_lot set created_at = created_at - ${by},
          expires_at = case when expires_at = ${wasEnd} then ${at(end)} else expires_at - ${by} end ${own})
      update credit_entry set created_at = created_at - ${by}, key = replace(key, ${was}, ${is}) ${own}`,
  )
}

/** The moments between which an owner's month runs, and what it gives. */
export const monthOf = async (db: Database, ownerId: string) => {
  const [row] = await db
    .select({
      plan: creditBalance.plan,
      until: creditBalance.planUntil,
      start: creditBalance.periodStart,
      end: creditBalance.periodEnd,
    })
    .from(creditBalance)
    .where(eq(creditBalance.ownerId, ownerId))
  return row
}
