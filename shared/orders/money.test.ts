import { expect, test } from 'vitest'
import { currencies, decimalOf, formatMoney, parseDecimal } from './money.ts'
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

test('an amount is written as people do where the reader is', () => {
  expect(formatMoney(125_000, 'eur', 'de-DE')).toBe('1.250,00\u00a0€')
  expect(formatMoney(125_000, 'eur', 'en-IE')).toBe('€1,250.00')
})

test.each([
  ['12.5', 'eur', 1250],
  [' 12 ', 'eur', 1200],
  ['0.07', 'usd', 7],
  ['1250', 'jpy', 1250],
  ['12.505', 'eur', null],
  ['12.5', 'jpy', null],
  ['-1', 'eur', null],
  ['1,000', 'eur', null],
  ['1e3', 'eur', null],
  ['', 'eur', null],
])('“%s” of %s is read as %s', (text, currency, amount) => {
  expect(parseDecimal(text, currency)).toBe(amount)
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
