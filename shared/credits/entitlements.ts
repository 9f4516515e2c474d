import type { z } from 'zod'
import { shared } from '#product/shared.ts'
import { joinTables } from '../product/join-tables.ts'
import { ownEntitlements } from './own-entitlements.ts'

/** Every key by which something is allowed or counted out, ours and the product's, with what it can be. */
export const entitlements = joinTables(ownEntitlements, shared.entitlements)
export type EntitlementKey = keyof typeof entitlements
export type Entitlements = {
  [Key in EntitlementKey]: (typeof entitlements)[Key] extends { schema: infer Schema extends z.ZodType }
    ? z.output<Schema>
    : never
}
export const entitlementKeys = Object.keys(entitlements) as EntitlementKey[]

/** The keys that are a yes or no. */
export type FlagKey = {
  [Key in EntitlementKey]: Entitlements[Key] extends boolean ? Key : never
}[EntitlementKey]

/** A stored value as its key has it; undefined for one that an older or newer version wrote and this one refuses. */
export function readValue<Key extends EntitlementKey>(
  key: Key,
  stored: unknown,
): Entitlements[Key] | undefined {
  const { schema } = entitlements[key] as { schema: z.ZodType }
  const parsed = schema.safeParse(stored)
  return parsed.success ? (parsed.data as Entitlements[Key]) : undefined
}
