import { expect, test } from 'vitest'
import type { ProviderSubscription } from '../payments/subscription-payments.ts'
import { type DecidedSubscription, decideSubscription } from './decide-subscription.ts'

const day = (number: number) => new Date(Date.UTC(2026, 0, number))
const now = day(15)

const asked: DecidedSubscription = {
  plan: 'pro',
  nextPlan: null,
  amount: 900,
  currency: 'eur',
  status: 'created',
  periodStart: null,
  periodEnd: null,
  cancelAt: null,
  beganAt: null,
  endedAt: null,
  stripeSubscriptionId: null,
  stripeCustomerId: null,
}
const said: ProviderSubscription = {
  id: 'sub_1',
  customerId: 'cus_1',
  status: 'active',
  itemId: 'si_1',
  plan: 'pro',
  amount: 900,
  currency: 'eur',
  anchor: day(1),
  periodStart: day(1),
  periodEnd: day(32),
  cancelAt: null,
  endedAt: null,
}
const running: DecidedSubscription = {
  ...asked,
  status: 'active',
  beganAt: day(1),
  periodStart: day(1),
  periodEnd: day(32),
  stripeSubscriptionId: 'sub_1',
  stripeCustomerId: 'cus_1',
}
const business = { plan: 'business', amount: 2900 }
const decide = (
  before: DecidedSubscription,
  subscription: Partial<ProviderSubscription> | null,
  at = now,
  status: 'open' | 'complete' | 'expired' = 'complete',
) =>
  decideSubscription(
    before,
    { session: { status, payUrl: null }, subscription: subscription && { ...said, ...subscription } },
    at,
  )

test('a place to pay is waited for until it is over, and then abandoned', () => {
  expect(decide(asked, null, now, 'open')).toMatchObject({ status: 'created', endedAt: null })
  expect(decide(asked, null, now, 'expired')).toMatchObject({ status: 'abandoned', endedAt: now })
  expect(decideSubscription(asked, { session: null, subscription: null }, now).status).toBe('created')
  expect(decideSubscription(running, { session: null, subscription: null }, now).status).toBe('active')
})

test('paid, it is what Stripe says, whatever was asked for', () => {
  expect(decide(asked, {})).toMatchObject({ status: 'active', plan: 'pro', periodEnd: day(32) })
  expect(decide(asked, business)).toMatchObject({ plan: 'business', amount: 2900, nextPlan: null })
  expect(decide({ ...asked, status: 'abandoned', endedAt: day(2) }, {})).toMatchObject({
    status: 'active',
    endedAt: null,
  })
})

const inBusiness = { ...running, ...business }
test.each([
  ['a dearer plan counts at once', running, business, { ...business, nextPlan: null }],
  ['a cheaper one is next', inBusiness, {}, { ...business, nextPlan: 'pro' }],
  ['the one that runs is not next', { ...inBusiness, nextPlan: 'pro' }, business, { nextPlan: null }],
  [
    'a cheaper one counts when Stripe says that a new period has begun',
    { ...inBusiness, nextPlan: 'pro' },
    { periodStart: day(10), periodEnd: day(41) },
    { plan: 'pro', amount: 900, nextPlan: null },
  ],
  ['another of the same price counts at once', { ...inBusiness, amount: 900 }, {}, { plan: 'pro' }],
  ['one in another currency counts at once', inBusiness, { currency: 'usd' }, { plan: 'pro' }],
  ['the plan that is no plan changes nothing', inBusiness, { plan: null, amount: 1 }, business],
  ['a plan of another version changes nothing', inBusiness, { plan: 'gold', amount: 1 }, business],
  [
    'whoever does not pay has no next plan',
    { ...inBusiness, nextPlan: 'pro' },
    { status: 'unpaid' },
    { status: 'unpaid', plan: 'business', nextPlan: null },
  ],
  [
    'whoever pays late has the plan that was paid for, and the same next',
    { ...inBusiness, status: 'unpaid' },
    {},
    { ...business, nextPlan: 'pro' },
  ],
] as [string, DecidedSubscription, Partial<ProviderSubscription>, object][])(
  '%s',
  (_, before, changes, expected) => {
    const decided = decide(before, changes)
    expect(decided).toMatchObject(expected)
    expect(decide({ ...before, ...decided }, changes), 'again').toEqual(decided)
  },
)

test('a cheaper plan counts from the end of the period on also before Stripe has billed it', () => {
  expect(decide({ ...inBusiness, nextPlan: 'pro' }, {}, day(32))).toMatchObject({
    plan: 'pro',
    nextPlan: null,
  })
})

test('what is over has ended when Stripe says, and stays so', () => {
  const canceled = { status: 'canceled', endedAt: day(9) } as const
  const decided = decide(running, canceled)
  expect(decided).toMatchObject({ status: 'canceled', endedAt: day(9) })
  expect(decide({ ...running, ...decided }, { status: 'canceled' }, day(20)).endedAt).toEqual(day(9))
})
