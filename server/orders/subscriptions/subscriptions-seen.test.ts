import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { auditEvent, mail, subscription } from '#drizzle/schema/index.ts'
import type { OwnerCredits } from '#shared/orders/subscriptions.ts'
import type { PersonExport } from '#shared/security.ts'
import { createShop, refreshed } from './subscriptions-fixture.ts'
import { sweepSubscriptions } from './sweep-subscriptions.ts'

async function withAdmin() {
  const shop = await createShop()
  const admin = shop.browser()
  await admin.become({ role: 'admin' })
  const credits = async () => (await admin.query<OwnerCredits>('credits.get', { userId: shop.buyerId })).data
  return { ...shop, admin, credits }
}

test('the console sees the subscription that runs, the last one after it, and where Stripe shows it', async () => {
  const { stripe, buyer, ask, subscribe, credits } = await withAdmin()
  await ask('pro')
  expect((await credits()).subscription).toBeNull()
  const first = await subscribe('pro')
  expect((await credits()).subscription).toMatchObject({
    id: first.id,
    status: 'active',
    plan: 'pro',
    test: true,
    beganAt: expect.any(String),
    dashboardUrl: `https://dashboard.stripe.com/test/subscriptions/${first.stripeId}`,
  })
  stripe.cancel(first.stripeId)
  await refreshed(buyer, first.id)
  expect((await credits()).subscription).toMatchObject({ id: first.id, status: 'canceled' })
  const second = await subscribe('business')
  expect((await credits()).subscription).toMatchObject({ id: second.id, plan: 'business' })
})

test('whose subscription runs is given no plan by hand, and none is taken back', async () => {
  const { stripe, buyer, buyerId, subscribe, admin } = await withAdmin()
  const set = () =>
    admin.mutate<{ auditId: string }>('plans.set', {
      userId: buyerId,
      plan: 'business',
      until: null,
      reason: 'A gift',
    })
  const given = await set()
  const { id, stripeId } = await subscribe('pro')
  const refused = [await set(), await admin.mutate('audit.undo', { id: given.data.auditId })]
  for (const { error } of refused) {
    expect(error.data).toMatchObject({ httpStatus: 409, reason: { kind: 'subscribed' } })
    expect(error.message).toMatch(/Their subscription decides the plan/)
  }
  stripe.cancel(stripeId)
  await refreshed(buyer, id)
  expect((await set()).status).toBe(200)
})

test('the portal is for who has subscribed, and what is done there is followed', async () => {
  const { stripe, buyer, subscribe, mine } = await withAdmin()
  const none = await buyer.mutate('orders.portal')
  expect(none.error.data).toMatchObject({ httpStatus: 409, reason: { kind: 'not-subscribed' } })
  const { id } = await subscribe('pro')
  const { data } = await buyer.mutate<{ url: string }>('orders.portal')
  const press = async (pressed: string) => {
    const body = new URLSearchParams({ pressed })
    const answer = await fetch(data.url, { method: 'POST', body, redirect: 'manual' })
    return answer.headers.get('location')
  }
  expect(await (await fetch(data.url)).text()).toContain('Cancel subscription')
  await press('Cancel subscription')
  await refreshed(buyer, id)
  expect((await mine())?.endsAt).not.toBeNull()
  await press('Keep subscription')
  await refreshed(buyer, id)
  expect((await mine())?.endsAt).toBeNull()
  expect(await press('Return')).toMatch(/\/account\/credits\b/)
  expect(stripe.calls).toContain('POST /v1/billing_portal/sessions')
})

