import { z } from 'zod'
import { idSchema, instantSchema } from '../text/text.ts'
import { creditReason } from './credits.ts'
import { type EntitlementKey, type Entitlements, entitlementKeys, entitlements } from './entitlements.ts'
import { type PlanName, planNames } from './plans.ts'

export const listEntitlementsInput = z.object({ userId: idSchema }).strict()
export type ListEntitlementsInput = z.infer<typeof listEntitlementsInput>

/** When it is as it was before again; null for never. */
const until = instantSchema.nullable()

/** A key and the value that an owner is to have whatever their plan says. */
export type SetEntitlementInput = {
  [Key in EntitlementKey]: {
    userId: string
    key: Key
    value: Entitlements[Key]
    expiresAt: string | null
    reason: string
  }
}[EntitlementKey]

const oneEntitlement = (key: EntitlementKey) =>
  z
    .object({
      userId: idSchema,
      key: z.literal(key),
      value: entitlements[key].schema,
      expiresAt: until.default(null),
      reason: creditReason,
    })
    .strict()
const [first, ...others] = entitlementKeys.map(oneEntitlement)
if (!first) throw new Error('There are entitlements of ours.')
export const setEntitlementInput = z.discriminatedUnion('key', [first, ...others]) as z.ZodType<
  SetEntitlementInput,
  Omit<SetEntitlementInput, 'expiresAt'> & { expiresAt?: string | null }
>

export const removeEntitlementInput = z
  .object({
    userId: idSchema,
    key: z.enum(entitlementKeys as [EntitlementKey, ...EntitlementKey[]]),
    reason: creditReason,
  })
  .strict()
export type RemoveEntitlementInput = z.infer<typeof removeEntitlementInput>

export const setPlanInput = z
  .object({
    userId: idSchema,
    plan: z.enum(planNames as [PlanName, ...PlanName[]]),
    /** When it is the free plan again. */
    until,
    reason: creditReason,
  })
  .strict()
export type SetPlanInput = z.infer<typeof setPlanInput>

/** What holds of a key for an owner, where it comes from, and until when at most. Dates are ISO strings. */
export interface EntitlementView {
  key: string
  value: unknown
  source: 'admin' | 'promo' | 'plan'
  until: string | null
}

/** The same as the console sees it. */
export interface OwnerEntitlement extends EntitlementView {
  /** What the plan says. */
  inPlan: unknown
  /** What an admin set, as long as it is not over; `by` is null once they are gone. */
  set: {
    value: unknown
    until: string | null
    reason: string
    by: { id: string; name: string } | null
    at: string
  } | null
}

/** A plan and what it says of each key. */
export interface PlanView {
  name: string
  title: string
  values: Record<string, unknown>
}
