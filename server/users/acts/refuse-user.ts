import type { RefuseUserInput, UserSummary } from '#shared/users.ts'
import type { Mailer } from '../../mail/mailer.ts'
import type { ActorContext } from '../../service-context.ts'
import { actOnUser, wrongStatus } from '../guard/act-on-user.ts'
import { toUserSummary } from '../user-view.ts'
import { applyRemoval } from './remove-user.ts'

/**
 * Deletes somebody softly who waits for approval, and tells them by mail, with the reason if there is one. Throws
 * NOT_FOUND; FORBIDDEN for whoever the actor does not outrank; CONFLICT for who does not wait.
 */
export function refuseUser(
  ctx: ActorContext & { mailer: Mailer },
  { id, reason }: RefuseUserInput,
): Promise<UserSummary> {
  return actOnUser(ctx, { id, permission: 'users.moderate' }, async (inside, subject) => {
    const { user } = subject
    if (!user.pendingSince) throw wrongStatus(user, ctx.now, 'This user does not wait for approval.')
    const refused = await applyRemoval(inside, subject, { action: 'user.refuse', remark: { reason } })
    await ctx.mailer.sendRefused({ to: user.email, name: user.name, reason: reason ?? null })
    return toUserSummary(inside, refused)
  })
}
