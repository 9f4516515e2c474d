import { z } from 'zod'
import { pageInput } from '../pagination.ts'
import { wholeNumber } from '../text/number.ts'
import { line } from '../text/text.ts'

/** What a counter counts calls of. */
export const limitScopes = ['ip', 'session', 'user', 'account', 'key'] as const
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
  .object({ id: limitIdSchema, amount: wholeNumber({ min: 1, max: 1_000_000 }).default(1) })
  .strict()
export type ChangeLimitInput = z.infer<typeof changeLimitInput>

/** What an override does: another limit, no limit, or nothing passes. */
export const overrideEffects = ['limit', 'exempt', 'blocked'] as const
export type OverrideEffect = (typeof overrideEffects)[number]

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
