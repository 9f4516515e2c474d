import { z } from 'zod'
import { pageInput } from './pagination.ts'
import { idSchema, line } from './text.ts'

/** What a counter counts calls of. */
export const limitScopes = ['ip', 'session', 'user', 'account'] as const
export type LimitScope = (typeof limitScopes)[number]

/** A counter's name: `policy/scope:value`, as in `public/ip:203.0.113.7`. */
export const limitIdSchema = line({ min: 3, max: 300 })

export const listLimitsInput = pageInput
  .extend({
    search: line({ max: 255 }).optional(),
    policy: line({ max: 50 }).optional(),
    scope: z.enum(limitScopes).optional(),
    blocked: z.boolean().optional(),
  })
  .strict()
export type ListLimitsInput = z.infer<typeof listLimitsInput>

export const limitIdInput = z.object({ id: limitIdSchema }).strict()
export type LimitIdInput = z.infer<typeof limitIdInput>
export const changeLimitInput = z
  .object({ id: limitIdSchema, amount: z.number().int().min(1).max(1_000_000).default(1) })
  .strict()
export type ChangeLimitInput = z.infer<typeof changeLimitInput>

/** One counter as it stands now: `remaining` calls of cost 1 would pass, all of them again after `resetMs`. */
export interface LimitCounter {
  id: string
  policy: string
  scope: LimitScope
  value: string
  limit: number
  windowMs: number
  /** Calls counted by the sliding window at this moment, rounded up. */
  used: number
  remaining: number
  blocked: boolean
  /** The override that is in force for it. */
  override: { id: string; effect: OverrideEffect } | null
  /** Until the next call of cost 1 passes; 0 when it would pass now. */
  retryAfterMs: number
  /** Until the counter is empty if nobody calls. */
  resetMs: number
  lastRequestAt: string | null
}

/** What a reset of everything did: how many counters held something and are now empty. */
export interface ResetLimitsResult {
  count: number
}

/** What an override is for, from the least specific to the most. */
export const overrideTargets = ['prefix', 'address', 'user', 'key'] as const
export type OverrideTarget = (typeof overrideTargets)[number]
/** Another limit, no limit, or nothing passes. */
export const overrideEffects = ['limit', 'exempt', 'blocked'] as const
export type OverrideEffect = (typeof overrideEffects)[number]

/** What a lockout is asked for by: a user's id, or its own key. */
export const lockoutKeyPattern = /^(account:[0-9a-f]{32}|device:[0-9a-f]{32}:[A-Za-z0-9]{1,64})$/
export const unlockInput = z
  .object({ id: z.union([idSchema, z.string().regex(lockoutKeyPattern, 'Not a lockout.')]) })
  .strict()
export type UnlockInput = z.infer<typeof unlockInput>

export const listLockoutsInput = pageInput
  .extend({
    /** A part of the key, or a whole e-mail address. */
    search: line({ max: 255 }).optional(),
    locked: z.boolean().optional(),
  })
  .strict()
export type ListLockoutsInput = z.infer<typeof listLockoutsInput>

/** Wrong passwords of an account, or of one of its known browsers, as they count at this moment. */
export interface LockoutEntry {
  id: string
  kind: 'account' | 'device'
  /** The hash of the e-mail address. */
  account: string
  failures: number
  /** Attempts that are being checked. */
  reserved: number
  locked: boolean
  lockedUntil: string | null
  /** Who has that address; null when nobody does. */
  user: { id: string; name: string } | null
  /** When the owner was last told of a lock by mail. */
  mailedAt: string | null
}

/** What an unlock did: how many rows held failures or a lock and now hold none. */
export interface UnlockResult {
  id: string
  count: number
}
/** What a limit may be set to at run time. */
export const limitBounds = { min: 1, max: 1_000_000 }
/** What a window may be set to at run time, in milliseconds: a second to a day. */
export const windowBoundsMs = { min: 1000, max: 24 * 60 * 60 * 1000 }

