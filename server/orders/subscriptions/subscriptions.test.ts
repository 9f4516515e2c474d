import { describe, expect, test } from 'vitest'
import { creditEntry, subscription } from '#drizzle/schema/index.ts'
import type { ProductsView } from '#shared/orders/orders.ts'
import type { PayableSubscription } from '#shared/orders/subscriptions.ts'
import { createTestApp } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { followSubscription } from './follow-subscription.ts'
import { createShop, passMonth, refreshed } from './subscriptions-fixture.ts'
import { sweepSubscriptions } from './sweep-subscriptions.ts'

const seconds = (date: Date | null | undefined) => (date?.getTime() ?? Number.NaN) / 1000

describe('subscribing', () => {
  test('is off without a key: plans are listed, and nothing is made', async () => {
    const { browser, database } = await createTestApp()
    const buyer = browser()
    await buyer.become()
    const { data } = await buyer.query<ProductsView>('orders.products')
    expect(data.open).toBe(false)
    expect(data.plans).toContainEqual({
      name: 'pro',
      title: 'Pro',
      amount: 900,
      currency: 'eur',
      monthlyCredits: 1000,
    })
    const calls = [
      await buyer.mutate('subscriptions.create', { plan: 'pro', intentKey: 'a' }),
      await buyer.mutate('subscriptions.change', { plan: 'pro' }),
      await buyer.mutate('orders.portal'),
    ]
    for (const { error } of calls)
      expect(error.data).toMatchObject({ httpStatus: 409, reason: { kind: 'payments', problem: 'off' } })
    expect((await buyer.query('subscriptions.mine')).data).toBeNull()
    expect(await database.db.$count(subscription)).toBe(0)
  })

  test('paid, the plan counts and a month begins with its credits, once however often it is looked at', async () => {
    const { db, stripe, buyer, buyerId, ask, mine, balance, row } = await createShop()
    const { id, subscription: made, payUrl, sessionId } = await ask('pro')
    expect(made).toMatchObject({ status: 'created', plan: 'pro', title: 'Pro', amount: 900, periodEnd: null })
    expect(payUrl).toBe(stripe.session(sessionId).url)
    expect(await mine()).toEqual(made)
    const { id: stripeId } = stripe.subscribe(sessionId)
    const looks = await Promise.all([1, 2, 3, 4, 5].map(() => refreshed(buyer, id)))
    expect(looks.map(({ status }) => status)).toEqual(Array(5).fill('active'))
    const { billing_cycle_anchor: anchor, items } = stripe.subscription(stripeId)
    const [{ current_period_end: end }] = items.data
    const { plan, periodAnchor, periodStart, periodEnd, balance: credits, timeZone } = await balance()
    expect({ plan, credits, timeZone }).toEqual({ plan: 'pro', credits: 1000, timeZone: 'UTC' })
    expect([periodAnchor, periodStart, periodEnd].map(seconds)).toEqual([anchor, anchor, end])
    expect(await db.select().from(creditEntry)).toMatchObject([{ kind: 'plan', credits: 1000 }])
    expect(await mine()).toMatchObject({
      status: 'active',
      nextPlan: null,
      endsAt: null,
      periodEnd: periodEnd.toISOString(),
    })
    expect(await row(id)).toMatchObject({ stripeSubscriptionId: stripeId, stripeSessionId: sessionId })
    const acts = (await readAudit(db)).filter(({ action }) => /^(plan|subscription)\./.test(action))
    expect(acts).toHaveLength(2)
    expect(acts).toContainEqual(
      expect.objectContaining({
        action: 'subscription.begin',
        actorId: null,
        subject: id,
        after: expect.objectContaining({ plan: 'pro', amount: 900, currency: 'eur', status: 'active' }),
      }),
    )
    expect(acts).toContainEqual(expect.objectContaining({ action: 'plan.set', subject: buyerId }))
    expect(JSON.stringify(acts)).not.toMatch(/(cus|sub|cs|si)_/)
  })

  test('the same intent again is the same subscription and place to pay; another plan under it is refused', async () => {
    const { db, stripe, buyer, ask } = await createShop()
    const { id, payUrl, intentKey } = await ask('pro')
    const again = await buyer.mutate<PayableSubscription>('subscriptions.create', { plan: 'pro', intentKey })
    expect(again.data).toMatchObject({ subscription: { id }, payUrl })
    const other = await buyer.mutate('subscriptions.create', { plan: 'business', intentKey })
    expect(other.error.data).toMatchObject({ httpStatus: 409, reason: { kind: 'intent' } })
    expect([await db.$count(subscription), stripe.sessions.size]).toEqual([1, 1])
  })

  test.each(['free', 'gold', 'constructor'])('to %s is refused at its field', async (plan) => {
    const { buyer } = await createShop()
    const { status, error } = await buyer.mutate('subscriptions.create', { plan, intentKey: 'a' })
    expect([status, Object.keys(error.data.fieldErrors ?? {})]).toEqual([400, ['plan']])
  })

  test('an earlier place to pay is closed, and what was paid there meanwhile runs', async () => {
    const { stripe, buyer, ask, mine, row } = await createShop()
    const first = await ask('pro')
    const second = await ask('business')
    expect(stripe.session(first.sessionId).status).toBe('expired')
    expect(await row(first.id)).toMatchObject({ status: 'abandoned' })
    expect((await mine())?.id).toBe(second.id)
    stripe.subscribe(second.sessionId)
    const { error } = await buyer.mutate('subscriptions.create', { plan: 'pro', intentKey: 'third' })
    expect(error.data).toMatchObject({ httpStatus: 409, reason: { kind: 'subscribed' } })
    expect(await mine()).toMatchObject({ id: second.id, status: 'active', plan: 'business' })
    const again = await buyer.mutate('subscriptions.create', { plan: 'pro', intentKey: 'fourth' })
    expect(again.error.data.reason).toEqual({ kind: 'subscribed' })
  })

  test('tries at once leave one place to pay', async () => {
    const { stripe, buyer } = await createShop()
    const tries = await Promise.all(
      [1, 2, 3].map((each) =>
        buyer.mutate<PayableSubscription>('subscriptions.create', { plan: 'pro', intentKey: `try ${each}` }),
      ),
    )
    expect(tries.filter(({ status }) => status !== 200 && status !== 409)).toEqual([])
    const open = [...stripe.sessions.values()].filter(({ status }) => status === 'open')
    expect(open.length).toBeLessThanOrEqual(1)
  })

  test('of two that run the newer is ended, logged, and gives nothing', async () => {
    const { db, stripe, follow, ask, mine, balance, row } = await createShop()
    const logged: unknown[] = []
    const loud = { ...follow, logFailure: (error: unknown) => logged.push(error) }
    const first = await ask('pro')
    // A tab that stayed open although its place was closed.
    const second = await ask('business')
    stripe.session(first.sessionId).status = 'open'
    const older = stripe.subscribe(first.sessionId)
    const newer = stripe.subscribe(second.sessionId)
    await followSubscription(loud, first.id)
    await followSubscription(loud, second.id)
    expect([stripe.subscription(older.id).status, stripe.subscription(newer.id).status]).toEqual([
      'active',
      'canceled',
    ])
    expect(await mine()).toMatchObject({ id: first.id, plan: 'pro' })
    expect(await row(second.id)).toMatchObject({ status: 'canceled', beganAt: null })
    expect((await balance()).balance).toBe(1000)
    expect(logged).toMatchObject([{ message: expect.stringContaining('was paid beside') }])
    expect(String(logged[0])).not.toMatch(/(cus|sub|cs)_/)
    expect(await db.$count(creditEntry)).toBe(1)
  })

  test('who comes back is the customer that they were, and pays whole months from then on', async () => {
    const { stripe, buyer, subscribe, balance, row } = await createShop()
    const first = await subscribe('pro')
    const { customer } = stripe.cancel(first.stripeId)
    await refreshed(buyer, first.id)
    expect(await balance()).toMatchObject({ plan: 'free', balance: 1000 })
    const second = await subscribe('business')
    expect(stripe.subscription(second.stripeId).customer).toBe(customer)
    expect(await row(second.id)).toMatchObject({ stripeCustomerId: customer, plan: 'business' })
    expect(await row(first.id)).toMatchObject({ status: 'canceled' })
  })
})

