import type { UserTable } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { UserIdInput, UserSummary } from '#shared/users.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { actOnUser } from '../guard/act-on-user.ts'
import { dropPicture, keepPicture } from '../picture/keep-picture.ts'
import { type ChangedUser, changeUser, toAnswer } from './change-user.ts'

/**
 * Takes a user's picture away for good. Throws NOT_FOUND; FORBIDDEN when the actor may not any more; CONFLICT for a
 * deleted user.
 */
export function removePicture(ctx: ActorContext, { id }: UserIdInput): Promise<UserSummary & Acted> {
  const options = { id, permission: 'users.manage', onOneself: true } as const
  return actOnUser(ctx, options, async (inside, { user }) =>
    toAnswer(inside, await applyPicture(inside, user, null)),
  )
}

/**
 * Gives a user whose row the transaction holds a picture, or with null none, and records it. What was before is not
 * kept. The caller has checked the right to. Throws BAD_REQUEST for what is no small square picture.
 */
export async function applyPicture(
  ctx: ServiceContext,
  user: UserTable,
  bytes: Buffer | null,
): Promise<ChangedUser> {
  if (bytes === null) await dropPicture(ctx, user.id)
  const image = bytes && (await keepPicture(ctx, user.id, bytes))
  if (image === user.image) return { user, auditId: null }
  return changeUser(ctx, user, { action: 'user.setPicture', set: { image }, fields: ['image'] })
}
