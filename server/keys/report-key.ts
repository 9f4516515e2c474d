import { and, eq, gt, or } from 'drizzle-orm'
import { apiKey } from '#drizzle/schema/index.ts'
import type { ReportKeyInput } from '#shared/keys.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import type { Database } from '../database/database.ts'
import { isKeySecret, keyHash } from '../key-status/key-secret.ts'
import { auditedKey } from '../key-status/key-view.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { lockUsers } from '../users/guard/lock-users.ts'
import { type KeyContext, lockKey } from './hold-keys.ts'
import { applyRevocation } from './revoke-key.ts'

/**
 * Revokes a key that somebody found where it should not be: whoever holds it may, and its owner is told. The answer is
 * the same for one that does not work. Of a key that was rotated since, only the old one ends.
 */
export async function reportKey(
  ctx: KeyContext,
  { key: secret }: ReportKeyInput,
): Promise<{ received: true }> {
  const hash = keyHash(secret)
  const found = isKeySecret(secret) ? await findOwned(ctx.db, hash, ctx.now) : null
  if (found) await ctx.db.transaction((tx) => endReported({ ...ctx, db: tx }, { ...found, hash }))
  return { received: true }
}

async function findOwned(db: Database, hash: string, now: Date) {
  const { previousHash, previousUntil } = apiKey
  const [found] = await db
    .select({ id: apiKey.id, userId: apiKey.userId })
    .from(apiKey)
    .where(or(eq(apiKey.hash, hash), and(eq(previousHash, hash), gt(previousUntil, now))))
  return found ?? null
}

async function endReported(
  ctx: KeyContext,
  { id, userId, hash }: { id: string; userId: string; hash: string },
): Promise<void> {
  const owner = (await lockUsers(ctx.db, { ids: [userId], admins: false, now: ctx.now })).get(userId)
  if (!owner) return
  const key = await lockKey(ctx.db, { userId, id })
  if (key.hash === hash) {
    await applyRevocation(ctx, { owner, key, reported: true })
    return
  }
  const { previousUntil } = key
  if (key.previousHash !== hash || key.revokedAt || !previousUntil) return
  await ctx.db.update(apiKey).set({ previousHash: null, previousUntil: null }).where(eq(apiKey.id, id))
  await recordAudit(ctx, {
    action: 'apiKey.revoke',
    subject: auditedUser(owner),
    before: { ...auditedKey(key), previousUntil },
    after: { ...auditedKey(key), previousUntil: null, reported: true },
  })
}
