import { z } from 'zod'
import { idSchema } from './text/text.ts'

export const listEntitlementsInput = z.object({ userId: idSchema }).strict()
export type ListEntitlementsInput = z.infer<typeof listEntitlementsInput>

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
