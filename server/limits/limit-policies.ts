import type { LimitScope } from '#shared/limits.ts'

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

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Every limit of the product. A call names its policies; all their scopes must have room for it. */
export const limitPolicies = {
  public: {
    scopes: [{ scope: 'ip', limit: 150, windowMs: 15 * second }],
    onStoreError: 'allow',
  },
  'signed-in': {
    scopes: [
      { scope: 'session', limit: 150, windowMs: 15 * second },
      { scope: 'user', limit: 300, windowMs: 15 * second },
    ],
    onStoreError: 'allow',
  },
  auth: {
    scopes: [{ scope: 'ip', limit: 150, windowMs: 15 * second }],
    onStoreError: 'deny',
  },
  'sign-in': {
    scopes: [{ scope: 'ip', limit: 20, windowMs: minute }],
    onStoreError: 'deny',
  },
  'sign-up': {
    scopes: [{ scope: 'ip', limit: 10, windowMs: hour }],
    onStoreError: 'deny',
  },
  mail: {
    scopes: [
      { scope: 'ip', limit: 10, windowMs: hour },
      { scope: 'account', limit: 3, windowMs: 10 * minute },
    ],
    onStoreError: 'deny',
  },
  'admin-write': {
    scopes: [{ scope: 'user', limit: 120, windowMs: minute }],
    onStoreError: 'deny',
  },
  export: {
    scopes: [{ scope: 'user', limit: 10, windowMs: hour }],
    onStoreError: 'deny',
  },
} as const satisfies Record<string, LimitPolicy>

export type PolicyName = keyof typeof limitPolicies
export type LimitPolicies = Readonly<Record<PolicyName, LimitPolicy>>
