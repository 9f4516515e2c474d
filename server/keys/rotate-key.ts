import { eq } from 'drizzle-orm'
import { type ApiKeyTable, apiKey, type UserTable } from '#drizzle/schema/index.ts'
import type { KeyIdInput, NewApiKey } from '#shared/keys.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { AppError } from '../errors.ts'
import { createKeySecret, keyHash, keyStart } from '../key-status/key-secret.ts'
import { auditedKey, toApiKey } from '../key-status/key-view.ts'
import type { ActorContext } from '../service-context.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { endOfKey } from './create-key.ts'
import { holdMyKeys, type KeyContext, lockKey } from './hold-keys.ts'
import { tellOwner } from './tell-owner.ts'

const overlapMs = 60 * 60 * 1000

/**
 * Replaces a key of the actor's by a new one of the same name, permissions and lifetime, and answers with it this once.
 * The old one works for an hour more, unless it has expired. Throws NOT_FOUND, for somebody else's as well; CONFLICT for
 * a revoked one.
 */
export function rotateKey(ctx: ActorContext & KeyContext, { id }: KeyIdInput): Promise<NewApiKey> {
  return holdMyKeys(ctx, (inside, me) => applyRotation(inside, me, id))
}

/** The rotation itself, of a key whose owner's row is held. Throws as `rotateKey`. */
export async function applyRotation(ctx: KeyContext, owner: UserTable, id: string): Promise<NewApiKey> {
  const before = await lockKey(ctx.db, { userId: owner.id, id })
  if (before.revokedAt) throw new AppError('CONFLICT', 'This key was revoked. Make a new one.')
  const secret = createKeySecret()
  const set = {
    start: keyStart(secret),
    hash: keyHash(secret),
    expiresAt: endOfKey(ctx.now, before.lifetimeDays),
    ...previousOf(before, ctx.now),
  }
  await ctx.db.update(apiKey).set(set).where(eq(apiKey.id, id))
  const row = { ...before, ...set }
  const { expiresAt, previousUntil } = row
  await recordAudit(ctx, {
    action: 'apiKey.rotate',
    subject: auditedUser(owner),
    before: { expiresAt: before.expiresAt },
    after: { ...auditedKey(row), expiresAt, previousUntil },
  })
  await tellOwner(ctx, owner, 'key-rotated', { key: row.name, until: expiresAt })
  return { key: toApiKey(row, ctx.now), secret }
}

// One that has expired does not come back to life for an hour, and none works longer than it would have.
function previousOf({ hash, expiresAt }: ApiKeyTable, now: Date) {
  if (expiresAt <= now) return { previousHash: null, previousUntil: null }
  const until = Math.min(now.getTime() + overlapMs, expiresAt.getTime())
  return { previousHash: hash, previousUntil: new Date(until) }
}
