import type { UserTable } from '#drizzle/schema/index.ts'
import type { UpdateUserInput, UserSummary } from '#shared/users.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { actOnUser } from '../guard/act-on-user.ts'
import { toUserSummary } from '../user-view.ts'
import { changeUser } from './change-user.ts'

/**
 * Changes a user's name or picture; what is not given stays. Throws NOT_FOUND; FORBIDDEN when the actor may not any more;
 * CONFLICT for a deleted user.
 */
export function updateUser(ctx: ActorContext, { id, name, image }: UpdateUserInput): Promise<UserSummary> {
  const options = { id, permission: 'users.manage', onOneself: true } as const
  return actOnUser(ctx, options, async (inside, { user }) => {
    const set = { name: name ?? user.name, image: image === undefined ? user.image : image }
    return toUserSummary(inside, await applyUpdate(inside, user, set))
  })
}

/** Changes a user whose row the transaction holds; the caller has checked the right to. */
export async function applyUpdate(
  ctx: ServiceContext,
  user: UserTable,
  set: Pick<UserTable, 'name' | 'image'>,
): Promise<UserTable> {
  if (set.name === user.name && set.image === user.image) return user
  return changeUser(ctx, user, { action: 'user.update', set, fields: ['name', 'image'] })
}
