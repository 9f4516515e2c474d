import { gt, isNull, or, sql } from 'drizzle-orm'
import { type LimitPolicyChangeTable, limitOverride, limitPolicyChange } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { type LimitPolicies, type LimitPolicy, limitPolicies, type PolicyName } from '../limit-policies.ts'
import type { OverrideRule } from './override-index.ts'

/** The overrides that have not expired. */
export const activeOverride = or(
  isNull(limitOverride.expiresAt),
  gt(limitOverride.expiresAt, sql`statement_timestamp()`),
)

/** The overrides in force as the limiter decides by them. */
export async function readOverrides(db: Database): Promise<OverrideRule[]> {
  const rows = await db.select().from(limitOverride).where(activeOverride)
  return rows.map(({ id, target, value, policy, effect, limit, expiresAt, createdAt }) => ({
    id,
    target,
    value,
    policy,
    effect,
    limit,
    expiresAtMs: expiresAt?.getTime() ?? null,
    createdAtMs: createdAt.getTime(),
  }))
}

/** The policies with the numbers in force: those of the file but for what was changed at run time. */
export async function readPolicies(
  db: Database,
  policies: LimitPolicies = limitPolicies,
): Promise<LimitPolicies> {
  return changePolicies(policies, await db.select().from(limitPolicyChange))
}

type Change = Pick<LimitPolicyChangeTable, 'policy' | 'scope' | 'limit' | 'windowMs'>

function changePolicies(policies: LimitPolicies, changes: readonly Change[]): LimitPolicies {
  const changed = (policy: string, { scopes, onStoreError }: LimitPolicy): LimitPolicy => ({
    onStoreError,
    scopes: scopes.map((quota) => {
      const change = changes.find((one) => one.policy === policy && one.scope === quota.scope)
      return change ? { ...quota, limit: change.limit, windowMs: change.windowMs } : quota
    }),
  })
  const entries = Object.entries(policies).map(([name, policy]) => [name, changed(name, policy)])
  return Object.fromEntries(entries) as Record<PolicyName, LimitPolicy>
}

/** The database's clock now, in milliseconds since 1970. */
export async function readClock(db: Database): Promise<number> {
  const nowMs = sql`extract(epoch from clock_timestamp()) * 1000`.mapWith(Number)
  const [row] = await db.select({ nowMs }).from(sql`(select 1) as one`)
  if (!row) throw new Error('The database did not tell the time.')
  return row.nowMs
}
