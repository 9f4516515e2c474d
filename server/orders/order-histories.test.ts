import fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import { order, stripeEvent } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import { StripeRefusal, type TestEvent } from '#test/stripe/stripe-account.ts'
import type { Outage, TestStripe } from '#test/stripe/stripe-server.ts'
import { balanceOf, creditsContext, keepInvariants } from '../credits/credits-fixture.ts'
import { spendCredits } from '../credits/spend-credits.ts'
import { AppError } from '../errors.ts'
import { addPerson, contextOf } from '../users/people-fixture.ts'
import { createOrder } from './create-order.ts'
import { followOrder } from './follow/follow-order.ts'
import { followContext, orderRow, withStripe } from './orders-fixture.ts'
import { refundOrder } from './refund-order.ts'
import { sweepOrders } from './sweep-orders.ts'
import { keepEvent } from './webhook/event-queue.ts'
import { createEventWorker } from './webhook/event-worker.ts'

const histories = inject('thorough') ? 200 : 30

type Step =
  | { do: 'pay' | 'pay-later' | 'arrive' | 'fail' | 'expire' | 'look' }
  | { do: 'refund' | 'refund-there' | 'dispute'; part: number }
  | { do: 'fail-refund' | 'win' | 'lose'; which: number }
  | { do: 'spend'; credits: number }
  | { do: 'deliver'; times: number; which: number }
  | { do: 'outage'; outage: Outage | null }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pay' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('pay-later', 'arrive', 'fail', 'expire', 'look') }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('refund', 'refund-there', 'dispute'),
      part: fc.oneof(fc.constant(500), fc.integer({ min: 1, max: 350 })),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom('fail-refund', 'win', 'lose'), which: fc.nat(5) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('spend' as const), credits: fc.integer({ min: 1, max: 60 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      times: fc.constantFrom(0, 1, 3),
      which: fc.nat(20),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('outage' as const),
      outage: fc.constantFrom(null, 500, 429, 'lost'),
    }),
  },
) as fc.Arbitrary<Step>

const quiet = { warn() {}, error() {} }

async function openShop() {
  const { db } = await emptyDatabase()
  keepInvariants(db)
  const stripe = await withStripe()
  const follow = followContext(db, stripe)
  await addPerson(db, { id: 'admin', role: 'admin' })
  const admin = { ...(await contextOf(db, 'admin')), ...follow }
  const worker = createEventWorker({ ctx: follow, logger: quiet })
  return { db, stripe, follow, admin, worker }
}

type Shop = Awaited<ReturnType<typeof openShop>>

async function playHistory({ db, stripe, follow, admin, worker }: Shop, name: string, steps: Step[]) {
  await addPerson(db, { id: name })
  stripe.outage = null
  const buyer = { ...(await contextOf(db, name)), ...follow }
  const { order: made } = await createOrder(buyer, { product: 'small', intentKey: name })
  const { id } = made
  const sessionId = (await orderRow(db, id)).stripeSessionId ?? ''
  const first = stripe.events.length
  let spent = 0
  let refunds = 0
  const play = async (given: Step): Promise<unknown> => {
    const intent = stripe.session(sessionId).payment_intent ?? ''
    switch (given.do) {
      case 'pay':
        return stripe.pay(sessionId)
      case 'pay-later':
        return stripe.pay(sessionId, { later: true })
      case 'arrive':
      case 'fail':
        if (stripe.intent(intent).status === 'succeeded') return
        return stripe.arrive(sessionId, given.do === 'arrive')
      case 'expire':
        return stripe.session(sessionId).status === 'open' && stripe.expire(sessionId)
      case 'look':
        return followOrder(follow, id)
      case 'refund':
        refunds += 1
        return refundOrder(admin, { id, amount: given.part, reason: 'Because', key: `${refunds}` })
      case 'refund-there':
        return stripe.refund(intent, given.part)
      case 'dispute':
        return stripe.dispute(stripe.intent(intent).id, given.part)
      case 'fail-refund':
        return stripe.failRefund(stripe.refundsOf(intent)[given.which]?.id ?? '')
      case 'win':
      case 'lose':
        return stripe.closeDispute(
          stripe.disputesOf(intent)[given.which]?.id ?? '',
          given.do === 'win' ? 'won' : 'lost',
        )
      case 'spend':
        await spendCredits(creditsContext(db), { ownerId: name, credits: given.credits, type: 'test' })
        spent += given.credits
        return
      case 'deliver':
        return deliver({ db, worker }, stripe.events.slice(first), given)
      case 'outage':
        stripe.outage = () => given.outage
    }
  }
  for (const each of steps) await play(each).catch(passRefused)
  return { id, sessionId, name, spent, refunds }
}

// What Stripe or ours refuses did not happen.
function passRefused(error: unknown): void {
  if (!(error instanceof StripeRefusal || error instanceof AppError)) throw error
}

