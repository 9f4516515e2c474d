import type { SessionUser, UpdateMeInput } from '#shared/users.ts'
import type { ActorContext } from '../../service-context.ts'
import { applyUpdate } from '../acts/update-user.ts'
import { changeMe } from './change-me.ts'

/** Changes the actor's own name and returns the user as it is now. Throws NOT_FOUND once deleted. */
export const updateMe = (ctx: ActorContext, { name }: UpdateMeInput): Promise<SessionUser> =>
  changeMe(ctx, (inside, me) => applyUpdate(inside, me, { name: name ?? me.name }))
