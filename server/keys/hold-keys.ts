import { and, eq } from 'drizzle-orm'
import { type ApiKeyTable, apiKey, type UserTable } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { ActorContext, ServiceContext } from '../service-context.ts'
import { statusOf } from '../user-status/user-status.ts'
import { lockUsers } from '../users/guard/lock-users.ts'

/** The context of an act that the owner of a key is told of. */
export type KeyContext = ServiceContext & { mailer: Mailer }

/**
 * Runs what the actor does to keys of their own, their row held meanwhile: acts on one owner's keys wait for each other.
 * Throws NOT_FOUND once they are deleted.
 */
export function holdMyKeys<Result>(
  ctx: ActorContext & KeyContext,
  act: (inside: ActorContext & KeyContext, me: UserTable) => Promise<Result>,
): Promise<Result> {
  return ctx.db.transaction(async (tx) => {
    const { id } = ctx.actor.user
    const me = (await lockUsers(tx, { ids: [id], admins: false, now: ctx.now })).get(id)
    if (!me || statusOf(me, ctx.now) === 'deleted')
      throw new AppError('NOT_FOUND', 'This account does not exist any more.')
    return act({ ...ctx, db: tx }, me)
  })
}

/** A key whose owner's row is held, held as well. Throws NOT_FOUND, for somebody else's too. */
export async function lockKey(
  tx: Database,
  { userId, id }: { userId: string; id: string },
): Promise<ApiKeyTable> {
  const [key] = await tx
    .select()
    .from(apiKey)
    .where(and(eq(apiKey.id, id), eq(apiKey.userId, userId)))
    .for('update')
  if (!key) throw new AppError('NOT_FOUND', 'There is no such key.')
  return key
}
