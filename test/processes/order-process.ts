import { eq } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import { server } from '#product/server.ts'
import { createAuditKeys } from '#server/audit/audit-keys.ts'
import { toSessionUser } from '#server/auth/sessions/session-user.ts'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/database/open.ts'
import { createMailer } from '#server/mail/mailer.ts'
import { createOrder } from '#server/orders/create-order.ts'
import { followOrder } from '#server/orders/follow/follow-order.ts'
import { createStripePayments } from '#server/orders/payments/stripe-payments.ts'
import { refundOrder } from '#server/orders/refund-order.ts'
import { changeSubscription } from '#server/orders/subscriptions/change-subscription.ts'
import { createSubscription } from '#server/orders/subscriptions/create-subscription.ts'
import { followSubscription } from '#server/orders/subscriptions/follow-subscription.ts'
import { createProductHooks } from '#server/product/product-hooks.ts'
import { createSystemContext } from '#server/service-context.ts'

// Does one thing with an order or a subscription as a person of the database would, and says when it is done; to be killed on its way.
const [what = '', personId = '', subject = ''] = process.argv.slice(2)
const config = readConfig(process.env)
if (!config.stripe) throw new Error('There is no Stripe.')
const { db, close } = await openDatabase(config)
const [row] = await db.select().from(user).where(eq(user.id, personId))
if (!row) throw new Error(`There is nobody with the id ${personId}.`)
const now = new Date()
const session = { id: 'session', createdAt: now, expiresAt: now, confirmedAt: now }
const ctx = {
  ...createSystemContext({
    db,
    audit: createAuditKeys({ secrets: config.secrets, own: [] }),
    product: createProductHooks(server, config),
    device: 'test',
  }),
  mailer: createMailer({ db, appUrl: config.appUrl }),
  payments: createStripePayments({ stripe: config.stripe, appUrl: config.appUrl }),
  logFailure: (error: unknown) => console.error(error),
  actor: { user: toSessionUser(row), session, key: null, impersonator: null },
}
if (what === 'create') await createOrder(ctx, { product: 'small', intentKey: subject })
if (what === 'follow') await followOrder(ctx, subject)
if (what === 'refund') await refundOrder(ctx, { id: subject, amount: 200, reason: 'Because', key: 'once' })
if (what === 'subscribe') await createSubscription(ctx, { plan: 'pro', intentKey: subject })
if (what === 'follow-subscription') await followSubscription(ctx, subject)
if (what === 'change') await changeSubscription(ctx, { plan: subject })
await close()
console.log('done')