const limitNumber = z.number().int().min(limitBounds.min).max(limitBounds.max)
const windowNumber = z.number().int().min(windowBoundsMs.min).max(windowBoundsMs.max)
const policyName = line({ min: 1, max: 50 })
const reasonText = line({ min: 1, max: 500 })

export const listOverridesInput = pageInput
  .extend({
    /** In its value or its reason. */
    search: line({ max: 255 }).optional(),
    target: z.enum(overrideTargets).optional(),
    /** Overrides that name this policy. */
    policy: policyName.optional(),
  })
  .strict()
export type ListOverridesInput = z.infer<typeof listOverridesInput>

export const setOverrideInput = z
  .object({
    /** Of the override to change; without it a new one is made. */
    id: idSchema.optional(),
    target: z.enum(overrideTargets),
    /** A counter's id, a user's id, an address or CIDR range, or how counters' ids begin. */
    value: line({ min: 1, max: 300 }),
    /** Null: for every policy. */
    policy: policyName.nullable().default(null),
    effect: z.enum(overrideEffects),
    /** With the effect `limit`, and only then. */
    limit: limitNumber.nullable().default(null),
    reason: reasonText,
    expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
  })
  .strict()
  .superRefine(({ effect, limit }, context) => {
    if ((effect === 'limit') === (limit !== null)) return
    const message = effect === 'limit' ? 'Required for this effect.' : 'Only for the effect "limit".'
    context.addIssue({ code: 'custom', path: ['limit'], message })
  })
export type SetOverrideInput = z.infer<typeof setOverrideInput>

export const overrideIdInput = z.object({ id: idSchema }).strict()
export type OverrideIdInput = z.infer<typeof overrideIdInput>

/** Somebody who changed something; null once they are gone. */
export type LimitAuthor = { id: string; name: string } | null

/** A rule in place of a policy's own. */
export interface LimitOverride {
  id: string
  target: OverrideTarget
  value: string
  policy: string | null
  effect: OverrideEffect
  limit: number | null
  reason: string
  author: LimitAuthor
  expiresAt: string | null
  /** Whether it has not expired. */
  active: boolean
  createdAt: string
  updatedAt: string
}

/** `id` is the policy's name. */
export const setPolicyInput = z
  .object({
    id: policyName,
    scope: z.enum(limitScopes),
    limit: limitNumber,
    windowMs: windowNumber,
    reason: reasonText,
  })
  .strict()
export type SetPolicyInput = z.infer<typeof setPolicyInput>

/** Without a scope, all scopes of the policy. */
export const resetPolicyInput = z.object({ id: policyName, scope: z.enum(limitScopes).optional() }).strict()
export type ResetPolicyInput = z.infer<typeof resetPolicyInput>

/** A policy with the numbers in force, those of the file, and who changed them. */
export interface LimitPolicyView {
  /** Its name. */
  id: string
  onStoreError: 'allow' | 'deny'
  scopes: {
    scope: LimitScope
    limit: number
    windowMs: number
    file: { limit: number; windowMs: number }
    change: { by: LimitAuthor; at: string; reason: string } | null
  }[]
}

/** How the address of a request was decided. */
export interface ClientAddressReport {
  /** The other end of the connection. */
  peer: string | null
  /** As received. */
  forwardedFor: string | null
  trustedProxies: string[]
  /** From the connection leftwards through X-Forwarded-For; the hop that is not trusted is the client. */
  hops: { value: string; from: 'connection' | 'x-forwarded-for'; trusted: boolean; client: boolean }[]
  address: string
  /** What limits count by: the address, or an IPv6 one's /64 network. */
  network: string
  /** The /48 network that counts an IPv6 caller as well, at ten times the limit. */
  widerNetwork: string | null
  /** Callers of this process lately, by network, and how many requests they sent. */
  recent: { networks: number; requests: number }
  warnings: { kind: ClientAddressWarning; message: string }[]
}
export type ClientAddressWarning = 'one-address' | 'undeclared-proxy' | 'unknown-address'
/** Minutes that one point of the history may cover. */
export const historyBuckets = [1, 5, 15, 60, 360, 1440] as const
const maxBuckets = 1500
const keptMs = 7 * 24 * 60 * 60 * 1000

