import type { SessionUser, SetMyPictureInput } from '#shared/users.ts'
import type { ActorContext } from '../../service-context.ts'
import { applyPicture } from '../acts/set-picture.ts'
import { changeMe } from './change-me.ts'

/**
 * Gives the actor a picture, or with null none, and returns the user as it is now. Throws BAD_REQUEST for what is no
 * small square picture; NOT_FOUND once deleted.
 */
export function setMyPicture(ctx: ActorContext, { picture }: SetMyPictureInput): Promise<SessionUser> {
  const bytes = picture === null ? null : Buffer.from(picture, 'base64')
  return changeMe(ctx, (inside, me) => applyPicture(inside, me, bytes))
}
