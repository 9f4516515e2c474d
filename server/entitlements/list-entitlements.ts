import { eq, sql } from 'drizzle-orm'
import { creditBalance, entitlement, user } from '#drizzle/schema/index.ts'
import type { EntitlementView, OwnerEntitlement } from '#shared/credits/entitlement-views.ts'
import { type EntitlementKey, entitlementKeys, readValue } from '#shared/credits/entitlements.ts'
import { valueInPlan } from '#shared/credits/plans.ts'
import type { Database } from '../database/database.ts'
import { ownerOf } from '../organizations/owner-of.ts'
import type { ActorContext } from '../service-context.ts'

/** What holds of every key for the actor. */
export const listMyEntitlements = async (ctx: ActorContext): Promise<EntitlementView[]> =>
  (await listEntitlements(ctx, ownerOf(ctx))).map(({ key, value, source, until }) => ({
    key,
    value,
    source,
    until,
  }))

/** What holds of every key for an owner, with what their plan says and what an admin set. */
export async function listEntitlements(
  { db }: Pick<ActorContext, 'db'>,
  ownerId: string,
): Promise<OwnerEntitlement[]> {
  const [plan, rows] = await Promise.all([readPlan(db, ownerId), readRows(db, ownerId)])
  return entitlementKeys.map((key) =>
    toView(
      key,
      plan,
      rows.filter(({ row }) => row.key === key),
    ),
  )
}

async function readPlan(db: Database, ownerId: string): Promise<string> {
  const [found] = await db
    .select({ plan: creditBalance.plan })
    .from(creditBalance)
    .where(eq(creditBalance.ownerId, ownerId))
  return found?.plan ?? 'free'
}

// `admin` before `promo`.
const readRows = (db: Database, ownerId: string) =>
  db
    .select({ row: entitlement, by: { id: user.id, name: user.name } })
    .from(entitlement)
    .leftJoin(user, eq(user.id, entitlement.setBy))
    .where(
      sql`${entitlement.ownerId} = ${ownerId} and coalesce(${entitlement.expiresAt} > statement_timestamp(), true)`,
    )
    .orderBy(entitlement.source)

interface StoredValue {
  row: typeof entitlement.$inferSelect
  by: { id: string; name: string } | null
}

function toView(key: EntitlementKey, plan: string, stored: StoredValue[]): OwnerEntitlement {
  const inPlan = valueInPlan(plan, key)
  const valid = stored.filter(({ row }) => readValue(key, row.value) !== undefined)
  const inForce = valid[0]?.row
  return {
    key,
    value: inForce ? readValue(key, inForce.value) : inPlan,
    source: inForce?.source ?? 'plan',
    until: inForce?.expiresAt?.toISOString() ?? null,
    inPlan,
    set: setBy(valid.find(({ row }) => row.source === 'admin')),
  }
}

const setBy = (stored: StoredValue | undefined): OwnerEntitlement['set'] =>
  stored
    ? {
        value: stored.row.value,
        until: stored.row.expiresAt?.toISOString() ?? null,
        reason: stored.row.reason,
        by: stored.by,
        at: stored.row.updatedAt.toISOString(),
      }
    : null
