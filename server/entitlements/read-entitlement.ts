import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
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
  const stored = found.flatMap(({ source, value, until }) => (source ? { key, value, until } : []))
  return inForce(key, { plan: found[0]?.plan, stored })
}

/** What somebody set for an owner. */
interface StoredEntitlement {
  key: string
  value: unknown
  until: Date | null
}

/** What is stored of these keys for an owner and is not over, `admin` before `promo`: a column of a larger statement. */
export function storedEntitlements(ownerId: string, keys: readonly EntitlementKey[]) {
  const row = sql`jsonb_build_object('key', ${entitlement.key}, 'value', ${entitlement.value}, 'until', ${entitlement.expiresAt})`
  const isOn = or(isNull(entitlement.expiresAt), gt(entitlement.expiresAt, sql`statement_timestamp()`))
  const which = and(eq(entitlement.ownerId, ownerId), inArray(entitlement.key, [...keys]), isOn)
  return sql`(select coalesce(jsonb_agg(${row} order by ${entitlement.source}), '[]') from ${entitlement} where ${which})`.mapWith(
    (rows: { key: string; value: unknown; until: string | null }[]): StoredEntitlement[] =>
      rows.map(({ until, ...stored }) => ({ ...stored, until: until === null ? null : new Date(until) })),
  )
}

/** What of it holds, the first of a key before others; else what the plan says. */
export function inForce<Key extends EntitlementKey>(
  key: Key,
  { plan, stored }: { plan: string | null | undefined; stored: readonly StoredEntitlement[] },
): InForce<Entitlements[Key]> {
  for (const { key: of, value: kept, until } of stored) {
    // Null is a value like others here: of JSON, not of SQL.
    const value = of === key ? readValue(key, kept) : undefined
    if (value !== undefined) return { value, until }
  }
  return { value: valueInPlan(plan ?? 'free', key), until: null }
}
