import { eq, like, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import { creditEntry, stripeEvent, subscription } from '#drizzle/schema/index.ts'
import { planOf } from '#shared/credits/plans.ts'
import { isRunning } from '#shared/orders/subscription-statuses.ts'
import { emptyDatabase } from '#test/database.ts'
import { StripeRefusal, type TestEvent } from '#test/stripe/stripe-account.ts'
import type { Outage } from '#test/stripe/stripe-server.ts'
import type { TestSubscription } from '#test/stripe/subscription-objects.ts'
import { balanceOf, creditsContext, keepInvariants } from '../../credits/credits-fixture.ts'
import { getCredits } from '../../credits/get-credits.ts'
import { planKey } from '../../credits/top-up-month.ts'
import { AppError } from '../../errors.ts'
import { addPerson, contextOf } from '../../users/people-fixture.ts'
import { followContext, withStripe } from '../orders-fixture.ts'
import { keepEvent } from '../webhook/event-queue.ts'
import { createEventWorker } from '../webhook/event-worker.ts'
import { changeSubscription } from './change-subscription.ts'
import { createSubscription } from './create-subscription.ts'
import { followSubscription } from './follow-subscription.ts'
import { passMonth } from './subscriptions-fixture.ts'
import { sweepSubscriptions } from './sweep-subscriptions.ts'

const histories = inject('thorough') ? 200 : 20
const sold = ['pro', 'business'] as const

type Step =
  | { do: 'subscribe' | 'change' | 'change-there'; plan: (typeof sold)[number] }
  | { do: 'pay'; which: number }
  | { do: 'month'; paid: boolean }
  | { do: 'give-up'; becomes: 'canceled' | 'unpaid' }
  | { do: 'recover' | 'cancel' | 'cancel-at-end' | 'keep' | 'look' | 'come-by' | 'refuse-card' }
  | { do: 'deliver'; times: number; which: number }
  | { do: 'outage'; outage: Outage | null }

const plan = fc.constantFrom(...sold)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('subscribe' as const), plan }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pay' as const), which: fc.nat(3) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('change', 'change-there'), plan }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('month' as const), paid: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('give-up' as const),
      becomes: fc.constantFrom('canceled', 'unpaid'),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'recover',
        'cancel',
        'cancel-at-end',
        'cancel-at-end',
        'keep',
        'look',
        'come-by',
        'refuse-card',
      ),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      times: fc.constantFrom(0, 1, 3),
      which: fc.nat(30),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('outage' as const),
      outage: fc.constantFrom(null, null, 500, 429, 'lost'),
    }),
  },
) as fc.Arbitrary<Step>

const quiet = { warn() {}, error() {} }

async function openShop() {
  const { db } = await emptyDatabase()
  keepInvariants(db)
  const stripe = await withStripe()
  // One that is paid beside another is told, and ended.
  const follow = { ...followContext(db, stripe), logFailure() {} }
  return { db, stripe, follow, worker: createEventWorker({ ctx: follow, logger: quiet }) }
}

type Shop = Awaited<ReturnType<typeof openShop>>

const priceOf = (name: string) => planOf(name).price?.amount ?? 0
const monthlyOf = (name: string) => planOf(name).values['credits.monthly']
const nameOf = ({ items }: TestSubscription) => items.data[0].price.product.slice('plan_'.length)
const startOf = ({ items }: TestSubscription) => items.data[0].current_period_start

/** What a subscriber must have in the end, said of what happened at Stripe and by nothing of ours. */
class Oracle {
  /** By Stripe's id: the plan that is paid for, and the most credits that a month of it gave. */
  private readonly seen = new Map<string, { runs: string; monthly: number; start: number }>()

  /** To be told after everything that happens to a subscription; `shifted` when only time was moved. */
  see(each: TestSubscription, { shifted = false } = {}) {
    const [name, start] = [nameOf(each), startOf(each)]
    const known = this.seen.get(each.id)
    if (known && shifted) known.start = start
    else if (!known || known.start !== start)
      this.seen.set(each.id, { runs: name, monthly: monthlyOf(name), start })
    else if (priceOf(name) > priceOf(known.runs)) {
      known.runs = name
      known.monthly = Math.max(known.monthly, monthlyOf(name))
    }
  }

