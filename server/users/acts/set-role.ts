import type { Acted } from '#shared/audit/audit.ts'
import { hasPermission, type Role } from '#shared/roles/roles.ts'
import type { SetRoleInput, UserSummary } from '#shared/users.ts'
import { endAllSessions } from '../../auth/sessions/end-sessions.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { actOnUser, type Subject } from '../guard/act-on-user.ts'
import { type ChangedUser, changeUser, toAnswer } from './change-user.ts'
import { revokeInvitations } from './revoke-invitations.ts'

/**
 * Gives a user another role and ends their sessions; nothing happens when they have it. Throws NOT_FOUND; FORBIDDEN for
 * oneself, for the last admin, and when the actor may not any more; CONFLICT for a deleted user.
 */
export function setUserRole(ctx: ActorContext, { id, role }: SetRoleInput): Promise<UserSummary & Acted> {
  return actOnUser(ctx, { id, permission: 'users.manage' }, async (inside, subject) =>
    toAnswer(inside, await applyRole(inside, subject, role)),
  )
}

/** Sets the role of a user whose row the transaction holds, unchecked but for the last admin: then throws FORBIDDEN. */
export async function applyRole(
  ctx: ServiceContext,
  { user, keepAnAdmin }: Subject,
  role: Role,
): Promise<ChangedUser> {
  if (user.role === role) return { user, auditId: null }
  if (role !== 'admin') keepAnAdmin()
  const changed = await changeUser(ctx, user, { action: 'user.setRole', set: { role }, fields: ['role'] })
  await endAllSessions(ctx.db, user.id)
  if (!hasPermission(role, 'users.manage')) await revokeInvitations(ctx, { userId: user.id, own: false })
  return changed
}
