import { and, desc, eq } from 'drizzle-orm'
import { apiKey, user } from '#drizzle/schema/index.ts'
import type { ApiKey, ListKeysInput } from '#shared/keys.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'
import { holdsPermission } from '../key-status/holds-permission.ts'
import { toApiKey } from '../key-status/key-view.ts'
import type { ActorContext } from '../service-context.ts'
import { isPerson } from '../user-status/service-accounts.ts'

// Twenty that work, and those that ended within the last thirty days.
const maxListed = 200

/** The actor's keys, the newest first; those that were revoked or have expired for thirty days more. */
export const listMyKeys = (ctx: ActorContext): Promise<ApiKey[]> => readKeys(ctx, ctx.actor.user.id)

/** A user's keys, for the console; their addresses only for roles that read e-mails. Throws NOT_FOUND. */
export async function listKeysOf(ctx: ActorContext, { userId }: ListKeysInput): Promise<ApiKey[]> {
  const [found] = await ctx.db
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.id, userId), isPerson()))
  if (!found) throw new AppError('NOT_FOUND', 'There is no such user.')
  const keys = await readKeys(ctx, userId)
  return holdsPermission(ctx.actor, 'users.readEmail') ? keys : keys.map((key) => ({ ...key, addresses: [] }))
}

/** An owner's keys, the newest first; those that ended for thirty days more. */
export async function readKeys({ db, now }: { db: Database; now: Date }, userId: string): Promise<ApiKey[]> {
  const rows = await db
    .select()
    .from(apiKey)
    .where(eq(apiKey.userId, userId))
    .orderBy(desc(apiKey.createdAt), desc(apiKey.id))
    .limit(maxListed)
  return rows.map((row) => toApiKey(row, now))
}
