import type { UserIdInput, UserSummary } from '#shared/users.ts'
import type { Mailer } from '../../mail/mailer.ts'
import type { ActorContext } from '../../service-context.ts'
import { actOnUser, wrongStatus } from '../guard/act-on-user.ts'
import { toUserSummary } from '../user-view.ts'
import { changeUser } from './change-user.ts'

/**
 * Approves an account that waits for it, and tells its owner by mail. Throws NOT_FOUND; FORBIDDEN for a user whom the
 * actor does not outrank; CONFLICT for an account that does not wait.
 */
export function approveUser(
  ctx: ActorContext & { mailer: Mailer },
  { id }: UserIdInput,
): Promise<UserSummary> {
  return actOnUser(ctx, { id, permission: 'users.moderate' }, async (inside, { user }) => {
    if (!user.pendingSince) throw wrongStatus(user, ctx.now, 'This user does not wait for approval.')
    const { user: approved } = await changeUser(inside, user, {
      action: 'user.approve',
      set: { pendingSince: null },
      fields: ['pendingSince'],
    })
    await ctx.mailer.send('approved', { to: user.email, name: user.name })
    return toUserSummary(inside, approved)
  })
}
