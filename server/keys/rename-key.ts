import { eq } from 'drizzle-orm'
import { apiKey } from '#drizzle/schema/index.ts'
import type { ApiKey, RenameKeyInput } from '#shared/keys.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { auditedKey, toApiKey } from '../key-status/key-view.ts'
import type { ActorContext } from '../service-context.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { holdMyKeys, type KeyContext, lockKey } from './hold-keys.ts'

/** Gives a key of the actor's another name. Throws NOT_FOUND, for somebody else's as well. */
export function renameKey(ctx: ActorContext & KeyContext, { id, name }: RenameKeyInput): Promise<ApiKey> {
  return holdMyKeys(ctx, async (inside, me) => {
    const before = await lockKey(inside.db, { userId: me.id, id })
    if (before.name === name) return toApiKey(before, ctx.now)
    await inside.db.update(apiKey).set({ name }).where(eq(apiKey.id, id))
    const row = { ...before, name }
    await recordAudit(inside, {
      action: 'apiKey.rename',
      subject: auditedUser(me),
      before: { name: before.name },
      after: auditedKey(row),
    })
    return toApiKey(row, ctx.now)
  })
}
