import { sql } from 'drizzle-orm'
import { creditEntry } from '#drizzle/schema/index.ts'
import { planNames, planOnSale, valueInPlan } from '#shared/credits/plans.ts'
import type { Database } from '../../database/database.ts'

/** Whether this product has credits at all: a plan gives or bounds them, or somebody had some once. Rejects in an outage. */
export type CreditUse = () => Promise<boolean>

// A plan that has a price and cannot be paid comes to nobody by itself.
const isInPlans = (sells: boolean): boolean =>
  planNames.some(
    (plan) =>
      (sells || planOnSale(plan) === null) &&
      (valueInPlan(plan, 'credits.monthly') > 0 || valueInPlan(plan, 'credits.quota') !== null),
  )

/**
 * Asks the ledger at most each `everyMs`, and never again once there is an entry: none of them is ever removed. `sells`
 * says whether plans can be paid.
 */
export function createCreditUse({
  db,
  sells = false,
  everyMs = 10_000,
}: {
  db: Database
  sells?: boolean
  everyMs?: number
}): CreditUse {
  const inPlans = isInPlans(sells)
  let answer = Promise.resolve(inPlans)
  let askAgainAt = inPlans ? Number.POSITIVE_INFINITY : 0

  async function ask(): Promise<boolean> {
    try {
      const found = await db.select({ one: sql`1` }).from(creditEntry).limit(1)
      if (found.length > 0) askAgainAt = Number.POSITIVE_INFINITY
      return found.length > 0
    } catch (error) {
      askAgainAt = 0
      throw error
    }
  }

  return () => {
    const now = performance.now()
    if (now >= askAgainAt) {
      askAgainAt = now + everyMs
      answer = ask()
    }
    return answer
  }
}
