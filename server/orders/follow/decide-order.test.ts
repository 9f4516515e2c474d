import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PaymentState } from '../payments/payments.ts'
import { creditsOf, type DecidedOrder, decideOrder, moneyOf } from './decide-order.ts'

const created: DecidedOrder = {
  amount: 500,
  currency: 'eur',
  credits: 100,
  status: 'created',
  paidAt: null,
  refundAsked: 0,
  refundKey: null,
}
const paid: DecidedOrder = { ...created, status: 'paid', paidAt: new Date() }
const open: PaymentState = {
  session: { status: 'open', payUrl: 'https://pay.test' },
  payment: null,
  refunds: [],
  disputes: [],
}
const arrived: PaymentState = {
  ...open,
  session: { status: 'complete', payUrl: null },
  payment: { id: 'pi_1', status: 'paid', amount: 500, currency: 'eur' },
}

describe('an order that is not paid', () => {
  test('is paid by its whole sum in its own currency, and once', () => {
    expect(decideOrder(created, arrived)).toMatchObject({ status: 'paid', pays: true, target: 0 })
    expect(decideOrder(paid, arrived)).toMatchObject({ status: 'paid', pays: false })
  })

  test.each([{ amount: 499 }, { amount: 501 }, { currency: 'usd' }])('is not paid by %j', (other) => {
    const payment = { id: 'pi_1', status: 'paid', amount: 500, currency: 'eur', ...other } as const
    const { status, pays, attentions } = decideOrder(created, { ...arrived, payment })
    expect({ status, pays }).toEqual({ status: 'created', pays: false })
    expect(attentions).toEqual([`amount:${payment.amount}:${payment.currency}`])
  })

  test('is deleted when nobody can pay it any more; a late payment wins', () => {
    const expired: PaymentState = { ...open, session: { status: 'expired', payUrl: null } }
    expect(decideOrder(created, expired).status).toBe('deleted')
    const failed = { id: 'pi_1', status: 'failed', amount: 0, currency: 'eur' } as const
    expect(decideOrder(created, { ...arrived, payment: failed }).status).toBe('deleted')
    const deleted: DecidedOrder = { ...created, status: 'deleted' }
    expect(decideOrder(deleted, arrived)).toMatchObject({ status: 'paid', pays: true })
  })

  test('stays as it is when the provider knows nothing of it', () => {
    const unknown = { ...open, session: null }
    expect(decideOrder(created, unknown)).toMatchObject({ status: 'created', pays: false })
    expect(decideOrder(paid, unknown)).toMatchObject({ status: 'paid', target: 0 })
  })
})

test('a refund of ours counts once, before the provider knows it and after', () => {
  const asked: DecidedOrder = { ...paid, status: 'refunding', refundAsked: 200, refundKey: 'key' }
  expect(decideOrder(asked, arrived)).toMatchObject({ status: 'refunding', refundAsked: 200, target: 40 })
  const made: PaymentState = { ...arrived, refunds: [{ key: 'key', amount: 200, status: 'made' }] }
  expect(decideOrder(asked, made)).toMatchObject({ status: 'paid', refundAsked: 0, target: 40 })
  const failed: PaymentState = { ...arrived, refunds: [{ key: 'key', amount: 200, status: 'failed' }] }
  const decision = decideOrder(asked, failed)
  expect(decision).toMatchObject({ status: 'paid', refundAsked: 0, target: 0, attentions: ['refund:1'] })
})

test('what is disputed counts as lost until it is won', () => {
  const disputed = (status: 'open' | 'lost' | 'won') =>
    decideOrder(paid, { ...arrived, disputes: [{ amount: 500, status }] })
  expect(disputed('open')).toMatchObject({ status: 'paid', target: 100, attentions: ['dispute:1'] })
  expect(disputed('lost')).toMatchObject({ target: 100, attentions: [] })
  expect(disputed('won')).toMatchObject({ target: 0, disputedAmount: 0, attentions: [] })
})

const credits = fc.integer({ min: 1, max: 1_000_000_000 })
const amount = fc.integer({ min: 1, max: 99_999_999 })

test('credits for money are rounded up and money for credits down, exactly', () => {
  const given = fc.record({ credits, amount, part: fc.integer({ min: 0, max: 99_999_999 }) })
  fc.assert(
    fc.property(given, ({ part, ...order }) => {
      const back = creditsOf(order, part)
      const exact = BigInt(order.credits) * BigInt(Math.min(part, order.amount))
      expect(BigInt(back) * BigInt(order.amount) >= exact).toBe(true)
      expect((BigInt(back) - 1n) * BigInt(order.amount) < exact).toBe(true)
      const unused = part % (order.credits + 1)
      const money = moneyOf(order, unused)
      expect(money).toBeLessThanOrEqual(order.amount)
      expect(creditsOf(order, money)).toBeLessThanOrEqual(unused)
    }),
  )
})

const states: fc.Arbitrary<PaymentState> = fc.record({
  session: fc.record({ status: fc.constantFrom('open', 'complete', 'expired'), payUrl: fc.constant(null) }),
  payment: fc.option(
    fc.record({
      id: fc.constant('pi_1'),
      status: fc.constantFrom('open', 'paid', 'failed'),
      amount: fc.constantFrom(500, 500, 500, 499),
      currency: fc.constant('eur'),
    }),
  ),
  refunds: fc.array(
    fc.record({
      key: fc.constantFrom(null, 'key', 'other'),
      amount: fc.integer({ min: 1, max: 300 }),
      status: fc.constantFrom('made', 'failed'),
    }),
    { maxLength: 4 },
  ),
  disputes: fc.array(
    fc.record({ amount: fc.integer({ min: 1, max: 500 }), status: fc.constantFrom('open', 'lost', 'won') }),
    { maxLength: 2 },
  ),
})

/** The order as it is saved after a decision. */
function after(order: DecidedOrder, state: PaymentState): DecidedOrder {
  const { status, pays, refundAsked } = decideOrder(order, state)
  const refundKey = refundAsked > 0 ? order.refundKey : null
  return { ...order, status, refundAsked, refundKey, paidAt: pays ? new Date(0) : order.paidAt }
}

test('decided again, nothing changes; what was said before does not matter once an order is paid', () => {
  fc.assert(
    fc.property(states, fc.array(states, { maxLength: 5 }), (last, earlier) => {
      const start: DecidedOrder = { ...paid, status: 'refunding', refundAsked: 100, refundKey: 'key' }
      const once = after(start, last)
      expect(after(once, last)).toEqual(once)
      const { pays: _, refundAsked, status, ...direct } = decideOrder(start, last)
      const long = decideOrder(earlier.reduce(after, start), last)
      // A refund that one answer showed is not asked for again, though a later answer should miss it.
      if (long.refundAsked === refundAsked) expect(long).toMatchObject({ ...direct, status, pays: false })
      expect(long).toMatchObject({
        refundedAmount: direct.refundedAmount,
        disputedAmount: direct.disputedAmount,
        attentions: direct.attentions,
      })
    }),
  )
})

test('an unpaid order comes to the same by any answers, as long as none of them showed a payment', () => {
  const unpaid = states.map((state) => ({ ...state, payment: null }))
  fc.assert(
    fc.property(fc.array(unpaid, { maxLength: 5 }), states, (earlier, last) => {
      expect(decideOrder(earlier.reduce(after, created), last)).toEqual(decideOrder(created, last))
    }),
  )
})