  of(each: TestSubscription) {
    const { runs, monthly } = this.seen.get(each.id) ?? { runs: 'free', monthly: 0 }
    const next = nameOf(each)
    return { runs, monthly, next: next === runs ? null : next }
  }
}

async function playHistory(shop: Shop, name: string, steps: Step[]) {
  const { db, stripe, follow } = shop
  await addPerson(db, { id: name })
  stripe.outage = null
  const person = { ...(await contextOf(db, name)), ...follow }
  const oracle = new Oracle()
  const first = stripe.events.length
  const sessions: string[] = []
  const own = () => [...stripe.subscriptions.values()].filter(({ id }) => ownIds.has(id))
  const ownIds = new Set<string>()
  const live = () => own().find(({ status }) => status !== 'canceled')
  const rows = () => db.select().from(subscription).where(eq(subscription.ownerId, name))
  const lookAtAll = async () => {
    const outage = stripe.outage
    stripe.outage = null
    for (const { id } of await rows()) await followSubscription(follow, id)
    stripe.outage = outage
  }
  let intents = 0

  async function month(paid: boolean) {
    // The sweep comes by each day, whatever was not heard; only what the month's end brings is news.
    await lookAtAll()
    const still = live()
    if (!still) return
    for (const id of sessions) if (stripe.session(id).status === 'open') stripe.expire(id)
    await passMonth({ db, stripe }, { ownerId: name, stripeId: still.id })
    oracle.see(still, { shifted: true })
    stripe.renew(still.id, { paid })
  }

  const play = async (given: Step): Promise<unknown> => {
    const stripeId = live()?.id ?? ''
    switch (given.do) {
      case 'subscribe': {
        intents += 1
        const made = await createSubscription(person, { plan: given.plan, intentKey: `${intents}` })
        const sessionId = made.payUrl?.split('/').at(-1)
        return sessionId && sessions.push(sessionId)
      }
      case 'pay': {
        const sessionId = sessions.at(-1 - (given.which % Math.max(1, sessions.length)))
        // Two that begin in the same second would begin the same month.
        const at = Math.max(Math.floor(Date.now() / 1000), ...own().map((each) => startOf(each) + 1))
        const { id } = stripe.subscribe(sessionId ?? '', { at })
        return ownIds.add(id)
      }
      case 'change':
        return changeSubscription(person, { plan: given.plan })
      case 'change-there': {
        // Two changes that nobody looks at in between are one.
        await lookAtAll()
        const price = { product: `plan_${given.plan}`, unit_amount: priceOf(given.plan), currency: 'eur' }
        return live() && stripe.change(stripeId, price, { charges: false })
      }
      case 'month':
        return month(given.paid)
      case 'give-up':
        return stripe.giveUp(stripeId, given.becomes)
      case 'recover':
        return stripe.recover(stripeId)
      case 'cancel':
        return stripe.cancel(stripeId)
      case 'cancel-at-end':
        return stripe.cancelAtPeriodEnd(stripeId)
      case 'keep':
        return stripe.keep(stripeId)
      case 'refuse-card': {
        const { customer } = stripe.subscription(stripeId)
        return stripe.declined.has(customer)
          ? stripe.declined.delete(customer)
          : stripe.declined.add(customer)
      }
      case 'look':
        for (const { id } of await rows()) await followSubscription(follow, id)
        return
      case 'come-by':
        return getCredits(creditsContext(db), name)
      case 'deliver':
        return deliver(shop, stripe.events.slice(first), given)
      case 'outage':
        stripe.outage = () => given.outage
    }
  }
  for (const each of steps) {
    await play(each).catch(passRefused)
    for (const held of own()) oracle.see(held)
  }
  return { name, own, oracle }
}

// What Stripe or ours refuses did not happen.
function passRefused(error: unknown): void {
  if (!(error instanceof StripeRefusal || error instanceof AppError)) throw error
}

async function deliver(
  { db, stripe, follow, worker }: Shop,
  events: TestEvent[],
  { times, which }: { times: number; which: number },
): Promise<void> {
  const event = events[which % Math.max(1, events.length)]
  if (!event) return
  for (let time = 0; time < times; time += 1) {
    const { body, signature } = stripe.sign({ ...event, id: `${event.id}:${time}` })
    const { objectId, ...told } = await follow.payments.readEvent(body, signature)
    if (objectId === null) return
    await keepEvent(db, { ...told, objectId })
    await db.update(stripeEvent).set({ nextAttemptAt: new Date(0) })
    await worker.runOnce()
  }
}

