import { describe, expect, test } from 'vitest'
import { creditEntry, creditLot, mail, order } from '#drizzle/schema/index.ts'
import type { OrderView, PayableOrder, ProductsView } from '#shared/orders/orders.ts'
import type { Page } from '#shared/pagination.ts'
import { createTestApp } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { balanceOf } from '../credits/credits-fixture.ts'
import { spendCredits } from '../credits/spend-credits.ts'
import { hearLive, type LiveMessage } from '../live/live-news.ts'
import { followOrder } from './follow/follow-order.ts'
import { buy, createShop, orderRow, passOrderTime, refreshed } from './orders-fixture.ts'

describe('buying', () => {
  test('is off without a key: the page is told, and nothing is made', async () => {
    const { browser, database } = await createTestApp()
    const buyer = browser()
    await buyer.become()
    const { data } = await buyer.query<ProductsView>('orders.products')
    expect(data).toMatchObject({ open: false, test: false })
    expect(data.products).not.toEqual([])
    const { error } = await buyer.mutate('orders.create', { product: 'small', intentKey: 'a' })
    expect(error.data).toMatchObject({ httpStatus: 409, reason: { kind: 'payments', problem: 'off' } })
    expect(await database.db.$count(order)).toBe(0)
  })

  test('paid, the credits come once however often it is looked at, with a mail and a row in the log', async () => {
    const { db, stripe, buyer, buyerId, buy } = await createShop()
    const { id, order: made, payUrl, sessionId } = await buy()
    expect(made).toMatchObject({ status: 'created', amount: 500, currency: 'eur', credits: 100 })
    expect(payUrl).toBe(stripe.session(sessionId).url)
    expect((await refreshed(buyer, id)).status).toBe('created')
    stripe.pay(sessionId)
    const looks = await Promise.all([1, 2, 3, 4, 5].map(() => refreshed(buyer, id)))
    expect(looks.map(({ status }) => status)).toEqual(Array(5).fill('paid'))
    expect((await balanceOf(db, buyerId)).balance).toBe(100)
    expect(await db.select().from(creditEntry)).toMatchObject([{ kind: 'purchase', key: `order:${id}` }])
    expect(await db.select().from(creditLot)).toMatchObject([{ kind: 'purchase', orderId: id }])
    expect(await db.select().from(mail)).toMatchObject([
      { kind: 'receipt', subject: `Your order ${made.number} is paid` },
    ])
    const paid = (await readAudit(db)).filter(({ action }) => action.startsWith('order.'))
    expect(paid).toMatchObject([
      { action: 'order.pay', actorId: null, subject: id, after: { credits: 100, amount: 500 } },
    ])
  })

  test('the same intent again is the same order and place to pay; another product under it is refused', async () => {
    const { db, buyer, buy } = await createShop()
    const { id, payUrl, intentKey } = await buy()
    const again = await buyer.mutate<PayableOrder>('orders.create', { product: 'small', intentKey })
    expect(again.data).toMatchObject({ order: { id }, payUrl })
    const other = await buyer.mutate('orders.create', { product: 'large', intentKey })
    expect(other.error.data).toMatchObject({ httpStatus: 409, reason: { kind: 'intent' } })
    expect(await db.$count(order)).toBe(1)
  })

  test('intents at once are one order and one session', async () => {
    const { db, stripe, buyer } = await createShop()
    const intent = { product: 'small', intentKey: 'at-once' }
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => buyer.mutate<PayableOrder>('orders.create', intent)),
    )
    expect(new Set(answers.map(({ data }) => data.payUrl)).size).toBe(1)
    expect([await db.$count(order), stripe.sessions.size]).toEqual([1, 1])
  })

  test('while Stripe is away the answer is 503, and the same call goes on later', async () => {
    const { db, stripe, buyer } = await createShop()
    const intent = { product: 'small', intentKey: 'later' }
    for (const outage of [500, 429, 'lost'] as const) {
      stripe.outage = () => outage
      const { error, status } = await buyer.mutate('orders.create', intent)
      expect([status, error.data.reason?.kind]).toEqual([503, 'unavailable'])
    }
    stripe.outage = null
    const { data } = await buyer.mutate<PayableOrder>('orders.create', intent)
    expect(data.payUrl).toMatch(/^https:/)
    expect([await db.$count(order), stripe.sessions.size]).toEqual([1, 1])
  })

  test('another sum than the order says gives nothing, and waits for a person', async () => {
    const { db, stripe, buyer, buyerId, buy } = await createShop()
    const { id, sessionId } = await buy()
    stripe.pay(sessionId, { sum: 499 })
    expect((await refreshed(buyer, id)).status).toBe('created')
    expect((await orderRow(db, id)).attention).toBe('amount:499:eur')
    expect((await balanceOf(db, buyerId)).balance).toBe(0)
  })

  test('expired it is deleted; a payment that takes its time is waited for, and wins', async () => {
    const { stripe, buyer, buy } = await createShop()
    const first = await buy()
    stripe.expire(first.sessionId)
    expect((await refreshed(buyer, first.id)).status).toBe('deleted')
    const second = await buy()
    stripe.pay(second.sessionId, { later: true })
    expect((await refreshed(buyer, second.id)).status).toBe('created')
    stripe.arrive(second.sessionId, false)
    expect((await refreshed(buyer, second.id)).status).toBe('deleted')
    stripe.arrive(second.sessionId, true)
    expect((await refreshed(buyer, second.id)).status).toBe('paid')
  })

  test('an order that nobody can pay is deleted half an hour later', async () => {
    const { db, stripe, buyer, follow } = await createShop()
    stripe.outage = () => 500
    await buyer.mutate('orders.create', { product: 'small', intentKey: 'broken' })
    const [{ id = '' } = {}] = await db.select().from(order)
    expect((await followOrder(follow, id)).order.status).toBe('created')
    await passOrderTime(db, id, '31 minutes')
    expect((await followOrder(follow, id)).order.status).toBe('deleted')
    stripe.outage = null
    const { data } = await buyer.mutate<PayableOrder>('orders.create', {
      product: 'small',
      intentKey: 'broken',
    })
    expect(data).toMatchObject({ order: { status: 'deleted' }, payUrl: null })
  })

  test.each([
    [{ product: 'none', intentKey: 'a' }, 'product'],
    [{ product: 'toString', intentKey: 'a' }, 'product'],
    [{ product: 'small', intentKey: '' }, 'intentKey'],
    [{ product: 'small', intentKey: 'x'.repeat(65) }, 'intentKey'],
  ])('%j is refused at its field', async (input, field) => {
    const { buyer } = await createShop()
    const { status, error } = await buyer.mutate('orders.create', input)
    expect([status, Object.keys(error.data.fieldErrors ?? {})]).toEqual([400, [field]])
  })
})

