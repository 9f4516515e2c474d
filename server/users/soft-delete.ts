import { and, eq, isNull, sql } from 'drizzle-orm'
import { account, session, user, verification } from '#drizzle/schema/index.ts'
import { AppError } from '../errors.ts'
import type { ServiceContext } from '../service-context.ts'
import { keepAnAdmin } from './admin-guard.ts'

/** What stands in a unique column in place of what a deleted row gave up. */
const tombstone = (id: string) => `deleted:${id}`

/**
 * Deletes a user softly: sessions and open links end, and e-mail and provider accounts are free for a new
 * registration. `ctx.db` is the transaction it happens in. Throws NOT_FOUND, and FORBIDDEN for the last admin.
 */
export async function softDeleteUser(ctx: ServiceContext, id: string): Promise<void> {
  const { db, now } = ctx
  await keepAnAdmin(db, id, now)
  const deleted = await db
    .update(user)
    .set({ deletedAt: now, deletedEmail: sql`${user.email}`, email: tombstone(id) })
    .where(and(eq(user.id, id), isNull(user.deletedAt)))
    .returning({ id: user.id })
  if (deleted.length === 0) throw new AppError('NOT_FOUND', 'There is no such user.')
  await db
    .update(account)
    .set({
      deletedAt: now,
      deletedAccountId: sql`${account.accountId}`,
      accountId: sql`'deleted:' || ${account.id}`,
    })
    .where(eq(account.userId, id))
  await endSessions(ctx, id)
}

/** Ends every session of a user and takes back the links (password reset) that could make a new one. */
export async function endSessions({ db }: Pick<ServiceContext, 'db'>, userId: string): Promise<void> {
  await db.delete(session).where(eq(session.userId, userId))
  await db.delete(verification).where(eq(verification.value, userId))
}
