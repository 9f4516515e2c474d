import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { mail, order, user } from '#drizzle/schema/index.ts'
import type { AdminOrder, AdminOrderDetail, OrderAct, OrderStats } from '#shared/orders/orders.ts'
import type { Page } from '#shared/pagination.ts'
import { readAudit } from '#test/audit-log.ts'
import { balanceOf, passTime } from '../credits/credits-fixture.ts'
import { holdCredits } from '../credits/hold-credits.ts'
import { spendCredits } from '../credits/spend-credits.ts'
import { sweepHolds } from '../credits/sweep-credits.ts'
import { followOrder } from './follow/follow-order.ts'
import { createShop, orderRow, passOrderTime, refreshed } from './orders-fixture.ts'
import { sweepOrders } from './sweep-orders.ts'

const reason = 'Did not like it'

async function createRefundShop() {
  const shop = await createShop()
  const admin = shop.browser()
  await admin.become({ role: 'admin', name: 'Admin' })
  const ctx = { db: shop.db, actor: null, requestId: 'test' }
  return {
    ...shop,
    admin,
    ctx,
    /** An order that was paid. */
    async paid(product?: string) {
      const { id, sessionId } = await shop.buy(product)
      shop.stripe.pay(sessionId)
      await refreshed(shop.buyer, id)
      return { id, sessionId, payment: shop.stripe.intentOf(sessionId).id }
    },
    refund: (id: string, given: object = {}) =>
      admin.mutate<OrderAct>('orders.refund', { id, reason, key: 'once', ...given }),
    spend: (credits: number) => spendCredits(ctx, { ownerId: shop.buyerId, credits, type: 'test' }),
    available: async () => {
      const { balance, held } = await balanceOf(shop.db, shop.buyerId)
      return balance - held
    },
  }
}

