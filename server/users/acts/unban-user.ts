import type { UserTable } from '#drizzle/schema/index.ts'
import type { UserIdInput, UserSummary } from '#shared/users.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { actOnUser, type Subject, wrongStatus } from '../guard/act-on-user.ts'
import { statusOf, toUserSummary } from '../user-view.ts'
import { changeUser } from './change-user.ts'

/**
 * Takes a ban back. Throws NOT_FOUND; FORBIDDEN for oneself and for whoever the actor does not outrank; CONFLICT for who
 * is not banned, or is deleted.
 */
export function unbanUser(ctx: ActorContext, { id }: UserIdInput): Promise<UserSummary> {
  return actOnUser(ctx, { id, permission: 'users.moderate' }, async (inside, subject) =>
    toUserSummary(inside, await applyUnban(inside, subject)),
  )
}

/** The same for a subject who is held, whoever asked for it. */
export async function applyUnban(ctx: ServiceContext, { user }: Subject): Promise<UserTable> {
  if (statusOf(user, ctx.now) !== 'banned') throw wrongStatus(user, ctx.now, 'This user is not banned.')
  return changeUser(ctx, user, {
    action: 'user.unban',
    set: { bannedAt: null, bannedUntil: null, banReason: null },
    fields: ['bannedAt', 'bannedUntil', 'banReason'],
  })
}
