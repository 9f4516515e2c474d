import { expect, test } from 'vitest'
import { creditEntry, subscription } from '#drizzle/schema/index.ts'
import { balanceOf } from '../../credits/credits-fixture.ts'
import { verifyCredits } from '../../credits/verify-credits.ts'
import type { Database } from '../../database/database.ts'
import { addPerson, contextOf } from '../../users/people-fixture.ts'
import { killAt, openPlace } from '../killed-process-fixture.ts'
import { followContext, withStripe } from '../orders-fixture.ts'
import { createSubscription } from './create-subscription.ts'
import { followSubscription } from './follow-subscription.ts'
import { subscriptionRow } from './subscriptions-fixture.ts'
import { sweepSubscriptions } from './sweep-subscriptions.ts'

async function openShop() {
  const stripe = await withStripe()
  const place = await openPlace()
  await place.within((db) => addPerson(db, { id: 'ada' }))
  const follow = (db: Database) => followContext(db, stripe)
  const ask = async (db: Database) =>
    createSubscription(
      { ...(await contextOf(db, 'ada')), ...follow(db) },
      { plan: 'pro', intentKey: 'intent' },
    )
  /** Everything that the sweep does by itself, twice. */
  const sweep = async (db: Database) => {
    for (const _ of [1, 2]) {
      await db.update(subscription).set({ nextCheckAt: new Date(0) })
      await sweepSubscriptions(follow(db))
    }
    expect((await verifyCredits({ db })).problem).toBeNull()
  }
  const subscribe = () => stripe.subscribe([...stripe.sessions.keys()][0] ?? '').id
  return { ...place, stripe, follow, ask, sweep, subscribe }
}

test.each([
  { step: 'before the product was made', call: 'POST /v1/products', done: false },
  { step: 'before Stripe made the session', call: 'POST /v1/checkout/sessions', done: false },
  { step: 'before the session was kept', call: 'POST /v1/checkout/sessions', done: true },
])('a subscription killed $step is the same one when it is asked for again', async ({ call, done }) => {
  const { env, within, stripe, ask } = await openShop()
  await killAt(stripe, env, { args: ['subscribe', 'ada', 'intent'], call, done })
  await within(async (db) => {
    const [before] = await db.select().from(subscription)
    expect(before).toMatchObject({ status: 'created', stripeSessionId: null })
    const { subscription: made, payUrl } = await ask(db)
    expect([made.id, await db.$count(subscription), stripe.sessions.size]).toEqual([before?.id, 1, 1])
    expect(payUrl).toBe([...stripe.sessions.values()][0]?.url)
  })
})

test('what was paid is found by the sweep when the process that looked at it was killed', async () => {
  const { env, within, stripe, ask, sweep, subscribe } = await openShop()
  const id = await within(async (db) => (await ask(db)).subscription.id)
  subscribe()
  await killAt(stripe, env, {
    args: ['follow-subscription', 'ada', id],
    call: 'GET /v1/checkout/sessions',
    done: true,
  })
  await within(async (db) => {
    await sweep(db)
    expect(await subscriptionRow(db, id)).toMatchObject({ status: 'active' })
    expect(await balanceOf(db, 'ada')).toMatchObject({ plan: 'pro', balance: 1000 })
    expect(await db.$count(creditEntry)).toBe(1)
  })
})

test.each([
  { step: 'before Stripe made it', call: 'POST /v1/subscriptions/', nth: 1, done: false, plan: 'pro' },
  { step: 'before its answer came', call: 'POST /v1/subscriptions/', nth: 1, done: true, plan: 'business' },
  {
    step: 'before it was written down',
    call: 'GET /v1/subscriptions/',
    nth: 2,
    done: true,
    plan: 'business',
  },
])('a change killed $step is made, or not at all', async ({ call, nth, done, plan }) => {
  const { env, within, stripe, follow, ask, sweep, subscribe } = await openShop()
  const id = await within(async (db) => {
    const { subscription: made } = await ask(db)
    subscribe()
    await followSubscription(follow(db), made.id)
    return made.id
  })
  await killAt(stripe, env, { args: ['change', 'ada', 'business'], call, nth, done })
  await within(async (db) => {
    await sweep(db)
    const isMade = plan === 'business'
    expect(await subscriptionRow(db, id)).toMatchObject({ plan, nextPlan: null, status: 'active' })
    expect(await balanceOf(db, 'ada')).toMatchObject({ plan, balance: isMade ? 5000 : 1000 })
    expect(stripe.invoices.map(({ total }) => total)).toEqual(isMade ? [900, 2000] : [900])
  })
})
