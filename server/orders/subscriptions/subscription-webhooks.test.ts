import { expect, test } from 'vitest'
import { stripeEvent } from '#drizzle/schema/index.ts'
import type { TestEvent } from '#test/stripe/stripe-account.ts'
import type { Outage } from '#test/stripe/stripe-server.ts'
import { createEventWorker } from '../webhook/event-worker.ts'
import { createShop, passMonth } from './subscriptions-fixture.ts'
import { sweepSubscriptions } from './sweep-subscriptions.ts'

const quiet = { warn() {}, error() {} }

async function createWebhookShop() {
  const shop = await createShop()
  const { app, stripe, follow } = shop
  const worker = createEventWorker({ ctx: follow, logger: quiet })
  const deliver = async (event: TestEvent) => {
    const { body, signature } = stripe.sign(event)
    const headers = { 'content-type': 'application/json', 'stripe-signature': signature }
    const { statusCode } = await app.inject({
      method: 'POST',
      url: '/webhooks/stripe',
      headers,
      payload: body,
    })
    return statusCode
  }
  return { ...shop, worker, deliver }
}

test('every event about a subscription leads to it, before the browser comes back and after', async () => {
  const { db, stripe, ask, worker, deliver, row, balance } = await createWebhookShop()
  const { id, sessionId } = await ask('pro')
  const { id: stripeId } = stripe.subscribe(sessionId)
  expect(stripe.events.map(({ type }) => type)).toEqual([
    'customer.subscription.created',
    'invoice.paid',
    'checkout.session.completed',
  ])
  // The invoice first: we have not heard of the subscription.
  expect(await deliver(stripe.events[1] as TestEvent)).toBe(200)
  expect(await worker.runOnce()).toBe(1)
  expect(await row(id)).toMatchObject({ status: 'active', stripeSubscriptionId: stripeId })
  for (const event of [...stripe.events, ...stripe.events]) expect(await deliver(event)).toBe(200)
  expect(await worker.runOnce()).toBe(2)
  expect(await balance()).toMatchObject({ plan: 'pro', balance: 1000 })
  const kept = await db.select().from(stripeEvent)
  expect(kept.map(({ objectId }) => objectId).sort()).toEqual([sessionId, stripeId, stripeId].sort())
  expect(JSON.stringify(kept)).not.toMatch(/cus_|amount|customer"/)
})

/** What happens to one, and how its events come: what was heard of it makes no difference. */
async function live(order: 'never' | 'once' | 'three times' | 'backwards') {
  const shop = await createWebhookShop()
  const { db, stripe, buyerId, ask, worker, deliver, balance, row } = shop
  const { id, sessionId } = await ask('business')
  const hear = async () => {
    const events = stripe.events.splice(0)
    const times = { never: 0, once: 1, 'three times': 3, backwards: 1 }[order]
    const told = order === 'backwards' ? events.toReversed() : events
    for (let time = 0; time < times; time += 1)
      for (const event of told) await deliver({ ...event, id: `${event.id}:${time}` })
    await worker.runOnce()
  }
  const { id: stripeId } = stripe.subscribe(sessionId)
  await hear()
  if (order === 'never') await sweepNow(shop)
  await passMonth({ db, stripe }, { ownerId: buyerId, stripeId })
  stripe.renew(stripeId, { paid: false })
  await hear()
  // Two things that nobody looks at in between are one.
  if (order === 'never') await sweepNow(shop)
  stripe.recover(stripeId)
  stripe.change(stripeId, { product: 'plan_pro', unit_amount: 900, currency: 'eur' }, { charges: false })
  await hear()
  if (order === 'never') await sweepNow(shop)
  const before = { row: await row(id), balance: await balance() }
  stripe.cancelAtPeriodEnd(stripeId)
  await hear()
  if (order === 'never') await sweepNow(shop)
  await passMonth({ db, stripe }, { ownerId: buyerId, stripeId })
  stripe.renew(stripeId)
  await hear()
  if (order === 'never') await sweepNow(shop)
  const after = { row: await row(id), balance: await balance() }
  return [before, after].map((at) => ({
    status: at.row.status,
    plan: at.row.plan,
    nextPlan: at.row.nextPlan,
    has: at.balance.plan,
    until: at.balance.planUntil,
    credits: at.balance.balance,
  }))
}

async function sweepNow({ db, follow }: Pick<Awaited<ReturnType<typeof createShop>>, 'db' | 'follow'>) {
  await db.execute('update subscription set next_check_at = now()')
  await sweepSubscriptions(follow)
}

test.each(['never', 'once', 'three times', 'backwards'] as const)(
  'a subscription whose events come %s ends the same',
  async (order) => {
    expect(await live(order)).toEqual([
      { status: 'active', plan: 'business', nextPlan: 'pro', has: 'business', until: null, credits: 5000 },
      { status: 'canceled', plan: 'business', nextPlan: null, has: 'free', until: null, credits: 0 },
    ])
  },
)

test.each([500, 429, 'silent', 'lost'] as Outage[])(
  'what Stripe answers with %s to is looked into again',
  async (outage) => {
    const { db, stripe, ask, worker, deliver, row } = await createWebhookShop()
    const { id, sessionId } = await ask('pro')
    stripe.subscribe(sessionId)
    stripe.outage = () => outage
    for (const event of stripe.events.slice(0, 1)) await deliver(event)
    expect(await worker.runOnce()).toBe(0)
    expect(await row(id)).toMatchObject({ status: 'created' })
    stripe.outage = null
    await db.execute('update stripe_event set next_attempt_at = now()')
    expect(await worker.runOnce()).toBe(1)
    expect(await row(id)).toMatchObject({ status: 'active' })
  },
)

test.each([500, 429, 'lost'] as Outage[])(
  'who subscribes or changes while Stripe answers with %s is told to try again, and pays once',
  async (outage) => {
    const { db, stripe, buyer, change, mine, balance } = await createWebhookShop()
    const intent = { plan: 'pro', intentKey: 'outage' }
    const shortly = () => {
      let left = 2
      stripe.outage = (call) => (call.startsWith('POST') && left-- > 0 ? outage : null)
    }
    shortly()
    const first = await buyer.mutate('subscriptions.create', intent)
    stripe.outage = null
    if (first.status !== 200) expect(first.error.data.reason?.kind).toBe('unavailable')
    expect((await buyer.mutate('subscriptions.create', intent)).status).toBe(200)
    expect([await db.$count(stripeEvent), stripe.sessions.size]).toEqual([0, 1])
    stripe.subscribe([...stripe.sessions.keys()][0] ?? '')
    await buyer.mutate('subscriptions.refresh', { id: (await mine())?.id })
    shortly()
    await change('business')
    stripe.outage = null
    expect((await change('business')).data).toMatchObject({ plan: 'business', nextPlan: null })
    expect(stripe.invoices.map(({ total }) => total)).toEqual([900, 2000])
    expect((await balance()).balance).toBe(5000)
  },
)

test('what belongs to somebody else at Stripe is processed without effect', async () => {
  const { stripe, worker, deliver } = await createWebhookShop()
  const about = (type: string, object: object) => ({
    id: `evt_${type}`,
    object: 'event' as const,
    type,
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    data: { object },
  })
  await deliver(about('customer.subscription.updated', { id: 'sub_other' }))
  await deliver(
    about('invoice.paid', { id: 'in_1', parent: { subscription_details: { subscription: 'sub_other' } } }),
  )
  // An invoice that is for no subscription is of no interest.
  await deliver(about('invoice.payment_failed', { id: 'in_2', parent: null }))
  expect(await worker.runOnce()).toBe(2)
  expect(stripe.calls).toEqual(['GET /v1/subscriptions/sub_other', 'GET /v1/subscriptions/sub_other'])
})
