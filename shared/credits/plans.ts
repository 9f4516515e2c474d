import { shared } from '#product/shared.ts'
import { type EntitlementKey, type Entitlements, entitlementKeys, entitlements } from './entitlements.ts'

/** What an owner pays for: what it is called, and the value of every key. */
export interface Plan {
  title: string
  values: Entitlements
}

const defaults = Object.fromEntries(
  entitlementKeys.map((key) => [key, entitlements[key].default]),
) as Entitlements

const free: Plan = { title: 'Free', values: defaults }

/** Every plan. An owner without another one has `free`, which a product may give other values. */
export const plans: Readonly<Record<PlanName, Plan>> = { free, ...shared.plans }
export type PlanName = 'free' | (keyof typeof shared.plans & string)
export const planNames = Object.keys(plans) as PlanName[]

/** The plan of this name; `free` for one that this version does not have. */
export const planOf = (name: string): Plan => plans[planNames.find((known) => known === name) ?? 'free']

/** What a plan says of a key. */
export const valueInPlan = <Key extends EntitlementKey>(plan: string, key: Key): Entitlements[Key] =>
  planOf(plan).values[key]
