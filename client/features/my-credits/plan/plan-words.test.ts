import { expect, test } from 'vitest'
import type { SubscriptionView } from '#shared/orders/subscriptions.ts'
import { wantsCare, whatHappens, whatNext } from './plan-words.ts'

const pro = { name: 'pro', title: 'Pro', amount: 900, currency: 'eur', monthlyCredits: 1000 }
const business = { name: 'business', title: 'Business', amount: 2900, currency: 'eur', monthlyCredits: 5000 }
const running = (changes: Partial<SubscriptionView> = {}): SubscriptionView => ({
  id: 's',
  plan: 'pro',
  title: 'Pro',
  amount: 900,
  currency: 'eur',
  status: 'active',
  nextPlan: null,
  periodEnd: '2031-12-30T12:00:00.000Z',
  endsAt: null,
  createdAt: '2031-11-30T12:00:00.000Z',
  ...changes,
})
const day = /(Dec 30, 2031|30 Dec 2031)/

test('a dearer plan says what is charged for which month, a cheaper one when it begins and what it costs from then on', () => {
  const dearer = whatHappens(running(), business)
  expect(dearer).toContain('€20.00, is charged now')
  expect(dearer).toContain('5,000 credits')
  expect(dearer).toMatch(day)
  const cheaper = whatHappens(running({ plan: 'business', title: 'Business', amount: 2900 }), pro)
  expect(cheaper).toMatch(new RegExp(`^Pro begins on ${day.source}`))
  expect(cheaper).toContain('You keep Business until then')
  expect(cheaper).toContain('€9.00 a month')
  expect(whatHappens(running(), { ...business, amount: 900 }), 'for as much').toMatch(day)
})

test('one that goes on renews, one that was cancelled ends, and one that is not paid says neither', () => {
  expect(whatNext(running())).toMatch(new RegExp(`^Renews on ${day.source}$`))
  expect(whatNext(running({ endsAt: '2031-12-30T12:00:00.000Z' }))).toMatch(
    new RegExp(`^Ends on ${day.source}$`),
  )
  expect(whatNext(running({ status: 'past_due' }))).toBeNull()
})

test('what is not paid, or ends, is looked after before anything else', () => {
  expect(wantsCare(running())).toBe(false)
  expect(wantsCare(running({ status: 'past_due' }))).toBe(true)
  expect(wantsCare(running({ endsAt: '2031-12-30T12:00:00.000Z' }))).toBe(true)
})