describe('a change', () => {
  test('to a dearer plan is paid and counts at once, with the difference of the month once', async () => {
    const { db, stripe, buyerId, subscribe, change, balance } = await createShop()
    const { id, stripeId } = await subscribe('pro')
    const { data } = await change('business')
    expect(data).toMatchObject({ plan: 'business', amount: 2900, nextPlan: null, status: 'active' })
    expect(stripe.invoices.map(({ total }) => total)).toEqual([900, 2000])
    expect(await balance()).toMatchObject({ plan: 'business', balance: 5000 })
    expect((await change('business')).data).toEqual(data)
    expect(stripe.invoices).toHaveLength(2)
    expect((await balance()).balance).toBe(5000)
    expect(stripe.subscription(stripeId).items.data[0].price.product).toBe('plan_business')
    const changes = (await readAudit(db)).filter(({ action }) => action === 'subscription.change')
    expect(changes).toMatchObject([
      {
        actorId: buyerId,
        subject: id,
        before: { plan: 'pro', amount: 900 },
        after: { plan: 'business', amount: 2900, currency: 'eur' },
      },
    ])
  })

  test('late in a month costs the whole difference, as it gives the whole one', async () => {
    const { stripe, subscribe, change, balance } = await createShop()
    const { stripeId } = await subscribe('pro')
    const [item] = stripe.subscription(stripeId).items.data
    const passed = 25 * 86_400
    item.current_period_start -= passed
    item.current_period_end -= passed
    expect((await change('business')).data).toMatchObject({ plan: 'business' })
    expect(stripe.invoices.map(({ total }) => total)).toEqual([900, 2000])
    expect((await balance()).balance).toBe(5000)
  })

  test('whose payment is declined changes nothing, and says so', async () => {
    const { stripe, subscribe, change, mine, balance } = await createShop()
    const { stripeId } = await subscribe('pro')
    stripe.declined.add(stripe.subscription(stripeId).customer)
    const { error } = await change('business')
    expect(error.data).toMatchObject({ httpStatus: 409, reason: { kind: 'declined' } })
    expect(error.message).toMatch(/declined, and nothing was changed/)
    expect(await mine()).toMatchObject({ plan: 'pro', nextPlan: null })
    expect((await balance()).balance).toBe(1000)
    expect(stripe.invoices).toHaveLength(1)
  })

  test('to a cheaper plan counts from the next month on, and is taken back before', async () => {
    const { stripe, subscribe, change, balance } = await createShop()
    await subscribe('business')
    const { data } = await change('pro')
    expect(data).toMatchObject({ plan: 'business', amount: 2900, nextPlan: { name: 'pro', title: 'Pro' } })
    expect(await balance()).toMatchObject({ plan: 'business', balance: 5000 })
    expect((await change('business')).data).toMatchObject({ plan: 'business', nextPlan: null })
    expect((await change('pro')).data.nextPlan).toEqual({ name: 'pro', title: 'Pro' })
    expect(stripe.invoices.map(({ total }) => total)).toEqual([2900])
  })

  test('to a cheaper plan gives its credits in the next month, whoever looks first', async () => {
    const { db, stripe, buyer, buyerId, subscribe, change, balance } = await createShop()
    const { id, stripeId } = await subscribe('business')
    await change('pro')
    await passMonth({ db, stripe }, { ownerId: buyerId, stripeId })
    // Nobody heard of the renewal yet.
    await buyer.query('credits.mine')
    expect(await balance()).toMatchObject({ plan: 'pro', balance: 1000 })
    expect(await refreshed(buyer, id)).toMatchObject({ plan: 'pro', nextPlan: null })
    stripe.renew(stripeId)
    expect(await refreshed(buyer, id)).toMatchObject({ plan: 'pro', amount: 900, nextPlan: null })
    expect(await balance()).toMatchObject({ plan: 'pro', balance: 1000 })
  })

  test('in the dashboard is followed by the same rule', async () => {
    const { stripe, buyer, subscribe, balance } = await createShop()
    const { id, stripeId } = await subscribe('pro')
    const to = (product: string, unit_amount: number) =>
      stripe.change(stripeId, { product, unit_amount, currency: 'eur' }, { charges: false })
    to('plan_business', 2900)
    expect(await refreshed(buyer, id)).toMatchObject({ plan: 'business', nextPlan: null })
    to('plan_pro', 900)
    expect(await refreshed(buyer, id)).toMatchObject({ plan: 'business', nextPlan: { name: 'pro' } })
    expect(await balance()).toMatchObject({ plan: 'business', balance: 5000 })
  })

  test('to a product that is no plan of ours keeps the plan, and is logged', async () => {
    const { stripe, follow, subscribe, mine } = await createShop()
    const { id, stripeId } = await subscribe('pro')
    stripe.change(stripeId, { product: 'prod_other', unit_amount: 1, currency: 'eur' }, { charges: false })
    const logged: unknown[] = []
    await followSubscription({ ...follow, logFailure: (error) => logged.push(error) }, id)
    expect(logged).toMatchObject([{ message: expect.stringContaining('no plan') }])
    expect(await mine()).toMatchObject({ plan: 'pro', amount: 900, status: 'active' })
  })

  test('without a subscription is refused', async () => {
    const { change } = await createShop()
    const { error } = await change('pro')
    expect(error.data).toMatchObject({ httpStatus: 409, reason: { kind: 'not-subscribed' } })
  })
})

