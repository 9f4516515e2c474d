import type { Acted } from '#shared/audit/audit.ts'
import type { UserIdInput, UserSummary } from '#shared/users.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { statusOf } from '../../user-status/user-status.ts'
import { actOnUser, type Subject, wrongStatus } from '../guard/act-on-user.ts'
import { type ChangedUser, changeUser, toAnswer } from './change-user.ts'

/**
 * Lifts a ban. Throws NOT_FOUND; FORBIDDEN for oneself and for a user whom the actor does not outrank; CONFLICT for a
 * user who is not banned, or is deleted.
 */
export function unbanUser(ctx: ActorContext, { id }: UserIdInput): Promise<UserSummary & Acted> {
  return actOnUser(ctx, { id, permission: 'users.moderate' }, async (inside, subject) =>
    toAnswer(inside, await applyUnban(inside, subject)),
  )
}

/** Lifts the ban of a user whose row the transaction holds; the caller has checked the right to. */
export async function applyUnban(ctx: ServiceContext, { user }: Subject): Promise<ChangedUser> {
  if (statusOf(user, ctx.now) !== 'banned') throw wrongStatus(user, ctx.now, 'This user is not banned.')
  return changeUser(ctx, user, {
    action: 'user.unban',
    set: { bannedAt: null, bannedUntil: null, banReason: null },
    fields: ['bannedAt', 'bannedUntil', 'banReason'],
  })
}
