import type { UserIdInput } from '#shared/users.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import { statusOf } from '../../user-status/user-status.ts'
import { actOnUser, wrongStatus } from '../guard/act-on-user.ts'
import { auditedUser } from './change-user.ts'
import type { MailingActorContext } from './mailing-actor-context.ts'

/**
 * Mails a user the link to a new password, which nobody else sees; until they use it nothing changes. Throws NOT_FOUND;
 * FORBIDDEN for oneself and for a user whom the actor does not outrank; CONFLICT for a user who is banned or deleted.
 */
export function sendPasswordReset(ctx: MailingActorContext, { id }: UserIdInput): Promise<{ id: string }> {
  return actOnUser(ctx, { id, permission: 'users.moderate' }, async (inside, { user }) => {
    if (statusOf(user, ctx.now) === 'banned')
      throw wrongStatus(user, ctx.now, 'A banned user gets no link to a new password.')
    const url = await ctx.mailedLinks.passwordReset(inside.db, id)
    await ctx.mailer.send('password-reset', { to: user.email, name: user.name, url })
    await recordAudit(inside, { action: 'user.requestReset', subject: auditedUser(user) })
    return { id }
  })
}
