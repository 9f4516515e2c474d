import { hasPermission } from '#shared/roles.ts'
import { AppError } from '../errors.ts'
import { findLiveRoles } from '../live/live-roles.ts'
import type { ActorContext } from '../service-context.ts'

/**
 * Stands before each piece of an export, which outlives the call that began it: throws UNAUTHORIZED once the session
 * is over, or its user is banned, deleted or without the right to export.
 */
export async function refuseEndedSession({ db, actor }: ActorContext): Promise<void> {
  const { id } = actor.session
  const role = (await findLiveRoles(db, [id])).get(id)
  if (role && hasPermission(role, 'export')) return
  throw new AppError('UNAUTHORIZED', 'The session has ended. Sign in and start the export anew.', {
    reason: { kind: 'signed-out' },
  })
}
