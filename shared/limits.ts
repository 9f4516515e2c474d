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