describe('a refund', () => {
  test('of the unused part unless told, with its credits, a mail and a row of the log, and once a key', async () => {
    const { db, stripe, admin, paid, refund, spend, available } = await createRefundShop()
    const { id, payment } = await paid()
    await spend(33)
    const { data: view } = await admin.query<AdminOrderDetail>('orders.view', { id })
    expect(view).toMatchObject({ refundable: 500, unused: 335, payment })
    const first = await refund(id)
    expect(first.data.order).toMatchObject({
      status: 'paid',
      refundedAmount: 335,
      takenBack: 67,
      attention: null,
    })
    const again = await refund(id)
    expect(again.data).toMatchObject({ auditId: null, order: { refundedAmount: 335, takenBack: 67 } })
    expect(stripe.refundsOf(payment)).toMatchObject([
      { amount: 335, metadata: { order: id, refund: 'once' } },
    ])
    expect(await available()).toBe(0)
    const mails = await db.select().from(mail).where(eq(mail.kind, 'refund'))
    expect(mails).toHaveLength(1)
    expect(mails[0]?.text).toContain('€3.35')
    const acts = (await readAudit(db)).filter(({ action }) => action.startsWith('order.'))
    expect(acts).toMatchObject([
      { action: 'order.pay' },
      { action: 'order.refund', subject: id, after: { amount: 335, currency: 'eur', reason } },
      { action: 'order.confirmRefund', actorId: null, after: { refundedAmount: 335, currency: 'eur' } },
    ])
  })

  test('at once by two admins is one refund, the other is told that it is under way or done', async () => {
    const { stripe, paid, refund } = await createRefundShop()
    const { id, payment } = await paid()
    const answers = await Promise.all([
      refund(id, { amount: 100 }),
      refund(id, { amount: 100 }),
      refund(id, { amount: 100 }),
    ])
    expect(answers.some(({ status }) => status === 200)).toBe(true)
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
    expect(stripe.refundsOf(payment)).toHaveLength(1)
  })

  test('of more than is left, of nothing, or of what nobody paid is refused', async () => {
    const { buy, paid, refund, spend } = await createRefundShop()
    const { id } = await paid()
    const tooMuch = await refund(id, { amount: 501 })
    expect([tooMuch.status, tooMuch.error.data.fieldErrors?.amount]).toEqual([400, ['At most €5.00.']])
    await spend(100)
    const used = await refund(id)
    expect([used.status, Object.keys(used.error.data.fieldErrors ?? {})]).toEqual([400, ['amount']])
    for (const amount of [0, -1, 1.5, '5', 100_000_000])
      expect((await refund(id, { amount })).status).toBe(400)
    const unpaid = await buy()
    expect((await refund(unpaid.id, { amount: 1 })).status).toBe(409)
    expect((await refund('nothing')).status).toBe(404)
  })

  test('that the provider refuses gives the credits again', async () => {
    const { db, stripe, paid, refund, available } = await createRefundShop()
    const { id, payment } = await paid()
    // A dispute of which nobody has told us comes in between.
    stripe.outage = (call) => {
      if (call === 'POST /v1/refunds' && stripe.disputes.length === 0) stripe.dispute(payment, 100)
      return null
    }
    const { status, error } = await refund(id, { amount: 500 })
    expect([status, error.data.reason]).toEqual([409, { kind: 'payments', problem: 'refused' }])
    expect(await orderRow(db, id)).toMatchObject({ status: 'paid', refundAsked: 0, takenBack: 20 })
    expect(await available()).toBe(80)
  })

  test.each([500, 429, 'lost'] as const)(
    'is finished by the sweep when Stripe breaks off with %s',
    async (outage) => {
      const { db, stripe, follow, paid, refund, available } = await createRefundShop()
      const { id, payment } = await paid()
      stripe.outage = (call) => (call === 'POST /v1/refunds' ? outage : null)
      const { status, data } = await refund(id, { amount: 500 })
      expect([status, data.order.status]).toEqual([200, 'refunding'])
      expect(await available()).toBe(0)
      stripe.outage = null
      await passOrderTime(db, id, '2 minutes')
      expect(await sweepOrders(follow)).toBe(1)
      expect(await orderRow(db, id)).toMatchObject({
        status: 'refunded',
        refundedAmount: 500,
        refundAsked: 0,
      })
      expect(stripe.refundsOf(payment)).toHaveLength(1)
    },
  )

  test('whose answer was lost is not made again a day later, when Stripe has forgotten our key', async () => {
    const { db, stripe, follow, paid, refund } = await createRefundShop()
    const { id, payment } = await paid()
    stripe.outage = (call) => (call === 'POST /v1/refunds' ? 'lost' : null)
    expect((await refund(id, { amount: 200 })).data.order.status).toBe('refunding')
    stripe.outage = null
    stripe.forgetKeys()
    await followOrder(follow, id)
    expect(await orderRow(db, id)).toMatchObject({ status: 'paid', refundedAmount: 200, takenBack: 40 })
    expect(stripe.refundsOf(payment)).toHaveLength(1)
  })

  test('is not begun while nobody knows how the order stands', async () => {
    const { db, stripe, paid, refund } = await createRefundShop()
    const { id } = await paid()
    stripe.outage = () => 500
    const { status, error } = await refund(id, { amount: 500 })
    expect([status, error.data.reason?.kind]).toEqual([503, 'unavailable'])
    expect(await orderRow(db, id)).toMatchObject({ status: 'paid', refundAsked: 0, takenBack: 0 })
  })

  test('takes what calls hold once it is given back, and shows what is short until then', async () => {
    const { db, ctx, follow, buyerId, paid, refund, available } = await createRefundShop()
    const { id } = await paid()
    await holdCredits(ctx, { ownerId: buyerId, credits: 60, type: 'test', holdMs: 60_000 })
    const { data } = await refund(id, { amount: 500 })
    expect(data.order).toMatchObject({ takenBack: 40, shortfall: 60, attention: 'shortfall' })
    await passTime(db, buyerId, '2 minutes')
    expect(await sweepHolds(ctx)).toBe(1)
    const { order: after } = await followOrder(follow, id)
    expect(after).toMatchObject({ takenBack: 100, shortfall: 0, attention: null })
    expect(await available()).toBe(0)
  })

  test('is no act on oneself, and possible for somebody who was erased', async () => {
    const { db, admin, buyer, buyerId, buy, stripe, paid, refund } = await createRefundShop()
    const { id } = await paid()
    await db.update(user).set({ role: 'admin' }).where(eq(user.id, buyerId))
    const oneself = await buyer.mutate('orders.refund', { id, reason, key: 'own', amount: 1 })
    expect([oneself.status, oneself.error.data.reason]).toEqual([403, { kind: 'self' }])
    const own = await buy()
    stripe.pay(own.sessionId)
    expect((await admin.mutate('orders.refund', { id: own.id, reason, key: 'a', amount: 1 })).status).toBe(
      200,
    )
    await db.delete(user).where(eq(user.id, buyerId))
    const { data } = await refund(id, { amount: 500 })
    expect(data.order).toMatchObject({ status: 'refunded', owner: null })
  })
})

