import type { SessionUser, UpdateMeInput } from '#shared/users.ts'
import { toSessionUser } from '../../auth/sessions/session-user.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { changeUser } from '../acts/change-user.ts'
import { lockUsers } from '../guard/lock-users.ts'

/** Changes the actor's own name or picture and returns the user as it is now. Throws NOT_FOUND once deleted. */
export async function updateMe(ctx: ActorContext, input: UpdateMeInput): Promise<SessionUser> {
  const { id } = ctx.actor.user
  return ctx.db.transaction(async (tx) => {
    const users = await lockUsers(tx, { ids: [id], admins: false, now: ctx.now })
    const me = users.get(id)
    if (!me || me.deletedAt) throw new AppError('NOT_FOUND', 'This account does not exist any more.')
    const name = input.name ?? me.name
    const image = input.image === undefined ? me.image : input.image
    if (name === me.name && image === me.image) return toSessionUser(me)
    const inside = { ...ctx, db: tx }
    const set = { name, image }
    return toSessionUser(
      await changeUser(inside, me, { action: 'user.update', set, fields: ['name', 'image'] }),
    )
  })
}
