import { expect, test } from 'vitest'
import { ownPlansWith } from './own-plans.ts'
import { isPlan, planNames, planOf, planOnSale, plans, plansOnSale } from './plans.ts'

test('plans that are sold cost whole numbers above zero, and more the more they give', () => {
  expect(plansOnSale.length).toBeGreaterThan(0)
  const amounts = plansOnSale.map(({ price }) => price.amount)
  for (const amount of amounts) expect(Number.isSafeInteger(amount) && amount > 0).toBe(true)
  expect(amounts).toEqual(amounts.toSorted((a, b) => a - b))
  const monthly = plansOnSale.map(({ plan }) => plan.values['credits.monthly'])
  expect(monthly).toEqual(monthly.toSorted((a, b) => a - b))
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
