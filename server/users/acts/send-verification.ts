import type { UserIdInput } from '#shared/users.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import { AppError } from '../../errors.ts'
import { actOnUser } from '../guard/act-on-user.ts'
import { auditedUser } from './change-user.ts'
import type { MailingActorContext } from './mailing-actor-context.ts'

/**
 * Mails a user the link that verifies their address. Throws NOT_FOUND; FORBIDDEN for oneself and for a user whom the
 * actor does not outrank; CONFLICT for a deleted user and for an address that is verified.
 */
export function sendVerification(ctx: MailingActorContext, { id }: UserIdInput): Promise<{ id: string }> {
  return actOnUser(ctx, { id, permission: 'users.moderate' }, async (inside, { user }) => {
    if (user.emailVerified) throw new AppError('CONFLICT', 'This e-mail is verified already.')
    const url = await ctx.mailedLinks.verification(user)
    await ctx.mailer.send('verification', { to: user.email, name: user.name, url })
    await recordAudit(inside, { action: 'user.sendVerification', subject: auditedUser(user) })
    return { id }
  })
}
