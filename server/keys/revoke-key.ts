import { eq } from 'drizzle-orm'
import { type ApiKeyTable, apiKey, type UserTable } from '#drizzle/schema/index.ts'
import type { ApiKey, KeyIdInput, RevokeKeyOfInput } from '#shared/keys.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { auditedKey, toApiKey } from '../key-status/key-view.ts'
import type { ActorContext } from '../service-context.ts'
import { isService } from '../user-status/service-accounts.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { actOnUser } from '../users/guard/act-on-user.ts'
import { holdMyKeys, type KeyContext, lockKey } from './hold-keys.ts'
import { tellManagers, tellOwner } from './tell-owner.ts'

/** Revokes a key of the actor's, with the one that it replaced. Throws NOT_FOUND, for somebody else's as well. */
export function revokeKey(ctx: ActorContext & KeyContext, { id }: KeyIdInput): Promise<ApiKey> {
  return holdMyKeys(ctx, async (inside, me) => {
    const key = await lockKey(inside.db, { userId: me.id, id })
    return applyRevocation(inside, { owner: me, key })
  })
}

/**
 * Revokes a key of a user's, for the console. Throws NOT_FOUND; FORBIDDEN for oneself and for a user whom the actor does
 * not outrank; CONFLICT for a deleted user.
 */
export function revokeKeyOf(
  ctx: ActorContext & KeyContext,
  { userId, id }: RevokeKeyOfInput,
): Promise<ApiKey> {
  return actOnUser(ctx, { id: userId, permission: 'users.moderate' }, async (inside, { user }) => {
    const key = await lockKey(inside.db, { userId, id })
    return applyRevocation(inside, { owner: user, key })
  })
}

/** The revocation itself, of a key that is held with its owner's row; nothing happens to one that was revoked before. */
export async function applyRevocation(
  ctx: KeyContext,
  { owner, key, reported = false }: { owner: UserTable; key: ApiKeyTable; reported?: boolean },
): Promise<ApiKey> {
  if (key.revokedAt) return toApiKey(key, ctx.now)
  const set = { revokedAt: ctx.now }
  await ctx.db.update(apiKey).set(set).where(eq(apiKey.id, key.id))
  await recordAudit(ctx, {
    action: 'apiKey.revoke',
    subject: auditedUser(owner),
    before: auditedKey(key),
    ...(reported && { after: { reported } }),
  })
  await tellOwner(ctx, owner, 'key-revoked', { key: key.name, reported })
  if (reported && isService(owner)) await tellManagers(ctx, { account: owner.name, key: key.name })
  return toApiKey({ ...key, ...set }, ctx.now)
}
