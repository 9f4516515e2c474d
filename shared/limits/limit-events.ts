import { z } from 'zod'
import { namedKeySchema } from '../keys.ts'
import { pageInput } from '../pagination.ts'
import { wholeNumber } from '../text/number.ts'
import { idSchema, instantSchema, line } from '../text/text.ts'
import { type LimitScope, limitIdSchema, limitScopes, type OverrideEffect } from './limits.ts'

/** Minutes that one point of the history may cover. */
export const historyBuckets = [1, 5, 15, 60, 360, 1440] as const
const maxBuckets = 1500
const keptMs = 7 * 24 * 60 * 60 * 1000

/** The last hour unless given; without `bucketMinutes` about 200 points a policy. */
export const limitHistoryInput = z
  .object({
    policy: line({ max: 50 }).optional(),
    from: instantSchema.optional(),
    to: instantSchema.optional(),
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

export const listMostBlockedInput = z
  .object({
    /** The last hour unless given. */
    from: instantSchema.optional(),
    policy: line({ max: 50 }).optional(),
    limit: wholeNumber({ min: 1, max: 100 }).default(10),
  })
  .strict()
export type ListMostBlockedInput = z.infer<typeof listMostBlockedInput>

/** The calls that one counter blocked in a time. */
export type BlockedCaller = Pick<BlockedCalls, 'id' | 'policy' | 'scope' | 'value' | 'count' | 'lastAt'>

/** Something that can be called, with the policies that its calls count against and what one costs. */
export interface LimitedCall {
  /** As an explanation asks for it. */
  path: string
  policies: string[]
  cost: number
}

/** Who would call: a counter's id says it, or its parts. Without a user or session, somebody not signed in. */
export const explainLimitInput = z
  .object({
    /** A procedure's path (`users.list`) or an endpoint (`POST /api/auth/sign-in/email`). */
    procedure: line({ min: 1, max: 200 }),
    id: limitIdSchema.optional(),
    userId: idSchema.optional(),
    sessionId: idSchema.optional(),
    /** A key of a program, by its id or its beginning; its owner need not be said. */
    key: namedKeySchema.optional(),
    /** An address or network as counters name it. */
    ip: line({ min: 1, max: 64 }).optional(),
    /** An e-mail address. */
    account: line({ min: 1, max: 255 }).optional(),
  })
  .strict()
  .refine(
    ({ id, userId, sessionId, key, ip, account }) => id ?? userId ?? sessionId ?? key ?? ip ?? account,
    {
      error: 'Say who calls: a counter, a user, a session, a key, an address or an account.',
      path: ['userId'],
    },
  )
export type ExplainLimitInput = z.infer<typeof explainLimitInput>

export const explainSteps = [
  'key',
  'signed-in',
  'ban',
  'approval',
  'impersonation',
  'permission',
  'override',
  'limit',
  'sign-up',
  'fresh',
  'entitlement',
  'credits',
  'lock',
  'account',
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
