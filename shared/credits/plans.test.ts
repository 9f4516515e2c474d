import { expect, test } from 'vitest'
import { maxAmount } from '../orders/orders.ts'
import { ownPlansWith } from './own-plans.ts'
import { isPlan, planNames, planOf, planOnSale, plans, plansOnSale } from './plans.ts'

test('plans that are sold cost whole numbers above zero, and ours more the more they give', () => {
  for (const { price } of plansOnSale) {
    expect(Number.isSafeInteger(price.amount) && price.amount > 0 && price.amount <= maxAmount).toBe(true)
  }
  const { pro, business } = ownPlansWith({})
  expect(business.price.amount).toBeGreaterThan(pro.price.amount)
  expect(business.values['credits.monthly']).toBeGreaterThan(Number(pro.values['credits.monthly']))
})

test('a plan without a price is not on sale, and neither is what is no plan', () => {
  expect(['free', 'gold', 'constructor', ''].map(planOnSale)).toEqual([null, null, null, null])
  expect(['free', 'gold', 'constructor'].map(isPlan)).toEqual([true, false, false])
  expect(planNames).toContain('free')
  expect(planOf('gold')).toBe(plans.free)
})

test('where a product names no plans, ours have its own keys as they are without a plan', () => {
  const { pro, business } = ownPlansWith({ 'memos.print': { default: false } })
  for (const { values } of [pro, business])
    expect(values).toMatchObject({ 'memos.print': false, 'credits.quota': null })
})
