import type { UserTable } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { UpdateUserInput, UserSummary } from '#shared/users.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { actOnUser } from '../guard/act-on-user.ts'
import { type ChangedUser, changeUser, toAnswer } from './change-user.ts'

/**
 * Changes a user's name; what is not given stays. Throws NOT_FOUND; FORBIDDEN when the actor may not any more; CONFLICT
 * for a deleted user.
 */
export function updateUser(ctx: ActorContext, { id, name }: UpdateUserInput): Promise<UserSummary & Acted> {
  const options = { id, permission: 'users.manage', onOneself: true } as const
  return actOnUser(ctx, options, async (inside, { user }) =>
    toAnswer(inside, await applyUpdate(inside, user, { name: name ?? user.name })),
  )
}

/** Changes a user whose row the transaction holds; the caller has checked the right to. */
export async function applyUpdate(
  ctx: ServiceContext,
  user: UserTable,
  set: Pick<UserTable, 'name'>,
): Promise<ChangedUser> {
  if (set.name === user.name) return { user, auditId: null }
  return changeUser(ctx, user, { action: 'user.update', set, fields: ['name'] })
}
