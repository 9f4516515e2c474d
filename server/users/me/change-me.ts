import type { UserTable } from '#drizzle/schema/index.ts'
import type { SessionUser } from '#shared/users.ts'
import { toSessionUser } from '../../auth/sessions/session-user.ts'
import { AppError } from '../../errors.ts'
import { personNeeded } from '../../key-status/key-refusals.ts'
import type { ActorContext } from '../../service-context.ts'
import { isService } from '../../user-status/service-accounts.ts'
import { statusOf } from '../../user-status/user-status.ts'
import type { ChangedUser } from '../acts/change-user.ts'
import { lockUsers } from '../guard/lock-users.ts'

/** Changes the actor's own row, held meanwhile, and returns the user as it is now. Throws NOT_FOUND once deleted. */
export const changeMe = (
  ctx: ActorContext,
  change: (inside: ActorContext, me: UserTable) => Promise<ChangedUser>,
): Promise<SessionUser> => holdMe(ctx, async (inside, me) => toSessionUser((await change(inside, me)).user))

/** Runs what changes something of the actor's own, their row held meanwhile. Throws NOT_FOUND once deleted, FORBIDDEN for a service account. */
export function holdMe<Result>(
  ctx: ActorContext,
  change: (inside: ActorContext, me: UserTable) => Promise<Result>,
): Promise<Result> {
  const { id } = ctx.actor.user
  return ctx.db.transaction(async (tx) => {
    const users = await lockUsers(tx, { ids: [id], admins: false, now: ctx.now })
    const me = users.get(id)
    if (!me || statusOf(me, ctx.now) === 'deleted')
      throw new AppError('NOT_FOUND', 'This account does not exist any more.')
    if (isService(me)) throw personNeeded()
    return change({ ...ctx, db: tx }, me)
  })
}
