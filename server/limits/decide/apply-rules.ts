import { type KeyedQuota, type LimitPartition, quotasOf } from '../limit-keys.ts'
import type { PolicyName } from '../limit-policies.ts'
import type { LimitRules } from '../rules/limit-rules.ts'
import type { OverrideRule, RuledCaller } from '../rules/override-index.ts'
import type { Denial, LimitDecision, Quota } from './limit-decision.ts'
import { nameOf } from './limit-decision.ts'

/** A call's quotas under the rules in force. */
export interface RuledQuotas {
  /** Those that the call counts against, with the limits in force. */
  counted: KeyedQuota[]
  /** Those that an override exempts it from. */
  exempt: KeyedQuota[]
  /** The rule that refuses the call whatever was counted; of several, the one that lasts longest. */
  blocked: { quota: KeyedQuota; rule: OverrideRule } | null
  /** How long all of this holds if no rule changes: until an override in it expires. */
  holdForMs: number
}

/** What a call counts against, by the policies and overrides in force. */
export function applyRules(
  rules: LimitRules,
  names: readonly PolicyName[],
  partition: LimitPartition,
): RuledQuotas {
  const now = rules.now()
  const caller = callerOf(partition)
  const ruled: RuledQuotas = { counted: [], exempt: [], blocked: null, holdForMs: Number.POSITIVE_INFINITY }
  for (const quota of quotasOf(rules.policies, names, partition)) {
    const rule = rules.overrides.find(quota, caller, now)
    if (rule?.expiresAtMs) ruled.holdForMs = Math.min(ruled.holdForMs, rule.expiresAtMs - now)
    if (rule?.effect === 'exempt') ruled.exempt.push(quota)
    else ruled.counted.push(rule ? withOverride(quota, rule) : quota)
    if (rule?.effect === 'blocked' && endOf(rule) > endOf(ruled.blocked?.rule))
      ruled.blocked = { quota, rule }
  }
  return ruled
}

/** The quota with the override's limit. A /48 keeps its multiple of what a caller has, unless it is the one named. */
export function withOverride(quota: KeyedQuota, { target, limit }: OverrideRule): KeyedQuota {
  return limit === null ? quota : { ...quota, limit: target === 'key' ? limit : limit * quota.times }
}

/** The refusal of a call that a rule blocks. */
export function blockedDecision(
  { quota, rule }: NonNullable<RuledQuotas['blocked']>,
  now: number,
): LimitDecision {
  const { expiresAtMs } = rule
  const denied: Denial = {
    ...nameOf(quota),
    retryAfterMs: expiresAtMs === null ? foreverMs : Math.max(Math.ceil(expiresAtMs - now), 1),
    blocked: { until: expiresAtMs === null ? null : new Date(expiresAtMs) },
  }
  return { passed: false, quotas: [], denied }
}

/** What is said of quotas that do not count: nothing of them is used. */
export function untouched(quotas: readonly KeyedQuota[]): Quota[] {
  return quotas.map((quota) => ({ ...nameOf(quota), remaining: quota.limit, resetMs: 0 }))
}

// A wait has to be a number, also that for a rule without an end.
const foreverMs = 365 * 24 * 60 * 60 * 1000

/** Whom overrides for users and addresses are asked about. */
export function callerOf({ ip, address, userId }: LimitPartition): RuledCaller {
  return address ? { userId, address } : { userId, ...addressOf(ip) }
}

/** Whom a counter stands for, as far as its key says: overrides for others of its callers do not show in it. */
export function callerOfCounter({ scope, value }: KeyedQuota): RuledCaller {
  if (scope === 'user') return { userId: value }
  return scope === 'ip' ? addressOf(value) : {}
}

function addressOf(network: string): RuledCaller {
  const [address, bits] = network.split('/')
  return { address, addressBits: bits === undefined ? undefined : Number(bits) }
}

function endOf(rule: OverrideRule | undefined): number {
  return rule ? (rule.expiresAtMs ?? Number.POSITIVE_INFINITY) : 0
}