test('at once with each other and with an admin, everything is done or refused', async () => {
  const { db, stripe, buyer, buyerId, ask, subscribe, change, admin, mine, balance } = await withAdmin()
  const { id } = await ask('pro')
  const tries = [1, 2, 3].map((each) => ({ plan: 'pro', intentKey: `at once ${each}` }))
  const set = (key: string) =>
    admin.mutate('credits.grant', { userId: buyerId, credits: 5, reason: 'A gift', key })
  const plan = () =>
    admin.mutate('plans.set', { userId: buyerId, plan: 'pro', until: null, reason: 'A gift' })
  const first = await Promise.all([
    ...tries.map((intent) => buyer.mutate('subscriptions.create', intent)),
    ...[1, 2, 3].map(() => buyer.mutate('subscriptions.refresh', { id })),
    ...[1, 2].map((each) => set(`first ${each}`)),
    plan(),
  ])
  const running = await subscribe('pro')
  const second = await Promise.all([
    change('business'),
    change('pro'),
    change('business'),
    ...[1, 2, 3].map(() => buyer.mutate('subscriptions.refresh', { id: running.id })),
    ...tries.map((intent) =>
      buyer.mutate('subscriptions.create', { ...intent, intentKey: `${intent.intentKey}!` }),
    ),
    ...[1, 2].map((each) => set(`second ${each}`)),
    plan(),
  ])
  expect([...first, ...second].filter(({ status }) => status !== 200 && status !== 409)).toEqual([])
  await refreshed(buyer, running.id)
  const paid = stripe.subscription(running.stripeId).items.data[0].price.product
  const { plan: runs = '', nextPlan } = (await mine()) ?? {}
  expect(`plan_${nextPlan?.name ?? runs}`).toBe(paid)
  expect((await balance()).plan).toBe(runs)
  expect(await db.$count(subscription, eq(subscription.status, 'active'))).toBe(1)
})

test('others’ subscriptions are nobody’s business', async () => {
  const { subscribe, browser } = await withAdmin()
  const { id } = await subscribe('pro')
  const other = browser()
  await other.become()
  expect((await other.mutate('subscriptions.refresh', { id })).status).toBe(404)
  expect((await other.query('subscriptions.mine')).data).toBeNull()
})

test('a person’s export has what they subscribe to, without what Stripe calls them', async () => {
  const { stripe, buyer, subscribe } = await withAdmin()
  const { stripeId } = await subscribe('pro')
  stripe.cancelAtPeriodEnd(stripeId)
  const { data } = await buyer.query<PersonExport>('users.exportMe')
  expect(data.subscriptions).toMatchObject([{ plan: 'pro', amount: 900, currency: 'eur', status: 'active' }])
  expect(JSON.stringify(data)).not.toMatch(/(cus|sub|cs|si)_[0-9a-f]{8}/)
})

test('who is erased is billed no more, and what was subscribed stays without them', async () => {
  const { db, stripe, follow, buyerId, subscribe, admin, row } = await withAdmin()
  const { id, stripeId } = await subscribe('pro')
  expect((await admin.mutate('users.remove', { id: buyerId })).status).toBe(200)
  expect((await admin.mutate('users.purge', { id: buyerId })).status).toBe(200)
  expect(await row(id)).toMatchObject({ status: 'active', createdBy: null, ownerId: buyerId })
  await sweepSubscriptions(follow)
  expect(stripe.subscription(stripeId).status).toBe('canceled')
  expect(await row(id)).toMatchObject({ status: 'canceled' })
  expect(await db.$count(subscription)).toBe(1)
})

test('nothing secret, and no name of Stripe’s for a customer, is logged, audited or mailed', async () => {
  const { db, stripe, subscribe, change, logged, buyer } = await withAdmin()
  const { id, stripeId } = await subscribe('pro')
  stripe.outage = () => 500
  await change('business')
  stripe.outage = null
  stripe.declined.add(stripe.subscription(stripeId).customer)
  await change('business')
  await buyer.mutate('orders.portal')
  await refreshed(buyer, id)
  const kept = JSON.stringify([await db.select().from(auditEvent), await db.select().from(mail)])
  expect(logged.join('') + kept).not.toMatch(/sk_test|whsec_|(cus|si|cs_test)_[0-9a-f]{8}|sub_[0-9a-f]{8}/)
})
