import { eq, sql } from 'drizzle-orm'
import { account } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { UserIdInput, UserSummary } from '#shared/users.ts'
import { endAllSessions } from '../../auth/sessions/end-sessions.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { actOnUser, type Subject } from '../guard/act-on-user.ts'
import { dropPicture } from '../picture/keep-picture.ts'
import { type ChangedUser, changeUser, type RowChange, toAnswer } from './change-user.ts'
import { revokeInvitations } from './revoke-invitations.ts'

/** What stands in a unique column in place of what a deleted row gave up. */
const tombstone = (id: string) => `deleted:${id}`

/**
 * Softly deletes a user: `users.restore` brings them back, for 30 days. Throws NOT_FOUND; FORBIDDEN for oneself, for
 * the last admin, and when the actor has lost the right to; CONFLICT for a user who is deleted already.
 */
export function removeUser(ctx: ActorContext, { id }: UserIdInput): Promise<UserSummary & Acted> {
  return actOnUser(ctx, { id, permission: 'users.manage' }, async (inside, subject) =>
    toAnswer(inside, await applyRemoval(inside, subject)),
  )
}

/**
 * Softly deletes a user whose row the transaction holds: sessions, links and invitations end, e-mail and provider
 * accounts are free for a new registration, the picture is gone. The caller has checked the right to. Throws FORBIDDEN for the last admin.
 */
export async function applyRemoval(
  ctx: ServiceContext,
  { user, keepAnAdmin }: Subject,
  act: Pick<RowChange<'user.remove'>, 'action'> | Pick<RowChange<'user.refuse'>, 'action' | 'remark'> = {
    action: 'user.remove',
  },
): Promise<ChangedUser> {
  keepAnAdmin()
  const removed = await changeUser(ctx, user, {
    ...act,
    set: { deletedAt: ctx.now, deletedEmail: user.email, email: tombstone(user.id), image: null },
    fields: ['deletedAt'],
  })
  await ctx.db
    .update(account)
    .set({
      deletedAt: ctx.now,
      deletedAccountId: sql`${account.accountId}`,
      accountId: sql`'deleted:' || ${account.id}`,
    })
    .where(eq(account.userId, user.id))
  await dropPicture(ctx, user.id)
  await endAllSessions(ctx.db, user.id)
  await revokeInvitations(ctx, { userId: user.id, own: true })
  return removed
}