describe('a month', () => {
  test('goes over into the next with its credits, before anybody hears of it and after', async () => {
    const { db, stripe, buyer, buyerId, subscribe, balance } = await createShop()
    const { id, stripeId } = await subscribe('pro')
    for (const month of [1, 2, 3]) {
      await passMonth({ db, stripe }, { ownerId: buyerId, stripeId })
      await buyer.query('credits.mine')
      expect((await balance()).balance, `month ${month}`).toBe(1000)
      stripe.renew(stripeId)
      await refreshed(buyer, id)
      const [{ current_period_start: start, current_period_end: end }] =
        stripe.subscription(stripeId).items.data
      const { periodStart, periodEnd, balance: credits } = await balance()
      expect([seconds(periodStart), seconds(periodEnd), credits]).toEqual([start, end, 1000])
    }
  })

  test('is not interrupted by a zone that is set', async () => {
    const { db, stripe, buyer, buyerId, subscribe, balance } = await createShop()
    const { stripeId } = await subscribe('pro')
    await db.execute(
      `insert into setting (key, value, updated_at) values ('billingTimeZone', '"Asia/Tokyo"', now())`,
    )
    await passMonth({ db, stripe }, { ownerId: buyerId, stripeId })
    await buyer.query('credits.mine')
    const { items } = stripe.renew(stripeId)
    const { timeZone, periodStart } = await balance()
    expect([timeZone, seconds(periodStart)]).toEqual(['UTC', items.data[0].current_period_start])
  })

  test('that is not paid keeps the plan until Stripe gives up, and is had again once it is', async () => {
    const { db, stripe, buyer, buyerId, subscribe, mine, balance } = await createShop()
    const { id, stripeId } = await subscribe('pro')
    await passMonth({ db, stripe }, { ownerId: buyerId, stripeId })
    stripe.renew(stripeId, { paid: false })
    expect(await refreshed(buyer, id)).toMatchObject({ status: 'past_due', plan: 'pro' })
    expect(await balance()).toMatchObject({ plan: 'pro', balance: 1000 })
    stripe.giveUp(stripeId, 'unpaid')
    expect(await refreshed(buyer, id)).toMatchObject({ status: 'unpaid' })
    expect([await mine(), (await balance()).plan]).toEqual([null, 'free'])
    stripe.recover(stripeId)
    await refreshed(buyer, id)
    expect(await mine()).toMatchObject({ status: 'active', plan: 'pro' })
    expect(await balance()).toMatchObject({ plan: 'pro', balance: 1000 })
  })
})

