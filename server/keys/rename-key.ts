import { eq } from 'drizzle-orm'
import { apiKey, type UserTable } from '#drizzle/schema/index.ts'
import type { ApiKey, RenameKeyInput } from '#shared/keys.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { auditedKey, toApiKey } from '../key-status/key-view.ts'
import type { ActorContext } from '../service-context.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { holdMyKeys, type KeyContext, lockKey } from './hold-keys.ts'

/** Gives a key of the actor's another name. Throws NOT_FOUND, for somebody else's as well. */
export function renameKey(ctx: ActorContext & KeyContext, { id, name }: RenameKeyInput): Promise<ApiKey> {
  return holdMyKeys(ctx, (inside, me) => applyRename(inside, me, { id, name }))
}

/** The renaming itself, of a key whose owner's row is held. Throws as `renameKey`. */
export async function applyRename(
  ctx: KeyContext,
  owner: UserTable,
  { id, name }: RenameKeyInput,
): Promise<ApiKey> {
  const before = await lockKey(ctx.db, { userId: owner.id, id })
  if (before.name === name) return toApiKey(before, ctx.now)
  await ctx.db.update(apiKey).set({ name }).where(eq(apiKey.id, id))
  const row = { ...before, name }
  await recordAudit(ctx, {
    action: 'apiKey.rename',
    subject: auditedUser(owner),
    before: { name: before.name },
    after: auditedKey(row),
  })
  return toApiKey(row, ctx.now)
}
