import type { PlanView } from '#shared/credits/entitlement-views.ts'
import { planNames, plans } from '#shared/credits/plans.ts'

/** Every plan, with what it says of each key. */
export const listPlans = (): PlanView[] =>
  planNames.map((name) => ({ name, title: plans[name].title, values: plans[name].values }))
