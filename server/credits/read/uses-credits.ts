import { sql } from 'drizzle-orm'
import { creditEntry } from '#drizzle/schema/index.ts'
import { planNames, valueInPlan } from '#shared/plans.ts'
import type { Database } from '../../database/database.ts'

/** Whether this product has credits at all: a plan gives or bounds them, or somebody had some once. */
export async function usesCredits({ db }: { db: Database }): Promise<boolean> {
  const inPlans = planNames.some(
    (plan) => valueInPlan(plan, 'credits.monthly') > 0 || valueInPlan(plan, 'credits.quota') !== null,
  )
  if (inPlans) return true
  const found = await db.select({ one: sql`1` }).from(creditEntry).limit(1)
  return found.length > 0
}
