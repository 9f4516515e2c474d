import type { PlanPrice } from '../orders/plan-price.ts'
import type { OwnEntitlements } from './own-entitlements.ts'

type OwnPlanValues = { readonly [Key in keyof OwnEntitlements]: OwnEntitlements[Key]['_output'] }

const ownPlans = {
  pro: {
    title: 'Pro',
    price: { amount: 900, currency: 'eur' },
    values: { 'credits.monthly': 1000, 'credits.quota': null },
  },
  business: {
    title: 'Business',
    price: { amount: 2900, currency: 'eur' },
    values: { 'credits.monthly': 5000, 'credits.quota': null },
  },
} as const satisfies Readonly<Record<string, { title: string; price: PlanPrice; values: OwnPlanValues }>>
export type OwnPlanName = keyof typeof ownPlans

/** The plans beside `free` where a product names none, with the defaults of its own keys. */
export function ownPlansWith(
  entitlements: Readonly<Record<string, { readonly default: unknown }>>,
): Readonly<Record<OwnPlanName, { title: string; price: PlanPrice; values: Record<string, unknown> }>> {
  const defaults = Object.fromEntries(Object.entries(entitlements).map(([key, each]) => [key, each.default]))
  const withDefaults = <Plan extends { values: object }>(plan: Plan) => ({
    ...plan,
    values: { ...defaults, ...plan.values },
  })
  return { pro: withDefaults(ownPlans.pro), business: withDefaults(ownPlans.business) }
}
