import { guards } from '#product/guards.ts'
import type { LimitPolicy } from '#shared/limits/limit-policy.ts'
import { joinTables } from '#shared/product/join-tables.ts'

export type { LimitPolicy, LimitQuota } from '#shared/limits/limit-policy.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

const ownPolicies = {
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
  /** Besides what a call counts against anyway. */
  keys: {
    scopes: [{ scope: 'key', limit: 600, windowMs: minute }],
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
  /** Each may ask a payment provider. */
  order: {
    scopes: [{ scope: 'user', limit: 20, windowMs: hour }],
    onStoreError: 'deny',
  },
  'order-refresh': {
    scopes: [{ scope: 'user', limit: 60, windowMs: minute }],
    onStoreError: 'deny',
  },
  webhook: {
    scopes: [{ scope: 'ip', limit: 600, windowMs: minute }],
    onStoreError: 'allow',
  },
  feedback: {
    scopes: [{ scope: 'user', limit: 10, windowMs: hour }],
    onStoreError: 'deny',
  },
  tokens: {
    scopes: [{ scope: 'user', limit: 60, windowMs: minute }],
    onStoreError: 'deny',
  },
  'token-keys': {
    scopes: [{ scope: 'ip', limit: 60, windowMs: minute }],
    onStoreError: 'allow',
  },
  export: {
    scopes: [{ scope: 'user', limit: 10, windowMs: hour }],
    onStoreError: 'deny',
  },
} as const satisfies Record<string, LimitPolicy>

/** Every limit, ours and the product's. A call names its policies; all their scopes must have room for it. */
export const limitPolicies = joinTables(ownPolicies, guards.limits)

export type PolicyName = keyof typeof limitPolicies
export type LimitPolicies = Readonly<Record<PolicyName, LimitPolicy>>
