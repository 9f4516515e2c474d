import { eq } from 'drizzle-orm'
import { passkey, twoFactor, user } from '#drizzle/schema/index.ts'
import type { ResetTwoFactorInput } from '#shared/security.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import { endAllSessions } from '../../auth/sessions/end-sessions.ts'
import { AppError } from '../../errors.ts'
import { type Mailer, passUnmailable } from '../../mail/mailer.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { actOnUser, type Subject } from '../guard/act-on-user.ts'
import { auditedUser } from './change-user.ts'

/** What a reset removed. */
export interface TwoFactorReset {
  id: string
  passkeys: number
}

type MailingContext = ServiceContext & { mailer: Mailer }

/**
 * Takes away the one-time and recovery codes, and if asked to the passkeys, of a user who has lost them. Ends their
 * sessions and tells them by mail. Throws NOT_FOUND, FORBIDDEN for oneself and for a user whom the actor does not
 * outrank, and CONFLICT for a deleted user, and when there is nothing to take away.
 */
export function resetTwoFactor(
  ctx: ActorContext & { mailer: Mailer },
  input: ResetTwoFactorInput,
): Promise<TwoFactorReset> {
  return actOnUser(ctx, { id: input.id, permission: 'users.manage' }, (inside, subject) =>
    applyTwoFactorReset(inside, subject, input),
  )
}

/** The reset itself, of somebody whose row is held. Throws CONFLICT when there is nothing to take away. */
export async function applyTwoFactorReset(
  ctx: MailingContext,
  { user: subject }: Pick<Subject, 'user'>,
  input: Pick<ResetTwoFactorInput, 'passkeys'>,
): Promise<TwoFactorReset> {
  const { db: tx } = ctx
  const { id, name, email } = subject
  const codes = await tx.delete(twoFactor).where(eq(twoFactor.userId, id)).returning({ id: twoFactor.id })
  const keys = input.passkeys
    ? await tx.delete(passkey).where(eq(passkey.userId, id)).returning({ id: passkey.id })
    : []
  if (codes.length + keys.length === 0) {
    throw new AppError('CONFLICT', 'This person has no two-factor sign-in.')
  }
  await tx.update(user).set({ twoFactorEnabled: false }).where(eq(user.id, id))
  await endAllSessions(tx, id)
  await recordAudit(ctx, {
    action: 'twoFactor.reset',
    subject: auditedUser(subject),
    before: { twoFactorEnabled: subject.twoFactorEnabled, passkeys: keys.length },
    after: { twoFactorEnabled: false, passkeys: 0 },
  })
  await ctx.mailer.send('two-factor-reset', { to: email, name }).catch(passUnmailable)
  return { id, passkeys: keys.length }
}
