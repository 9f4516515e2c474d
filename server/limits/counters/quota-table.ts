import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { rateLimit } from '#drizzle/schema/index.ts'
import type { LimitScope } from '#shared/limits/limits.ts'
import { databaseNow } from '../../database/clock.ts'
import type { LimitPolicies, LimitQuota, PolicyName } from '../limit-policies.ts'
import type { OverrideRule } from '../rules/override-index.ts'

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

// As `times` in limit-keys.ts: an IPv6 /48 counts at ten times the limit.
const times = sql`(case when ${rateLimit.key} ~ '^[^/]+/ip:.*/48$' then 10 else 1 end)`

/**
 * Whether the counter has no room for a call of cost 1, by the policy's limit unless one of the rules, those first
 * that beat others, is about the counter. It is `toLimitCounter` in SQL.
 */
export function isFull(quotas: readonly QuotaRow[], rules: readonly OverrideRule[]): SQL {
  const byPolicy = sql`${used} >= quota.max_cost * ${times}`
  const cases = rules.flatMap((rule) => {
    const names = quotas.filter(({ policy }) => rule.policy === null || rule.policy === policy)
    const condition = isAbout(rule, names)
    return condition ? [sql`when ${condition} then ${isFullBy(rule)}`] : []
  })
  return cases.length === 0 ? sql`(${byPolicy})` : sql`(case ${sql.join(cases, sql` `)} else ${byPolicy} end)`
}

function isFullBy({ effect, target, limit }: OverrideRule): SQL {
  if (effect !== 'limit') return effect === 'blocked' ? sql`true` : sql`false`
  return target === 'key' ? sql`${used} >= ${limit}::bigint` : sql`${used} >= ${limit}::bigint * ${times}`
}

// Null when none of the quotas has such a counter.
function isAbout({ target, value }: OverrideRule, quotas: readonly QuotaRow[]): SQL | undefined {
  const startsOf = (scope: LimitScope) =>
    quotas.filter((quota) => quota.scope === scope).map(({ policy }) => `${policy}/${scope}:`)
  switch (target) {
    case 'key':
    case 'prefix': {
      const matches =
        target === 'key' ? eq(rateLimit.key, value) : sql`starts_with(${rateLimit.key}, ${value})`
      const named = quotas.map(({ policy, scope }) => `${policy}/${scope}`)
      return named.length > 0 ? and(matches, inArray(sql`quota.prefix`, named)) : undefined
    }
    case 'user': {
      const keys = startsOf('user').map((start) => start + value)
      return keys.length > 0 ? inArray(rateLimit.key, keys) : undefined
    }
    case 'address': {
      const named = startsOf('ip').map((start) => start.slice(0, -1))
      const network = sql`substr(${rateLimit.key}, strpos(${rateLimit.key}, ':') + 1)`
      // The database may compare in any order, so only a CASE keeps "unknown" from being read as an address.
      const inRange = sql`case when ${network} ~ '^[0-9a-f.:]+(/[0-9]+)?$' then ${network}::inet <<= ${value}::inet
        else false end`
      return named.length > 0 ? and(inArray(sql`quota.prefix`, named), inRange) : undefined
    }
  }
}
