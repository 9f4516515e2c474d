import type { Acted } from '#shared/audit/audit.ts'
import type { RefuseUserInput, UserSummary } from '#shared/users.ts'
import type { Mailer } from '../../mail/mailer.ts'
import type { ActorContext } from '../../service-context.ts'
import { actOnUser, wrongStatus } from '../guard/act-on-user.ts'
import { toAnswer } from './change-user.ts'
import { applyRemoval } from './remove-user.ts'

/**
 * Softly deletes an account that waits for approval, and tells its owner by mail, with the reason if given. Throws
 * NOT_FOUND; FORBIDDEN for a user whom the actor does not outrank; CONFLICT for an account that does not wait.
 */
export function refuseUser(
  ctx: ActorContext & { mailer: Mailer },
  { id, reason }: RefuseUserInput,
): Promise<UserSummary & Acted> {
  return actOnUser(ctx, { id, permission: 'users.moderate' }, async (inside, subject) => {
    const { user } = subject
    if (!user.pendingSince) throw wrongStatus(user, ctx.now, 'This user does not wait for approval.')
    const refused = await applyRemoval(inside, subject, { action: 'user.refuse', remark: { reason } })
    await ctx.mailer.send('refused', { to: user.email, name: user.name, reason: reason ?? null })
    return toAnswer(inside, refused)
  })
}