test('the buyer and the console hear of what changes, and of nothing else', async () => {
  const { database, stripe, buyer, buyerId, buy } = await createShop()
  const heard: string[] = []
  const onMessage = ({ to, news }: LiveMessage) => heard.push(`${JSON.stringify(to)} ${news.kind}`)
  await hearLive(database.listener, { onMessage, onReady: () => {} })
  const all = [
    `{"userIds":["${buyerId}"]} credits`,
    `{"userId":"${buyerId}"} orders`,
    '{"permission":"orders.read"} orders',
  ]
  const { id, sessionId } = await buy()
  await expect.poll(() => heard).toEqual(all)
  await refreshed(buyer, id)
  stripe.pay(sessionId)
  await refreshed(buyer, id)
  await expect.poll(() => heard).toEqual([...all, ...all])
})

test('everybody sees their own orders only', async () => {
  const { browser, db, buyer, buy: buyOne } = await createShop()
  const { id } = await buyOne()
  const other = browser()
  await other.become()
  await buy(other, db, 'medium')
  const { data } = await buyer.query<Page<OrderView>>('orders.mine', {})
  expect(data).toMatchObject({ total: 1, items: [{ id, product: 'small' }] })
  for (const path of ['orders.get', 'orders.refresh'] as const) {
    const call = path === 'orders.get' ? other.query(path, { id }) : other.mutate(path, { id })
    expect((await call).status).toBe(404)
  }
})

describe('what the provider does later', () => {
  test('credits go back for refunds and disputes, and come again when one is won or failed', async () => {
    const { db, stripe, buyer, buyerId, buy } = await createShop()
    const { id, sessionId } = await buy()
    stripe.pay(sessionId)
    const balance = async () => {
      const { status } = await refreshed(buyer, id)
      return [status, (await balanceOf(db, buyerId)).balance]
    }
    expect(await balance()).toEqual(['paid', 100])
    const intent = stripe.intentOf(sessionId).id
    const refund = stripe.refund(intent, 125)
    expect(await balance()).toEqual(['paid', 75])
    const dispute = stripe.dispute(intent, 375)
    expect(await balance()).toEqual(['paid', 0])
    stripe.closeDispute(dispute.id, 'won')
    expect(await balance()).toEqual(['paid', 75])
    stripe.failRefund(refund.id)
    expect(await balance()).toEqual(['paid', 100])
    expect((await orderRow(db, id)).attention).toBe('refund:1')
    stripe.refund(intent, 500)
    expect(await balance()).toEqual(['refunded', 0])
    const kinds = await db.select().from(creditEntry).orderBy(creditEntry.seq)
    expect(kinds.map(({ kind, credits }) => `${kind} ${credits}`)).toEqual([
      'purchase 100',
      'refund -25',
      'refund -75',
      'reinstate 75',
      'reinstate 25',
      'refund -100',
    ])
  })

  test('what is spent stays spent: nobody goes below zero, and no other credits are taken', async () => {
    const { db, stripe, follow, buyer, buyerId, buy } = await createShop()
    const [first, second] = [await buy(), await buy('medium')]
    for (const { sessionId, id } of [first, second]) {
      stripe.pay(sessionId)
      await refreshed(buyer, id)
    }
    // Of two that end at no time the older is spent first.
    const ctx = { db, actor: null, requestId: 'test' }
    await spendCredits(ctx, { ownerId: buyerId, credits: 70, type: 'test' })
    stripe.refund(stripe.intentOf(first.sessionId).id, 500)
    expect(await refreshed(buyer, first.id)).toMatchObject({ status: 'refunded', takenBack: 30 })
    expect(await orderRow(db, first.id)).toMatchObject({ shortfall: 70, attention: 'shortfall:70' })
    expect((await balanceOf(db, buyerId)).balance).toBe(500)
    expect((await followOrder(follow, first.id)).order).toMatchObject({ takenBack: 30, shortfall: 70 })
  })
})