test('what a person has looked at is shown again only when it is another thing', async () => {
  const { db, stripe, admin, follow, paid, spend } = await createRefundShop()
  const { id, payment } = await paid()
  await spend(100)
  stripe.refund(payment, 100)
  await followOrder(follow, id)
  const found = async () => {
    const { data } = await admin.query<Page<AdminOrder>>('orders.list', { status: 'attention' })
    return data.items.map((each) => [each.id, each.attention])
  }
  expect(await found()).toEqual([[id, 'shortfall']])
  const resolve = () => admin.mutate<OrderAct>('orders.resolve', { id, note: 'We let it go.' })
  const { data } = await resolve()
  expect(data.order.attention).toBeNull()
  expect((await resolve()).data.auditId).toBeNull()
  await followOrder(follow, id)
  expect(await found()).toEqual([])
  stripe.refund(payment, 100)
  await followOrder(follow, id)
  expect(await found()).toEqual([[id, 'shortfall']])
  const acts = (await readAudit(db)).filter(({ action }) => action === 'order.resolve')
  expect(acts).toMatchObject([{ before: { attention: 'shortfall:20' }, after: { reason: 'We let it go.' } }])
})

test('lists and figures show what was bought, the file has it in money, and only some may see it', async () => {
  const { db, browser, stripe, admin, buy, paid, refund } = await createRefundShop()
  const [first, second] = [await paid(), await paid('medium')]
  stripe.refund(first.payment, 200)
  const open = await buy()
  expect((await refund(first.id, { amount: 1 })).status).toBe(200)
  const list = async (input: object) => {
    const { data } = await admin.query<Page<AdminOrder>>('orders.list', input)
    return [data.items.map(({ id }) => id), data.total]
  }
  expect(await list({})).toEqual([[open.id, second.id, first.id], 3])
  expect(await list({ status: 'created' })).toEqual([[open.id], 1])
  expect(await list({ status: 'paid' })).toEqual([[second.id, first.id], 2])
  expect(await list({ status: 'refunded' })).toEqual([[first.id], 1])
  expect(await list({ search: 'ada' })).toEqual([[open.id, second.id, first.id], 3])
  expect(await list({ search: 'nobody' })).toEqual([[], 0])
  expect(await list({ search: `#${open.order.number}` })).toEqual([[open.id], 1])
  const page = await admin.query<Page<AdminOrder>>('orders.list', { limit: 2 })
  const next = { limit: 2, cursor: page.data.nextCursor ?? '' }
  expect(await list(next)).toEqual([[first.id], 3])
  const { data: stats } = await admin.query<OrderStats>('orders.stats', {})
  expect(stats).toEqual({
    totals: [{ currency: 'eur', orders: 2, paid: 2500, refunded: 201 }],
    created: 1,
    attention: 0,
  })
  const file = await admin.subscribe('orders.export', { status: 'refunded' })
  expect(file.data).toContain('\\"5.00\\",\\"2.01\\"')
  expect(file.data.match(/\\r\\n/g)).toHaveLength(2)
  for (const [role, status] of [
    ['user', 403],
    ['moderator', 403],
    ['admin_ro', 200],
  ] as const) {
    const other = browser()
    await other.become({ role })
    expect((await other.query('orders.list', {})).status).toBe(status)
    expect((await other.mutate('orders.refund', { id: first.id, reason, key: 'x' })).status).toBe(403)
  }
  expect(await db.$count(order)).toBe(3)
})

test('no answer, log line or row says a secret, a card or an address', async () => {
  const { db, logged, stripe, paid, refund, buyer } = await createRefundShop()
  const { id } = await paid()
  await refund(id, { amount: 100 })
  stripe.outage = () => 500
  const failed = await buyer.mutate('orders.refresh', { id })
  const said = [
    logged.join(''),
    JSON.stringify(failed),
    JSON.stringify(await db.select().from(order)),
    JSON.stringify(await readAudit(db)),
  ].join('')
  expect(logged.join('')).toContain('Stripe could not be asked')
  expect(said).not.toMatch(/sk_test_|whsec_|Bearer|card|4242|checkout\.stripe/)
})
