import { and, eq, isNull } from 'drizzle-orm'
import { invitation, type UserTable, user as userTable } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { SetEmailInput, UserSummary } from '#shared/users.ts'
import { forgetLinks } from '../../auth/credentials/email-change.ts'
import { lookingAgain } from '../../database/unique-violation.ts'
import { invalidField } from '../../errors.ts'
import { passUnmailable } from '../../mail/mailer.ts'
import { actOnUser } from '../guard/act-on-user.ts'
import { type ChangedUser, changeUser, toAnswer } from './change-user.ts'
import { emailTaken } from './create-user.ts'
import type { MailingActorContext } from './mailing-actor-context.ts'
import { revokeInvitations } from './revoke-invitations.ts'

/**
 * Gives a user another e-mail address, at once, and tells both addresses; the new one counts as verified only if the
 * actor says so. Sessions stay. Throws BAD_REQUEST for the address that they have; NOT_FOUND; FORBIDDEN for oneself and
 * when the actor has lost the right to; CONFLICT for a deleted user and for an address that somebody has.
 */
export function setEmail(
  ctx: MailingActorContext,
  { id, email, verified }: SetEmailInput,
): Promise<UserSummary & Acted> {
  return lookingAgain(() =>
    actOnUser(ctx, { id, permission: 'users.manage' }, async (inside, { user }) => {
      if (user.email === email) throw invalidField('email', 'This is the address they have.')
      return toAnswer(inside, await applyEmail(inside, user, { email, emailVerified: verified }))
    }),
  )
}

/**
 * Changes the address of a user whose row the transaction holds; the caller has checked the right to. Whatever was
 * mailed to the old one stops working: whoever reads it now must not get in.
 */
export async function applyEmail(
  ctx: MailingActorContext,
  before: UserTable,
  set: Pick<UserTable, 'email' | 'emailVerified'>,
): Promise<ChangedUser> {
  const { id, name, email: former } = before
  const { email, emailVerified } = set
  if ((await ctx.db.$count(userTable, eq(userTable.email, email))) > 0) throw emailTaken()
  const fields: (keyof typeof set)[] = ['email', 'emailVerified']
  const changed = await changeUser(ctx, before, { action: 'user.setEmail', set, fields })
  await forgetLinks(ctx.db, id)
  await revokeInvitations(ctx, { userId: id, own: 'only' })
  // Sent again, it goes where they read it.
  await ctx.db
    .update(invitation)
    .set({ email })
    .where(and(eq(invitation.userId, id), isNull(invitation.acceptedAt)))
  const url = emailVerified ? null : await ctx.mailedLinks.verification({ id, email })
  await ctx.mailer.send('email-changed', { to: former, name }).catch(passUnmailable)
  await ctx.mailer.send('email-set', { to: email, name, url })
  return changed
}