async function deliver(
  { db, worker }: Pick<Shop, 'db' | 'worker'>,
  events: TestEvent[],
  { times, which }: { times: number; which: number },
): Promise<void> {
  const event = events[which % Math.max(1, events.length)]
  if (!event) return
  for (let time = 0; time < times; time += 1) {
    const { id, type, created, data } = event
    const { id: own, payment_intent } = data.object as { id: string; payment_intent?: string }
    const objectId = own.startsWith('cs_') ? own : (payment_intent ?? own)
    await keepEvent(db, { id: `${id}:${time}`, type, createdAt: new Date(created * 1000), objectId })
    await db.update(stripeEvent).set({ nextAttemptAt: new Date(0) })
    await worker.runOnce()
  }
}

/** What an order must be in the end, said of what Stripe holds and by nothing of ours. */
function oracle(stripe: TestStripe, sessionId: string) {
  const session = stripe.session(sessionId)
  const intent = session.payment_intent === null ? null : stripe.intent(session.payment_intent)
  const paid = intent?.status === 'succeeded'
  const sum = (list: { amount: number }[]) => list.reduce((total, { amount }) => total + amount, 0)
  const refunded = paid ? sum(stripe.refundsOf(intent.id).filter(({ status }) => status !== 'failed')) : 0
  const disputed = paid
    ? Math.min(500, sum(stripe.disputesOf(intent.id).filter(({ status }) => status !== 'won')))
    : 0
  const gone = session.status === 'expired' || intent?.status === 'requires_payment_method'
  const unpaid = gone ? 'deleted' : 'created'
  return {
    paid,
    status: paid ? (refunded === 500 ? 'refunded' : 'paid') : unpaid,
    refundedAmount: refunded,
    disputedAmount: disputed,
    // 100 credits for 500: a credit for each 5 begun.
    back: Math.min(100, Math.ceil((refunded + disputed) / 5)),
  }
}

test(`${histories} histories of paying, refunds and disputes end as Stripe says, whatever was heard of them`, async () => {
  const shop = await openShop()
  const { db, stripe, follow } = shop
  const all = fc.sample(fc.array(step, { minLength: 6, maxLength: 24 }), { numRuns: histories, seed: 15 })
  const played: Awaited<ReturnType<typeof playHistory>>[] = []
  for (const [index, steps] of all.entries()) played.push(await playHistory(shop, `buyer${index}`, steps))
  stripe.outage = null
  await db.update(order).set({ nextCheckAt: new Date(0) })
  while ((await sweepOrders(follow)) > 0);
  const seen = new Set<string>()
  for (const { id, sessionId, name, spent } of played) {
    const { paid, back, ...expected } = oracle(stripe, sessionId)
    const row = await orderRow(db, id)
    expect(row, name).toMatchObject({ ...expected, refundAsked: 0 })
    expect(row.takenBack + row.shortfall, name).toBe(back)
    if (spent === 0) expect(row.shortfall, name).toBe(0)
    const { balance } = await balanceOf(db, name)
    expect(balance, name).toBe(paid ? 100 - row.takenBack - spent : 0)
    seen.add(expected.status)
    if (expected.disputedAmount > 0) seen.add('disputed')
    if (row.shortfall > 0) seen.add('short')
    // Once more changes nothing.
    const { order: again } = await followOrder(follow, id)
    expect({ ...again, ...volatile }).toEqual({ ...row, ...volatile })
  }
  expect([...seen].sort()).toEqual(['created', 'deleted', 'disputed', 'paid', 'refunded', 'short'])
})

const volatile = { checksBegun: 0, checkApplied: 0, checkedAt: null, nextCheckAt: null }

test('an older answer of Stripe that comes later changes nothing', async () => {
  const { db, stripe, follow } = await openShop()
  await addPerson(db, { id: 'ada' })
  const { order: made } = await createOrder(
    { ...(await contextOf(db, 'ada')), ...follow },
    { product: 'small', intentKey: 'a' },
  )
  const sessionId = (await orderRow(db, made.id)).stripeSessionId ?? ''
  stripe.pay(sessionId)
  await followOrder(follow, made.id)
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  const slow = {
    ...follow,
    payments: {
      ...follow.payments,
      async readState(session: string) {
        const state = await follow.payments.readState(session)
        await held
        return state
      },
    },
  }
  const older = followOrder(slow, made.id)
  await expect.poll(async () => (await orderRow(db, made.id)).checksBegun).toBe(2)
  await expect.poll(() => stripe.calls.filter((call) => call === 'GET /v1/disputes').length).toBe(2)
  stripe.refund(stripe.intentOf(sessionId).id, 500)
  await followOrder(follow, made.id)
  answer()
  expect((await older).order).toMatchObject({ status: 'refunded', takenBack: 100 })
  expect(await orderRow(db, made.id)).toMatchObject({ status: 'refunded', takenBack: 100 })
})
