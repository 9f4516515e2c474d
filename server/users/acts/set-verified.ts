import type { UserTable } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { UserIdInput, UserSummary } from '#shared/users.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { actOnUser } from '../guard/act-on-user.ts'
import { type ChangedUser, changeUser, toAnswer } from './change-user.ts'

/**
 * Marks a user's e-mail as verified without a link, for an address that is known to be theirs; nothing happens when it is.
 * Throws NOT_FOUND; FORBIDDEN for oneself and when the actor has lost the right to; CONFLICT for a deleted user.
 */
export function markVerified(ctx: ActorContext, { id }: UserIdInput): Promise<UserSummary & Acted> {
  return actOnUser(ctx, { id, permission: 'users.manage' }, async (inside, { user }) =>
    toAnswer(inside, await applyVerified(inside, user, true)),
  )
}

/** Marks the e-mail of a user whose row the transaction holds; the caller has checked the right to. */
export async function applyVerified(
  ctx: ServiceContext,
  user: UserTable,
  emailVerified: boolean,
): Promise<ChangedUser> {
  if (user.emailVerified === emailVerified) return { user, auditId: null }
  const set = { emailVerified }
  return changeUser(ctx, user, { action: 'user.setVerified', set, fields: ['emailVerified'] })
}
