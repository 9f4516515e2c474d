import { and, eq, sql } from 'drizzle-orm'
import { entitlement, type UserTable } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { SetQuotaInput } from '#shared/credits/credits.ts'
import type { RemoveEntitlementInput, SetEntitlementInput } from '#shared/credits/entitlement-views.ts'
import type { EntitlementKey } from '#shared/credits/entitlements.ts'
import { canonicalJson } from '../audit/record/canonical-json.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { bringUpToDate } from '../credits/bring-up-to-date.ts'
import type { Database } from '../database/database.ts'
import { AppError, invalidField } from '../errors.ts'
import type { ActorContext, ServiceContext } from '../service-context.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { actOnOwner } from './act-on-owner.ts'

/** What an admin sets of a key. */
export interface SetValue {
  value: unknown
  expiresAt: Date | null
  reason: string
}

/**
 * Gives a user a value of a key whatever their plan says, in force at once; nothing happens when they have it. Throws
 * BAD_REQUEST for an end that is over, and as `actOnOwner` does.
 */
export const setEntitlement = (
  ctx: ActorContext,
  { userId, key, value, expiresAt, reason }: SetEntitlementInput,
): Promise<Acted> =>
  actOnOwner(ctx, userId, async (inside, user) => ({
    auditId: await applyEntitlement(inside, user, {
      key,
      set: { value, expiresAt: expiresAt === null ? null : new Date(expiresAt), reason },
    }),
  }))

/** Bounds what a user may spend in a month, as `setEntitlement` of `credits.quota`. */
export const setQuota = (ctx: ActorContext, { quota, ...input }: SetQuotaInput): Promise<Acted> =>
  setEntitlement(ctx, { ...input, key: 'credits.quota', value: quota })

/** Takes a value away that an admin set: the plan says it again. Throws NOT_FOUND without one, and as `actOnOwner`. */
export const removeEntitlement = (
  ctx: ActorContext,
  { userId, key, reason }: RemoveEntitlementInput,
): Promise<Acted> =>
  actOnOwner(ctx, userId, async (inside, user) => ({
    auditId: await deleteEntitlement(inside, user, { key, reason }),
  }))

/**
 * Gives a value to a user whose row the transaction holds, and records it. Returns the row of the audit log; null when it
 * was so already. Throws BAD_REQUEST for an end that is over.
 */
export async function applyEntitlement(
  ctx: ServiceContext,
  user: UserTable,
  { key, set }: { key: EntitlementKey; set: SetValue },
): Promise<string | null> {
  // Holds the balance, so that no call is decided between the value and the quota that follows from it.
  const { now } = await bringUpToDate(ctx, user.id)
  if (set.expiresAt && set.expiresAt <= now) throw invalidField('expiresAt', 'Choose a time that is to come.')
  return writeEntitlement(ctx, user, { key, set })
}

/** The same of a user whose balance the transaction holds, also with an end that is over. */
export async function writeEntitlement(
  ctx: ServiceContext,
  user: UserTable,
  { key, set }: { key: EntitlementKey; set: SetValue },
): Promise<string | null> {
  const before = await readSetValue(ctx.db, user.id, key)
  if (before && canonicalJson(plain(before)) === canonicalJson(plain(set))) return null
  // Null is a value like others here: of JSON, not of SQL.
  const change = {
    ...set,
    value: sql`${JSON.stringify(set.value)}::jsonb`,
    setBy: ctx.actor?.user.id ?? null,
    updatedAt: ctx.now,
  }
  await ctx.db
    .insert(entitlement)
    .values({ ownerId: user.id, key, source: 'admin', ...change, createdAt: ctx.now })
    .onConflictDoUpdate({ target: [entitlement.ownerId, entitlement.key, entitlement.source], set: change })
  await bringUpToDate(ctx, user.id)
  return recordAudit(ctx, {
    action: 'entitlement.set',
    subject: auditedUser(user),
    before,
    after: { entitlement: key, ...set },
  })
}

const plain = ({ value, expiresAt, reason }: SetValue) => ({
  value,
  expiresAt: expiresAt?.toISOString() ?? null,
  reason,
})

/**
 * Takes a value from a user whose row the transaction holds, and records it. Returns the row of the audit log. Throws
 * NOT_FOUND when nothing was set.
 */
export async function deleteEntitlement(
  ctx: ServiceContext,
  user: UserTable,
  { key, reason }: { key: EntitlementKey; reason?: string },
): Promise<string> {
  await bringUpToDate(ctx, user.id)
  const before = await readSetValue(ctx.db, user.id, key)
  if (!before) throw new AppError('NOT_FOUND', 'Nothing was set for this key.')
  await ctx.db.delete(entitlement).where(isSet(user.id, key))
  await bringUpToDate(ctx, user.id)
  return recordAudit(ctx, {
    action: 'entitlement.remove',
    subject: auditedUser(user),
    before: { entitlement: key, ...before },
    after: { removal: reason },
  })
}

const isSet = (ownerId: string, key: EntitlementKey) =>
  and(eq(entitlement.ownerId, ownerId), eq(entitlement.key, key), eq(entitlement.source, 'admin'))

/** What an admin set of a key, over or not; null without. */
export async function readSetValue(
  db: Database,
  ownerId: string,
  key: EntitlementKey,
): Promise<SetValue | null> {
  const { value, expiresAt, reason } = entitlement
  const [found] = await db.select({ value, expiresAt, reason }).from(entitlement).where(isSet(ownerId, key))
  return found ?? null
}
