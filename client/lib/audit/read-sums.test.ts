import { expect, test } from 'vitest'
import { auditEventWith } from './audit-event-fixture.ts'
import { changeSummary } from './audit-fields.ts'
import { readSums } from './read-sums.ts'

test('what an order cost, and what of it went back, is money of its currency', () => {
  const after = { number: 1, product: 'small', credits: 100, amount: 1250, currency: 'usd' }
  const paid = auditEventWith({ action: 'order.pay', after })
  expect(readSums(paid)).toEqual({
    before: null,
    after: { number: 1, product: 'small', credits: 100, sum: '$12.50' },
  })
  expect(changeSummary(paid)).toBe('Amount: $12.50 · Order: 1 · Product: small')
  const back = auditEventWith({
    action: 'order.confirmRefund',
    before: { refundedAmount: 0 },
    after: { refundedAmount: 1250, currency: 'jpy' },
  })
  expect(changeSummary(back)).toBe('Refunded: ¥0 → ¥1,250')
})

test('an amount of something else stays the number that it is', () => {
  for (const row of [
    auditEventWith({ action: 'feedback.bulk', after: { amount: 1250, currency: 'eur' } }),
    auditEventWith({ action: 'order.refund', after: { amount: 1250 } }),
    auditEventWith({ action: 'order.export', after: { filter: { status: 'paid' } } }),
  ])
    expect(readSums(row)).toEqual({ before: row.before, after: row.after })
})
