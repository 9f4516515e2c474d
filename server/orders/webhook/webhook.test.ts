import { describe, expect, test } from 'vitest'
import { order, stripeEvent } from '#drizzle/schema/index.ts'
import type { PayableOrder } from '#shared/orders/orders.ts'
import { createTestApp, type TestApp } from '#test/app.ts'
import type { TestEvent } from '#test/stripe/stripe-account.ts'
import type { TestStripe } from '#test/stripe/stripe-server.ts'
import { balanceOf } from '../../credits/credits-fixture.ts'
import { createShop, followContext, orderRow, passOrderTime, withStripe } from '../orders-fixture.ts'
import { sweepOrders } from '../sweep-orders.ts'
import { deleteOldEvents } from './event-queue.ts'
import { createEventWorker } from './event-worker.ts'

/** Delivers a webhook as Stripe does; the status of the answer. */
async function deliver(
  { app }: Pick<TestApp, 'app'>,
  { body, signature }: { body: string; signature?: string },
  remoteAddress = '198.51.100.7',
): Promise<number> {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    ...(signature !== undefined && { 'stripe-signature': signature }),
  }
  const { statusCode } = await app.inject({
    method: 'POST',
    url: '/webhooks/stripe',
    headers,
    payload: body,
    remoteAddress,
  })
  return statusCode
}

const quiet = { warn() {}, error() {} }

async function createWebhookShop() {
  const shop = await createShop()
  const worker = createEventWorker({ ctx: shop.follow, logger: quiet })
  const deliverEvent = (event: TestEvent) => deliver(shop, shop.stripe.sign(event))
  return { ...shop, worker, deliverEvent }
}

const newest = ({ events }: TestStripe) => {
  const event = events.at(-1)
  if (!event) throw new Error('Nothing happened.')
  return event
}

test('each webhook leads to what Stripe says, once however often and in whatever order it comes', async () => {
  const { db, stripe, buyerId, buy, worker, deliverEvent } = await createWebhookShop()
  const { id, sessionId } = await buy()
  stripe.pay(sessionId)
  stripe.refund(stripe.intentOf(sessionId).id, 100)
  stripe.dispute(stripe.intentOf(sessionId).id, 200)
  for (const event of [...stripe.events, ...stripe.events].reverse())
    expect(await deliverEvent(event)).toBe(200)
  expect(await db.$count(stripeEvent)).toBe(3)
  expect(await worker.runOnce()).toBe(3)
  expect(await orderRow(db, id)).toMatchObject({ status: 'paid', refundedAmount: 100, disputedAmount: 200 })
  expect((await balanceOf(db, buyerId)).balance).toBe(40)
  expect(await worker.runOnce()).toBe(0)
})

test('kept of an event is what it is about, and nothing of what it says', async () => {
  const { db, stripe, buy, deliverEvent } = await createWebhookShop()
  const { sessionId } = await buy()
  const event = stripe.pay(sessionId)
  const forged = {
    ...event,
    data: { object: { ...stripe.session(sessionId), amount_total: 1, card: '4242' } },
  }
  expect(await deliverEvent(forged)).toBe(200)
  const [row] = await db.select().from(stripeEvent)
  expect(row).toMatchObject({ id: event.id, type: event.type, objectId: sessionId, processedAt: null })
  expect(JSON.stringify(row)).not.toMatch(/4242|amount/)
})

describe('refused, without a row', () => {
  const refused: [
    string,
    (stripe: TestStripe, event: TestEvent) => { body: string; signature?: string },
    number,
  ][] = [
    ['without a signature', (stripe, event) => ({ body: stripe.sign(event).body }), 400],
    [
      'signed by somebody else',
      (stripe, event) => stripe.sign(event, { secret: 'whsec_otherotherother' }),
      400,
    ],
    ['older than five minutes', (stripe, event) => stripe.sign(event, { ageSeconds: 301 }), 400],
    [
      'changed since',
      (stripe, event) => ({ ...stripe.sign(event), body: `${stripe.sign(event).body} ` }),
      400,
    ],
    ['of the other mode', (stripe, event) => stripe.sign({ ...event, livemode: true }), 400],
    ['that is no JSON', (stripe, event) => ({ ...stripe.sign(event), body: 'not json' }), 400],
    ['with a broken signature', (stripe, event) => ({ ...stripe.sign(event), signature: 't=,v1=' }), 400],
    ['of two MiB', (stripe, event) => ({ ...stripe.sign(event), body: ' '.repeat(2 * 1024 * 1024) }), 413],
  ]
  test.each(refused)('a webhook %s', async (_, change, status) => {
    const { db, stripe, buy, app, logged } = await createWebhookShop()
    const { sessionId } = await buy()
    const event = stripe.pay(sessionId)
    expect(await deliver({ app }, change(stripe, event))).toBe(status)
    expect(await db.$count(stripeEvent)).toBe(0)
    expect(logged.join('')).not.toMatch(/whsec_|sk_test_|v1=/)
  })

  test('where nothing can be bought there is no such address', async () => {
    const stripe = await withStripe()
    const { app } = await createTestApp()
    const event = {
      id: 'evt_1',
      object: 'event',
      type: 'x',
      created: 1,
      livemode: false,
      data: { object: {} },
    } as const
    expect(await deliver({ app }, stripe.sign(event))).toBe(404)
  })
})

