import { expect, test } from 'vitest'
import { creditEntry, mail, order } from '#drizzle/schema/index.ts'
import { balanceOf } from '../credits/credits-fixture.ts'
import { verifyCredits } from '../credits/verify-credits.ts'
import type { Database } from '../database/database.ts'
import { addPerson, contextOf } from '../users/people-fixture.ts'
import { createOrder } from './create-order.ts'
import { followOrder } from './follow/follow-order.ts'
import { killAt, openPlace } from './killed-process-fixture.ts'
import { followContext, orderRow, withStripe } from './orders-fixture.ts'
import { sweepOrders } from './sweep-orders.ts'

async function openShop() {
  const stripe = await withStripe()
  const place = await openPlace()
  await place.within(async (db) => {
    await addPerson(db, { id: 'ada' })
    await addPerson(db, { id: 'admin', role: 'admin' })
  })
  const follow = (db: Database) => followContext(db, stripe)
  const buy = async (db: Database) =>
    createOrder({ ...(await contextOf(db, 'ada')), ...follow(db) }, { product: 'small', intentKey: 'intent' })
  /** Everything that the sweep does by itself, however long it takes. */
  const sweep = async (db: Database) => {
    await db.update(order).set({ nextCheckAt: new Date(0) })
    await sweepOrders(follow(db))
    expect((await verifyCredits({ db })).problem).toBeNull()
  }
  return { ...place, stripe, follow, buy, sweep }
}

test.each([
  { step: 'before Stripe made the session', done: false },
  { step: 'before the session was kept', done: true },
])('an order killed $step is the same order when it is made again', async ({ done }) => {
  const { env, within, stripe, buy } = await openShop()
  await killAt(stripe, env, { args: ['create', 'ada', 'intent'], call: 'POST /v1/checkout/sessions', done })
  await within(async (db) => {
    const [before] = await db.select().from(order)
    expect(before).toMatchObject({ status: 'created', stripeSessionId: null })
    const { order: made, payUrl } = await buy(db)
    expect([made.id, await db.$count(order), stripe.sessions.size]).toEqual([before?.id, 1, 1])
    expect(payUrl).toMatch(/^https:/)
  })
})

test.each([
  { step: 'when it had asked for the payment', call: 'GET /v1/checkout/sessions' },
  { step: 'when it had asked for refunds', call: 'GET /v1/refunds' },
])('a payment looked at by a process that is killed $step is found by the sweep', async ({ call }) => {
  const { env, within, stripe, buy, sweep } = await openShop()
  const id = await within(async (db) => (await buy(db)).order.id)
  stripe.pay([...stripe.sessions.keys()][0] ?? '')
  await killAt(stripe, env, { args: ['follow', 'ada', id], call, done: true })
  await within(async (db) => {
    await sweep(db)
    await sweep(db)
    expect(await orderRow(db, id)).toMatchObject({ status: 'paid' })
    expect((await balanceOf(db, 'ada')).balance).toBe(100)
    expect([await db.$count(creditEntry), await db.$count(mail)]).toEqual([1, 1])
  })
})

test.each([
  { step: 'before it was asked for', call: 'GET /v1/checkout/sessions', nth: 1, done: true, refunded: 0 },
  { step: 'before Stripe made it', call: 'POST /v1/refunds', nth: 1, done: false, refunded: 200 },
  { step: 'before its answer came', call: 'POST /v1/refunds', nth: 1, done: true, refunded: 200 },
  {
    step: 'before it was written down',
    call: 'GET /v1/checkout/sessions',
    nth: 3,
    done: true,
    refunded: 200,
  },
])('a refund killed $step is made once, or not at all', async ({ call, nth, done, refunded }) => {
  const { env, within, stripe, follow, buy, sweep } = await openShop()
  const id = await within(async (db) => {
    const { order: made } = await buy(db)
    stripe.pay([...stripe.sessions.keys()][0] ?? '')
    await followOrder(follow(db), made.id)
    return made.id
  })
  await killAt(stripe, env, { args: ['refund', 'admin', id], call, nth, done })
  await within(async (db) => {
    await sweep(db)
    await sweep(db)
    expect(await orderRow(db, id)).toMatchObject({
      status: 'paid',
      refundedAmount: refunded,
      refundAsked: 0,
      takenBack: refunded / 5,
    })
    expect(stripe.refunds.map(({ amount }) => amount)).toEqual(refunded > 0 ? [200] : [])
    expect((await balanceOf(db, 'ada')).balance).toBe(100 - refunded / 5)
  })
})
