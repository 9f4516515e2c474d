import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { creditBalance, entitlement, organization } from '#drizzle/schema/index.ts'
import { type EntitlementKey, type Entitlements, readValue } from '#shared/credits/entitlements.ts'
import { valueInPlan } from '#shared/credits/plans.ts'
import type { Database } from '../database/database.ts'

/** What holds of a key, and until when at most; null for as long as nobody changes it. */
export interface InForce<Value> {
  value: Value
  until: Date | null
}

/**
 * The value of a key that is in force for an owner at a moment, now unless given: what an admin set, else a promotion's,
 * else the plan's. One query.
 */
export async function readEntitlement<Key extends EntitlementKey>(
  db: Database,
  { ownerId, key, at }: { ownerId: string; key: Key; at?: Date },
): Promise<InForce<Entitlements[Key]>> {
  const stillOn = gt(entitlement.expiresAt, at ?? sql`statement_timestamp()`)
  const found = await db
    .select({
      plan: creditBalance.plan,
      source: entitlement.source,
      value: entitlement.value,
      until: entitlement.expiresAt,
    })
    .from(organization)
    .leftJoin(creditBalance, eq(creditBalance.ownerId, organization.id))
    .leftJoin(
      entitlement,
      and(
        eq(entitlement.ownerId, organization.id),
        eq(entitlement.key, key),
        or(isNull(entitlement.expiresAt), stillOn),
      ),
    )
    .where(eq(organization.id, ownerId))
    // `admin` before `promo`.
    .orderBy(entitlement.source)
  for (const { source, value: stored, until } of found) {
    // Null is a value like others here: of JSON, not of SQL.
    const value = source === null ? undefined : readValue(key, stored)
    if (value !== undefined) return { value, until }
  }
  return { value: valueInPlan(found[0]?.plan ?? 'free', key), until: null }
}
