import { z } from 'zod'
import { pageInput } from '../pagination.ts'
import { wholeNumber } from '../text/number.ts'
import { idSchema, instantSchema, line } from '../text/text.ts'
import { type LimitScope, limitScopes, type OverrideEffect, overrideEffects } from './limits.ts'

/** What an override is for, from the least specific to the most. */
export const overrideTargets = ['prefix', 'address', 'user', 'key'] as const
export type OverrideTarget = (typeof overrideTargets)[number]

/** What a limit may be set to at run time. */
export const limitBounds = { min: 1, max: 1_000_000 }
/** What a window may be set to at run time, in milliseconds: a second to a day. */
export const windowBoundsMs = { min: 1000, max: 24 * 60 * 60 * 1000 }

const limitNumber = wholeNumber(limitBounds)
const windowNumber = wholeNumber(windowBoundsMs)
const policyName = line({ min: 1, max: 50 })
const reasonText = line({ min: 1, max: 500 })

export const listOverridesInput = pageInput
  .extend({
    /** In its value or its reason. */
    search: line({ max: 255 }).optional(),
    target: z.enum(overrideTargets).optional(),
    /** Overrides that name this policy. */
    policy: policyName.optional(),
    /** Those that have not expired, or those that have. */
    active: z.boolean().optional(),
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
    expiresAt: instantSchema.nullable().default(null),
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
  /** Whom the value names, for the target `user`; null once they are gone. */
  user: LimitAuthor
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