const granted = async ({ db }: Shop, name: string, start: Date) => {
  const [sum] = await db
    .select({ credits: sql`coalesce(sum(${creditEntry.credits}), 0)`.mapWith(Number) })
    .from(creditEntry)
    .where(sql`${eq(creditEntry.ownerId, name)} and ${like(creditEntry.key, planKey('%', start))}`)
  return sum?.credits
}

test(`${histories} histories of subscribing, changes, months and ends are as Stripe says in the end, whatever was heard of them`, async () => {
  const shop = await openShop()
  const { db, stripe, follow } = shop
  const all = fc.sample(fc.array(step, { minLength: 8, maxLength: 28 }), { numRuns: histories, seed: 16 })
  const seen = new Set<string>()
  const played: Awaited<ReturnType<typeof playHistory>>[] = []
  for (const [index, steps] of all.entries())
    played.push(await playHistory(shop, `subscriber${index}`, steps))
  stripe.outage = null
  await db.update(subscription).set({ nextCheckAt: new Date(0) })
  while ((await sweepSubscriptions(follow)) > 0);
  for (const { name, own, oracle } of played) {
    const rows = await db.select().from(subscription).where(eq(subscription.ownerId, name))
    for (const { id } of rows) await followSubscription(follow, id)
    const [running, ...others] = own().filter(({ status }) => isRunning(status))
    expect(others, `${name}: one runs`).toEqual([])
    const now = await db.select().from(subscription).where(eq(subscription.ownerId, name))
    for (const held of own()) {
      const row = now.find(({ stripeSubscriptionId }) => stripeSubscriptionId === held.id)
      expect([held.status, row?.status], name).toEqual([held.status, held.status])
      seen.add(held.status)
    }
    if (now.length === 0) continue
    const { plan, planUntil, periodStart } = await balanceOf(db, name)
    if (!running) {
      expect({ plan, planUntil }, name).toEqual({ plan: 'free', planUntil: null })
      continue
    }
    const { runs, next, monthly } = oracle.of(running)
    const row = now.find(({ stripeSubscriptionId }) => stripeSubscriptionId === running.id)
    const until = running.cancel_at === null ? null : new Date(running.cancel_at * 1000)
    expect({ plan, planUntil, nextPlan: row?.nextPlan }, name).toEqual({
      plan: runs,
      planUntil: until,
      nextPlan: next,
    })
    expect([periodStart.getTime() / 1000, await granted(shop, name, periodStart)], name).toEqual([
      startOf(running),
      monthly,
    ])
    if (next !== null) seen.add('next')
    if (until) seen.add('ends')
  }
  expect([...seen].sort()).toEqual(expect.arrayContaining(['active', 'canceled']))
  if (inject('thorough'))
    expect([...seen].sort()).toEqual(['active', 'canceled', 'ends', 'next', 'past_due', 'unpaid'])
})

test('an older answer of Stripe that comes later changes nothing', async () => {
  const { db, stripe, follow } = await openShop()
  await addPerson(db, { id: 'ada' })
  const person = { ...(await contextOf(db, 'ada')), ...follow }
  const { subscription: made, payUrl } = await createSubscription(person, { plan: 'pro', intentKey: 'a' })
  const { id: stripeId } = stripe.subscribe(payUrl?.split('/').at(-1) ?? '')
  await followSubscription(follow, made.id)
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  let asked = false
  const slow = {
    ...follow,
    payments: {
      ...follow.payments,
      async readSubscription(of: Parameters<typeof follow.payments.readSubscription>[0]) {
        const state = await follow.payments.readSubscription(of)
        asked = true
        await held
        return state
      },
    },
  }
  const older = followSubscription(slow, made.id)
  await expect.poll(() => asked).toBe(true)
  stripe.cancel(stripeId)
  await followSubscription(follow, made.id)
  answer()
  expect((await older).row).toMatchObject({ status: 'canceled' })
  expect(await balanceOf(db, 'ada')).toMatchObject({ plan: 'free' })
})
