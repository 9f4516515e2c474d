import type { LimitScope } from '#shared/limits/limits.ts'
import { emailHash } from '../auth/email-hash.ts'
import type { LimitPolicies, LimitQuota, PolicyName } from './limit-policies.ts'
import { widerNetwork } from './networks.ts'

/** Who calls, for each scope that is known. */
export interface LimitPartition {
  /** The network that the caller counts as (an IPv6 one's /64; its /48 counts too), or `unknown`. */
  ip: string
  /** The caller's own address, for overrides; `ip` unless given. */
  address?: string
  sessionId?: string
  userId?: string
  /** The key that a program calls with. */
  keyId?: string
  /** An e-mail address; its hash is the key, so that the counters hold no addresses. */
  account?: string
}

/** A policy's quota for one partition: what a counter in the database belongs to. */
export interface KeyedQuota extends LimitQuota {
  /** `<policy>/<scope>:<value>`, as in `public/ip:203.0.113.7`. */
  readonly key: string
  readonly policy: PolicyName
  readonly value: string
  /** What its limit is multiplied by: 10 for an IPv6 /48, which many callers share. */
  readonly times: number
}

const timesOfWiderNetwork = 10

/** The quotas that a call counts against; a scope whose partition is not known is left out. */
export function quotasOf(
  policies: LimitPolicies,
  names: readonly PolicyName[],
  partition: LimitPartition,
): KeyedQuota[] {
  return [...new Set(names)].flatMap((policy) =>
    policies[policy].scopes.flatMap((quota) =>
      partitionValues(partition, quota.scope).map((value) => keyedQuota(policy, quota, value)),
    ),
  )
}

/** The quota whose counter has this key; null when the policy or the scope is not in the table. */
export function parseKey(policies: LimitPolicies, key: string): KeyedQuota | null {
  const { policy, scope, value } =
    /^(?<policy>[^/:]+)\/(?<scope>[^/:]+):(?<value>.+)$/.exec(key)?.groups ?? {}
  if (!policy || !value || !Object.hasOwn(policies, policy)) return null
  const name = policy as PolicyName
  const quota = policies[name].scopes.find((candidate) => candidate.scope === scope)
  return quota ? keyedQuota(name, quota, value) : null
}

/** The account scope's value for an e-mail address. */
export function accountValue(email: string): string {
  return emailHash(email)
}

function keyedQuota(policy: PolicyName, quota: LimitQuota, value: string): KeyedQuota {
  const { scope, limit, windowMs } = quota
  const times = scope === 'ip' && value.endsWith('/48') ? timesOfWiderNetwork : 1
  return { key: `${policy}/${scope}:${value}`, policy, scope, value, limit: limit * times, windowMs, times }
}

function partitionValues(partition: LimitPartition, scope: LimitScope): string[] {
  const { ip, sessionId, userId, keyId, account } = partition
  switch (scope) {
    case 'ip': {
      // Only an explanation may know no address; a caller without one is `unknown`.
      if (ip === '') return []
      const wider = widerNetwork(ip)
      return wider ? [ip, wider] : [ip]
    }
    case 'session':
      return sessionId ? [sessionId] : []
    case 'user':
      return userId ? [userId] : []
    case 'key':
      return keyId ? [keyId] : []
    case 'account':
      return account ? [accountValue(account)] : []
  }
}