test('either of two secrets will do, while one replaces the other', async () => {
  const stripe = await withStripe()
  const config = { ...stripe.config, webhookSecrets: ['whsec_theoldoldoldold', 'whsec_thenewnewnewnew'] }
  const test = await createTestApp({ config: { stripe: config } })
  stripe.createSession({
    amount_total: 500,
    currency: 'eur',
    client_reference_id: null,
    expires_at: Math.floor(Date.now() / 1000) + 3600,
  })
  const event = stripe.pay([...stripe.sessions.keys()][0] ?? '')
  for (const secret of config.webhookSecrets)
    expect(await deliver(test, stripe.sign(event, { secret }))).toBe(200)
  expect(await deliver(test, stripe.sign(event))).toBe(400)
})

test('what is of no interest, or of an order that is not ours, is answered and does nothing', async () => {
  const { db, stripe, worker, deliverEvent } = await createWebhookShop()
  stripe.createSession({
    amount_total: 500,
    currency: 'eur',
    client_reference_id: 'somebody-else',
    expires_at: Math.floor(Date.now() / 1000) + 3600,
  })
  const paid = stripe.pay([...stripe.sessions.keys()][0] ?? '')
  stripe.refund(stripe.intentOf([...stripe.sessions.keys()][0] ?? '').id, 100)
  for (const event of [paid, newest(stripe), { ...paid, id: 'evt_other', type: 'customer.created' }])
    expect(await deliverEvent(event)).toBe(200)
  expect(await worker.runOnce()).toBe(2)
  expect([await db.$count(order), await db.$count(stripeEvent)]).toEqual([0, 2])
})

test('while Stripe does not answer, what it told waits and is looked into later', async () => {
  const { db, stripe, buyerId, buy, worker, deliverEvent } = await createWebhookShop()
  const { sessionId } = await buy()
  await deliverEvent(stripe.pay(sessionId))
  for (const outage of [500, 429, 'silent', 'lost'] as const) {
    stripe.outage = () => outage
    expect(await worker.runOnce()).toBe(0)
    const [row] = await db.select().from(stripeEvent)
    expect(row).toMatchObject({ processedAt: null, lastError: expect.stringContaining('does not answer') })
    await db.update(stripeEvent).set({ nextAttemptAt: new Date(0) })
  }
  stripe.outage = null
  expect(await worker.runOnce()).toBe(1)
  expect((await balanceOf(db, buyerId)).balance).toBe(100)
})

test('given up after three days, and deleted after thirty', async () => {
  const { db, stripe, buy, worker, deliverEvent } = await createWebhookShop()
  const { sessionId } = await buy()
  await deliverEvent(stripe.pay(sessionId))
  const age = (days: number) =>
    db
      .update(stripeEvent)
      .set({ receivedAt: new Date(Date.now() - days * 24 * 3_600_000), nextAttemptAt: new Date(0) })
  await age(3.1)
  stripe.outage = () => 500
  expect(await worker.runOnce()).toBe(0)
  const [row] = await db.select().from(stripeEvent)
  expect(row?.failedAt).not.toBeNull()
  expect(await deleteOldEvents(db)).toBe(0)
  await age(31)
  expect(await deleteOldEvents(db)).toBe(1)
})

describe('the sweep', () => {
  test('heals what a lost webhook left, and asks no sooner than it is time', async () => {
    const { db, stripe, follow, buyerId, buy } = await createShop()
    const { id, sessionId } = await buy()
    stripe.pay(sessionId)
    expect(await sweepOrders(follow)).toBe(0)
    await passOrderTime(db, id, '2 minutes')
    expect(await sweepOrders(follow)).toBe(1)
    expect((await balanceOf(db, buyerId)).balance).toBe(100)
    stripe.dispute(stripe.intentOf(sessionId).id, 500)
    expect(await sweepOrders(follow)).toBe(0)
    await passOrderTime(db, id, '25 hours')
    expect(await sweepOrders(follow)).toBe(1)
    expect((await balanceOf(db, buyerId)).balance).toBe(0)
    await passOrderTime(db, id, '121 days')
    expect(await sweepOrders(follow)).toBe(1)
    await passOrderTime(db, id, '121 days')
    expect(await sweepOrders(follow)).toBe(0)
  })

  test('leaves orders of the other mode alone', async () => {
    const { db, buyer, buy } = await createShop()
    const { id } = await buy()
    await passOrderTime(db, id, '2 minutes')
    const live = await withStripe({ livemode: true })
    expect(await sweepOrders(followContext(db, live))).toBe(0)
    expect(live.calls).toEqual([])
    expect((await buyer.mutate<PayableOrder>('orders.refresh', { id })).status).toBe(200)
  })

  test('ends early while Stripe is away', async () => {
    const { db, stripe, follow, buy } = await createShop()
    for (const { id } of [await buy(), await buy()]) await passOrderTime(db, id, '2 minutes')
    stripe.outage = () => 500
    stripe.calls.length = 0
    await expect(sweepOrders(follow)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
    expect(stripe.calls).toHaveLength(1)
  })
})