/** The last hour unless given; without `bucketMinutes` about 200 points a policy. */
export const limitHistoryInput = z
  .object({
    policy: line({ max: 50 }).optional(),
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
    bucketMinutes: z.literal(historyBuckets).optional(),
  })
  .strict()
  .refine(({ from, to }) => !from || !to || Date.parse(from) < Date.parse(to), {
    error: 'Must be before its end.',
    path: ['from'],
  })
  .refine(({ from, to }) => spanOf(from, to) <= keptMs, { error: 'Seven days at most.', path: ['from'] })
  .refine(({ from, to, bucketMinutes = 1440 }) => spanOf(from, to) <= maxBuckets * bucketMinutes * 60_000, {
    error: `More than ${maxBuckets} points: take longer ones.`,
    path: ['bucketMinutes'],
  })
export type LimitHistoryInput = z.infer<typeof limitHistoryInput>

// With one end open the other is at most as far away as the record reaches, which the query sees to.
function spanOf(from?: string, to?: string): number {
  return from && to ? Date.parse(to) - Date.parse(from) : 0
}

/** How many calls a policy passed and blocked in the time from `at` on. Times without any are left out. */
export interface LimitHistoryPoint {
  policy: string
  at: string
  bucketMinutes: number
  passed: number
  blocked: number
}

export const listBlockedInput = pageInput
  .extend({
    /** A part of the key or the procedure, a whole request id, or a whole e-mail address. */
    search: line({ max: 255 }).optional(),
    policy: line({ max: 50 }).optional(),
    scope: z.enum(limitScopes).optional(),
  })
  .strict()
export type ListBlockedInput = z.infer<typeof listBlockedInput>

/** The calls that one counter blocked in one minute, and the last of them. */
export interface BlockedCalls {
  /** The counter's id. */
  id: string
  policy: string
  scope: LimitScope
  value: string
  minute: string
  count: number
  lastProcedure: string
  lastRequestId: string
  lastAt: string
}

/** Who would call: a counter's id says it, or its parts. Without a user or session, somebody not signed in. */
export const explainLimitInput = z
  .object({
    /** A procedure's path (`users.list`) or an endpoint (`POST /api/auth/sign-in/email`). */
    procedure: line({ min: 1, max: 200 }),
    id: limitIdSchema.optional(),
    userId: idSchema.optional(),
    sessionId: idSchema.optional(),
    /** An address or network as counters name it. */
    ip: line({ min: 1, max: 64 }).optional(),
    /** An e-mail address. */
    account: line({ min: 1, max: 255 }).optional(),
  })
  .strict()
  .refine(({ id, userId, sessionId, ip, account }) => id ?? userId ?? sessionId ?? ip ?? account, {
    error: 'Say who calls: a counter, a user, a session, an address or an account.',
    path: ['userId'],
  })
export type ExplainLimitInput = z.infer<typeof explainLimitInput>

export const explainSteps = [
  'signed-in',
  'permission',
  'ban',
  'approval',
  'lock',
  'override',
  'limit',
] as const

/** One thing that a call must get past. */
export interface ExplainStep {
  step: (typeof explainSteps)[number]
  outcome: 'passes' | 'refuses' | 'not-applicable'
  /** A sentence for a person. */
  message: string
}

/** A counter that the call would be charged to, and whether it has room for the call's cost. */
export interface ExplainedCounter {
  id: string
  policy: string
  scope: LimitScope
  value: string
  limit: number
  windowMs: number
  used: number
  remaining: number
  passes: boolean
  retryAfterMs: number
  override: { id: string; effect: OverrideEffect } | null
}

/** Whether a call would pass at this moment; `refusedBy` is the first step that would refuse it. */
export interface LimitExplanation {
  procedure: string
  cost: number
  passes: boolean
  refusedBy: ExplainStep['step'] | null
  retryAfterMs: number
  steps: ExplainStep[]
  counters: ExplainedCounter[]
  /** Scopes that the call is limited by, but of which nothing was said: they were not looked at. */
  unknownScopes: LimitScope[]
}
