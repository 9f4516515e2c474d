import { eq } from 'drizzle-orm'
import { rateLimit } from '#drizzle/schema/index.ts'
import type { LimitCounter } from '#shared/limits/limits.ts'
import { databaseNow } from '../../database/clock.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import { blockedDecision, callerOfCounter, withOverride } from '../decide/apply-rules.ts'
import { type CounterState, remainingCost, timeToPass, timeToReset, usedCost } from '../decide/decide.ts'
import { type KeyedQuota, parseKey } from '../limit-keys.ts'
import type { LimitsContext } from '../limits-context.ts'
import type { OverrideRule, RuledCaller } from '../rules/override-index.ts'

/** The columns that a counter is shown from, and the time at which they were read. */
export const counterColumns = {
  key: rateLimit.key,
  count: rateLimit.count,
  previousCount: rateLimit.previousCount,
  windowStart: rateLimit.windowStart,
  lastRequest: rateLimit.lastRequest,
  now: databaseNow.mapWith(Number),
}

/** The quota that a counter's id names. Throws NOT_FOUND when no policy has it. */
export function requireQuota({ limiter }: LimitsContext, id: string): KeyedQuota {
  const quota = parseKey(limiter.policies, id)
  if (!quota) throw counterNotFound()
  return quota
}

/** The error for a counter that is not there. */
export function counterNotFound(): AppError {
  return new AppError('NOT_FOUND', 'There is no such counter. It may have run out; nothing is limited by it.')
}

/** A counter as it stands at `now`, under the rule that is in force for `caller`. */
export function toLimitCounter(
  { limiter: { rules } }: LimitsContext,
  policyQuota: KeyedQuota,
  state: CounterState & { lastRequest: number },
  now: number,
  caller: RuledCaller = callerOfCounter(policyQuota),
): LimitCounter {
  const rule = rules.overrides.find(policyQuota, caller, rules.now())
  const quota = rule ? withOverride(policyQuota, rule) : policyQuota
  const { key, policy, scope, value, limit, windowMs } = quota
  return {
    id: key,
    policy,
    scope,
    value,
    limit,
    windowMs,
    used: usedCost(state, windowMs, now),
    ...((rule ? roomByRule({ quota, rule }, rules.now()) : null) ?? roomByCount(quota, state, now)),
    override: rule && { id: rule.id, effect: rule.effect },
    resetMs: timeToReset(state, windowMs, now),
    lastRequestAt: state.lastRequest > 0 ? new Date(state.lastRequest).toISOString() : null,
  }
}

// What a rule says whatever was counted; null when the count decides.
function roomByRule({ quota, rule }: { quota: KeyedQuota; rule: OverrideRule }, rulesNow: number) {
  if (rule.effect === 'limit') return null
  const wait = rule.effect === 'blocked' ? blockedDecision({ quota, rule }, rulesNow).denied : null
  return wait
    ? { remaining: 0, blocked: true, retryAfterMs: wait.retryAfterMs }
    : { remaining: quota.limit, blocked: false, retryAfterMs: 0 }
}

function roomByCount(quota: KeyedQuota, state: CounterState, now: number) {
  const retryAfterMs = timeToPass(state, quota, 1, now)
  return { remaining: remainingCost(state, quota, now), blocked: retryAfterMs > 0, retryAfterMs }
}

/** The counter with this key and the database's time; undefined when there is none. */
export async function readCounter(db: Database, key: string) {
  const [row] = await db.select(counterColumns).from(rateLimit).where(eq(rateLimit.key, key))
  return row
}
