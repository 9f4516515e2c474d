import { type SQL, sql } from 'drizzle-orm'
import { creditBalance } from '#drizzle/schema/index.ts'
import { nearQuotaPercent } from '#shared/credits/credits.ts'

/** Whether an owner has used most of what they may spend in the month that runs. */
export const isNearQuota = (): SQL =>
  // As numbers without a bound: a hundred times the largest quota is beyond those of the columns.
  sql`(${creditBalance.quotaUsed}::numeric * 100 >= ${creditBalance.quotaLimit}::numeric * ${nearQuotaPercent}
    and ${creditBalance.periodEnd} > statement_timestamp())`
