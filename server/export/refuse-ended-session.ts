import { hasPermission, type Permission } from '#shared/roles/roles.ts'
import { AppError } from '../errors.ts'
import { findKeyRole } from '../key-status/find-key-role.ts'
import { findLiveRoles } from '../live/live-roles.ts'
import type { ActorContext } from '../service-context.ts'

/**
 * Stands before each piece of an export, which outlives the call that began it: throws UNAUTHORIZED once the session
 * or the key is over, or its user is banned, deleted or without the right to export; `permission` is null for what
 * everybody may.
 */
export async function refuseEndedSession(
  { db, actor }: ActorContext,
  permission: Permission | null = 'export',
): Promise<void> {
  const { session, key } = actor
  const role = session ? (await findLiveRoles(db, [session.id])).get(session.id) : await findKeyRole(db, key)
  if (role && (permission === null || hasPermission(role, permission))) return
  throw new AppError('UNAUTHORIZED', 'The session has ended. Sign in and start the export anew.', {
    reason: { kind: 'signed-out' },
  })
}
