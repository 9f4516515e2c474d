import { expect, test } from 'vitest'
import { currencies, decimalOf, formatMoney } from './money.ts'
import { packs } from './products.ts'

test.each([
  [0, 'eur', '0.00', '€0.00'],
  [5, 'eur', '0.05', '€0.05'],
  [1250, 'usd', '12.50', '$12.50'],
  [-1250, 'usd', '-12.50', '-$12.50'],
  [1250, 'jpy', '1250', '¥1,250'],
  [99_999_999, 'gbp', '999999.99', '£999,999.99'],
])('%i of %s is %s', (amount, currency, decimal, shown) => {
  expect(decimalOf(amount, currency)).toBe(decimal)
  expect(formatMoney(amount, currency)).toBe(shown)
})

test('every currency has the digits that people know it with', () => {
  const known = Object.keys(currencies).map((currency) => [
    currency,
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits,
  ])
  expect(Object.fromEntries(known)).toEqual(currencies)
})

test('packs cost and hold whole numbers above zero', () => {
  for (const { credits, amount, title } of Object.values(packs)) {
    expect(Number.isSafeInteger(credits) && credits > 0).toBe(true)
    expect(Number.isSafeInteger(amount) && amount > 0 && amount <= 99_999_999).toBe(true)
    expect(title).toMatch(/\S/)
  }
})
