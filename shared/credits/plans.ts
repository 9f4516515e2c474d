import { shared } from '#product/shared.ts'
import type { PlanPrice } from '../orders/plan-price.ts'
import { type EntitlementKey, type Entitlements, entitlementKeys, entitlements } from './entitlements.ts'
import { ownPlansWith } from './own-plans.ts'

/** What an owner pays for: what it is called, and the value of every key. */
export interface Plan {
  title: string
  values: Entitlements
  /** What it costs a month; a plan without a price is given by hand. */
  price?: PlanPrice
}

const defaults = Object.fromEntries(
  entitlementKeys.map((key) => [key, entitlements[key].default]),
) as Entitlements

const free: Plan = { title: 'Free', values: defaults }

/** Every plan. An owner without another one has `free`, which a product may give other values. */
export const plans = {
  free,
  ...(shared.plans ?? ownPlansWith(entitlements)),
} as Readonly<Record<PlanName, Plan>>
export type PlanName = 'free' | (keyof NonNullable<typeof shared.plans> & string)
export const planNames = Object.keys(plans) as PlanName[]

/** Whether this version has a plan of this name. */
export const isPlan = (name: string): name is PlanName => planNames.some((known) => known === name)

/** The plan of this name; `free` for one that this version does not have. */
export const planOf = (name: string): Plan => plans[isPlan(name) ? name : 'free']

/** What a plan says of a key. */
export const valueInPlan = <Key extends EntitlementKey>(plan: string, key: Key): Entitlements[Key] =>
  planOf(plan).values[key]

/** The plan of this name and its price; null for one that is not sold (any more). */
export function planOnSale(name: string): { name: string; plan: Plan; price: PlanPrice } | null {
  const plan = isPlan(name) ? plans[name] : null
  return plan?.price ? { name, plan, price: plan.price } : null
}

/** The plans that are sold, in the order of the table. */
export const plansOnSale = planNames.flatMap((name) => planOnSale(name) ?? [])
