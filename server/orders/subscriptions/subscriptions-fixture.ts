import { eq, sql } from 'drizzle-orm'
import { type SubscriptionTable, subscription } from '#drizzle/schema/index.ts'
import type { PayableSubscription, SubscriptionView } from '#shared/orders/subscriptions.ts'
import type { Browser } from '#test/app.ts'
import { overrule } from '#test/empty-tables.ts'
import { passMonthOf } from '#test/stripe/pass-month.ts'
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

/** Lets a month pass for the owner of a subscription, here and at Stripe. */
export const passMonth = (
  { db, stripe }: { db: Database; stripe: TestStripe },
  of: { ownerId: string; stripeId: string },
): Promise<void> => overrule(db, sql.raw(passMonthOf(stripe, of)))
