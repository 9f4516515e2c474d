import { eq, sql } from 'drizzle-orm'
import { onTestFinished } from 'vitest'
import { type OrderTable, order } from '#drizzle/schema/index.ts'
import { server } from '#product/server.ts'
import type { OrderView, PayableOrder } from '#shared/orders/orders.ts'
import { appUrl, type Browser, createTestApp, testSecret } from '#test/app.ts'
import { startStripeServer, type TestStripe } from '#test/stripe/stripe-server.ts'
import { createAuditKeys } from '../audit/audit-keys.ts'
import { readConfig } from '../config.ts'
import { keepInvariants } from '../credits/credits-fixture.ts'
import type { Database } from '../database/database.ts'
import { createMailer } from '../mail/mailer.ts'
import { createProductHooks } from '../product/product-hooks.ts'
import type { FollowContext } from './orders-context.ts'
import { createStripePayments } from './payments/stripe-payments.ts'

/** A stand-in for Stripe, closed when the test ends. */
export async function withStripe(options: { livemode?: boolean } = {}): Promise<TestStripe> {
  const stripe = await startStripeServer(options)
  onTestFinished(() => stripe.close())
  return stripe
}

/** What follows orders, which gives up on Stripe at once. */
export const followContext = (db: Database, stripe: TestStripe): FollowContext => ({
  db,
  audit: createAuditKeys({ secrets: [testSecret], own: [] }),
  product: createProductHooks(server, readConfig({ APP_URL: appUrl })),
  mailer: createMailer({ db, appUrl }),
  payments: createStripePayments({
    stripe: stripe.config,
    appUrl,
    patience: { timeoutMs: 400, retries: 0 },
  }),
  logFailure: (error) => {
    throw error
  },
})

/** The whole server with a stand-in for Stripe and somebody who buys; in the end every balance must add up. */
export async function createShop() {
  const stripe = await withStripe()
  const test = await createTestApp({ config: { stripe: stripe.config } })
  const { db } = test.database
  keepInvariants(db)
  const buyer = test.browser()
  const { id: buyerId } = await buyer.become({ name: 'Ada' })
  const follow = followContext(db, stripe)
  return { ...test, db, stripe, follow, buyer, buyerId, buy: (product?: string) => buy(buyer, db, product) }
}

let intents = 0

/** Orders a pack, small unless told; the order and the session where it is paid. */
export async function buy(buyer: Browser, db: Database, product = 'small') {
  const given = { product, intentKey: `intent-${++intents}` }
  const { data, error } = await buyer.mutate<PayableOrder>('orders.create', given)
  if (error) throw new Error(error.message)
  const { stripeSessionId } = await orderRow(db, data.order.id)
  return { ...data, ...given, id: data.order.id, sessionId: stripeSessionId ?? '' }
}

export async function orderRow(db: Database, id: string): Promise<OrderTable> {
  const [row] = await db.select().from(order).where(eq(order.id, id))
  if (!row) throw new Error(`There is no order ${id}.`)
  return row
}

/** An order as its buyer sees it once Stripe was asked. */
export async function refreshed(buyer: Browser, id: string): Promise<OrderView> {
  const { data, error } = await buyer.mutate<PayableOrder>('orders.refresh', { id })
  if (error) throw new Error(error.message)
  return data.order
}

/** Lets so much time pass for an order. */
export const passOrderTime = (db: Database, id: string, interval: string) =>
  db.execute(sql`update "order" set created_at = created_at - ${interval}::interval,
    paid_at = paid_at - ${interval}::interval, next_check_at = next_check_at - ${interval}::interval where id = ${id}`)
