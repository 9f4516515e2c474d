import type { LimitScope } from './limits.ts'

/** A named limit: its quotas, and what it does while the database is away. */
export interface LimitPolicy {
  readonly scopes: readonly LimitQuota[]
  /** `allow` counts in the process at the same limits while the store is away, `deny` answers 503. */
  readonly onStoreError: 'allow' | 'deny'
}

/** At most `limit` costs in any `windowMs`, for each value of the scope. */
export interface LimitQuota {
  readonly scope: LimitScope
  readonly limit: number
  readonly windowMs: number
}
