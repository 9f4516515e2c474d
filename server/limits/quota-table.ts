import { type SQL, sql } from 'drizzle-orm'
import { rateLimit } from '#drizzle/schema/index.ts'
import { databaseNow } from './counter-view.ts'
import type { LimitPolicies, LimitQuota, PolicyName } from './limit-policies.ts'

export interface QuotaRow extends LimitQuota {
  policy: PolicyName
}

/** Every quota of the policies, one row a scope. */
export function quotaRows(policies: LimitPolicies): QuotaRow[] {
  return Object.entries(policies).flatMap(([policy, { scopes }]) =>
    scopes.map((quota) => ({ ...quota, policy: policy as PolicyName })),
  )
}

/** The quotas as a table `quota` to join counters with. */
export function quotaTable(quotas: readonly QuotaRow[]): SQL {
  const rows = quotas.map(
    ({ policy, scope, limit, windowMs }) =>
      sql`(${`${policy}/${scope}`}::text, ${limit}::bigint, ${windowMs}::bigint)`,
  )
  return sql`(values ${sql.join(rows, sql`, `)}) as quota (prefix, max_cost, window_ms)`
}

/** Whether the counter belongs to the row of `quota`. */
export const matchesQuota = sql`quota.prefix = split_part(${rateLimit.key}, ':', 1)`

const windowEnd = sql`(${rateLimit.windowStart} + quota.window_ms)`

// `usedCost` of decide.ts in SQL: the parts of a window that the sliding window still covers, rounded up.
const fading = (counted: SQL, coveredMs: SQL) =>
  sql`((${counted}::bigint * ${coveredMs} + quota.window_ms - 1) / quota.window_ms)`
const used = sql`case
  when ${databaseNow} >= ${windowEnd} + quota.window_ms then 0
  when ${databaseNow} >= ${windowEnd}
    then ${fading(sql`${rateLimit.count}`, sql`(${windowEnd} + quota.window_ms - ${databaseNow})`)}
  else ${rateLimit.count}
    + ${fading(sql`${rateLimit.previousCount}`, sql`least(${windowEnd} - ${databaseNow}, quota.window_ms)`)}
  end`

/** Whether the counter has no room for a call of cost 1. */
export const isFull = sql`(${used} >= quota.max_cost)`
