import { inArray, sql } from 'drizzle-orm'
import { rateLimit } from '#drizzle/schema/index.ts'
import type { ExplainedCounter } from '#shared/limits/limit-events.ts'
import type { LimitScope } from '#shared/limits/limits.ts'
import { databaseNow } from '../../database/clock.ts'
import { counterColumns } from '../../limits/counters/counter-view.ts'
import { callerOf, withOverride } from '../../limits/decide/apply-rules.ts'
import { emptyCounter, remainingCost, timeToPass, usedCost } from '../../limits/decide/decide.ts'
import { parseKey, quotasOf } from '../../limits/limit-keys.ts'
import type { LimitsContext } from '../../limits/limits-context.ts'
import { countedPolicies, type DeclaredCall } from '../declared-call.ts'
import type { ExplainedCaller } from './explained-caller.ts'

/** Every counter that the call would be charged to, as it stands by the database's clock; nothing is charged. */
export async function explainCounters(
  ctx: LimitsContext,
  declared: Pick<DeclaredCall, 'policies' | 'cost'>,
  caller: Pick<ExplainedCaller, 'partition' | 'accountHash'>,
): Promise<ExplainedCounter[]> {
  const quotas = quotasFor(ctx, declared, caller)
  const [[clock], rows] = await Promise.all([
    ctx.db.select({ now: databaseNow.mapWith(Number) }).from(sql`(select 1) as one`),
    ctx.db
      .select(counterColumns)
      .from(rateLimit)
      .where(
        inArray(
          rateLimit.key,
          quotas.map(({ key }) => key),
        ),
      ),
  ])
  const { rules } = ctx.limiter
  const { ip, userId } = caller.partition
  const ruled = ip ? callerOf({ ip, userId }) : { userId }
  return quotas.map((named) => {
    const override = rules.overrides.find(named, ruled, rules.now())
    const quota = override ? withOverride(named, override) : named
    const state = rows.find(({ key }) => key === quota.key) ?? emptyCounter
    const now = clock?.now ?? 0
    const { key, policy, scope, value, limit, windowMs } = quota
    const exempt = override?.effect === 'exempt'
    const retryAfterMs = exempt ? 0 : timeToPass(state, quota, declared.cost, now)
    return {
      id: key,
      policy,
      scope,
      value,
      limit,
      windowMs,
      used: usedCost(state, windowMs, now),
      remaining: exempt ? limit : remainingCost(state, quota, now),
      passes: retryAfterMs === 0 && override?.effect !== 'blocked',
      retryAfterMs,
      override: override && { id: override.id, effect: override.effect },
    }
  })
}

/** The scopes that limit the call and of which the question said nothing. */
export function unknownScopes(
  { limiter }: LimitsContext,
  { policies }: Pick<DeclaredCall, 'policies'>,
  { counters, keyId }: { counters: readonly ExplainedCounter[]; keyId?: string },
): LimitScope[] {
  const scopes = policies.flatMap((policy) => limiter.policies[policy].scopes.map(({ scope }) => scope))
  // A program has no session.
  const missed = keyId ? scopes.filter((scope) => scope !== 'session') : scopes
  return [...new Set(missed)].filter((scope) => counters.every((counter) => counter.scope !== scope))
}

function quotasFor(
  { limiter }: LimitsContext,
  call: Pick<DeclaredCall, 'policies'>,
  caller: Pick<ExplainedCaller, 'partition' | 'accountHash'>,
) {
  const { ip = '', ...partition } = caller.partition
  const policies = countedPolicies(call, partition.keyId !== undefined)
  const quotas = quotasOf(limiter.policies, policies, { ip, ...partition })
  if (partition.account || !caller.accountHash) return quotas
  const byHash = policies.map((policy) =>
    parseKey(limiter.policies, `${policy}/account:${caller.accountHash}`),
  )
  return [...quotas, ...byHash.filter((quota) => quota !== null)]
}
