import type { LimitScope } from '#shared/limits.ts'
import { emailHash } from '../auth/email-hash.ts'
import type { LimitPolicies, LimitQuota, PolicyName } from './limit-policies.ts'

/** Who calls, for each scope that is known. `ip` is the network that the caller counts as, or `unknown`. */
export interface LimitPartition {
  ip: string
  sessionId?: string
  userId?: string
  /** An e-mail address; its hash is the key, so that the counters hold no addresses. */
  account?: string
}

/** A policy's quota for one partition: what a counter in the database belongs to. */
export interface KeyedQuota extends LimitQuota {
  /** `<policy>/<scope>:<value>`, as in `public/ip:203.0.113.7`. */
  readonly key: string
  readonly policy: PolicyName
  readonly value: string
}

/** The quotas that a call counts against; a scope whose partition is not known is left out. */
export function quotasOf(
  policies: LimitPolicies,
  names: readonly PolicyName[],
  partition: LimitPartition,
): KeyedQuota[] {
  return [...new Set(names)].flatMap((policy) =>
    policies[policy].scopes.flatMap((quota) => {
      const value = partitionValue(partition, quota.scope)
      return value ? [keyedQuota(policy, quota, value)] : []
    }),
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
  return { key: `${policy}/${scope}:${value}`, policy, scope, value, limit, windowMs }
}

function partitionValue(partition: LimitPartition, scope: LimitScope): string | undefined {
  switch (scope) {
    case 'ip':
      return partition.ip
    case 'session':
      return partition.sessionId
    case 'user':
      return partition.userId
    case 'account':
      return partition.account ? accountValue(partition.account) : undefined
  }
}