describe('an end', () => {
  test('at the end of the month comes by itself, unless it is taken back', async () => {
    const { db, stripe, buyer, buyerId, subscribe, balance } = await createShop()
    const { id, stripeId } = await subscribe('pro')
    stripe.cancelAtPeriodEnd(stripeId)
    const canceled = await refreshed(buyer, id)
    expect(canceled.endsAt).toBe(canceled.periodEnd)
    expect((await balance()).planUntil?.toISOString()).toBe(canceled.periodEnd)
    stripe.keep(stripeId)
    expect(await refreshed(buyer, id)).toMatchObject({ endsAt: null })
    expect((await balance()).planUntil).toBeNull()
    stripe.cancelAtPeriodEnd(stripeId)
    await refreshed(buyer, id)
    await passMonth({ db, stripe }, { ownerId: buyerId, stripeId })
    // Nothing is heard of Stripe.
    await buyer.query('credits.mine')
    expect(await balance()).toMatchObject({ plan: 'free', balance: 0 })
    await refreshed(buyer, id)
    expect(await balance()).toMatchObject({ plan: 'free', planUntil: null })
    stripe.renew(stripeId)
    expect(await refreshed(buyer, id)).toMatchObject({ status: 'canceled' })
    const ends = (await readAudit(db)).filter(({ action }) => action === 'subscription.end')
    expect(ends).toMatchObject([{ subject: id, actorId: null, after: { plan: 'pro', status: 'canceled' } }])
  })

  test('at once leaves the credits of the month, and months are counted as before', async () => {
    const { stripe, buyer, subscribe, mine, balance } = await createShop()
    const { id, stripeId } = await subscribe('pro')
    const before = await balance()
    stripe.cancel(stripeId)
    expect(await refreshed(buyer, id)).toMatchObject({ status: 'canceled', plan: 'pro' })
    expect(await mine()).toBeNull()
    const { plan, balance: credits, periodAnchor, periodEnd } = await balance()
    expect({ plan, credits, periodAnchor, periodEnd }).toEqual({
      plan: 'free',
      credits: 1000,
      periodAnchor: before.periodAnchor,
      periodEnd: before.periodEnd,
    })
  })

  test('comes to who deletes their account, by the sweep', async () => {
    const { db, stripe, follow, buyer, subscribe, row } = await createShop()
    const { id, stripeId } = await subscribe('pro')
    await sweepSubscriptions(follow)
    expect(stripe.subscription(stripeId).status).toBe('active')
    await db.execute('update "user" set deleted_at = now()')
    await sweepSubscriptions(follow)
    expect(stripe.subscription(stripeId).status).toBe('canceled')
    expect(await row(id)).toMatchObject({ status: 'canceled', nextCheckAt: null })
    expect((await buyer.query('subscriptions.mine')).status).toBe(401)
  })
})
