import { eq } from 'drizzle-orm'
import { type InvitationTable, invitation, user } from '#drizzle/schema/index.ts'
import type { Invitation, ResendInvitationInput } from '#shared/invitations.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { AppError } from '../errors.ts'
import { statusOf } from '../user-status/user-status.ts'
import { emailTaken } from '../users/acts/create-user.ts'
import { createInvitationToken } from './invitation-tokens.ts'
import { auditedInvitation, toInvitation } from './invitation-view.ts'
import { lockInvitation } from './lock-invitation.ts'
import { grantInTransaction, type InvitingContext, inDays } from './write-invitation.ts'

/**
 * Mails a new link and makes the old one void; also for an invitation that has run out or was revoked, and from now on in
 * the actor's name. Throws NOT_FOUND; CONFLICT when it was accepted, when its user is banned or deleted, and when the
 * address has been taken since; FORBIDDEN as `users.invite`.
 */
export async function resendInvitation(
  ctx: InvitingContext,
  { id, expiresInDays }: ResendInvitationInput,
): Promise<Invitation> {
  // The role of an invitation never changes, so it may be read before the lock.
  const [found] = await ctx.db.select({ role: invitation.role }).from(invitation).where(eq(invitation.id, id))
  if (!found) throw new AppError('NOT_FOUND', 'There is no such invitation.')
  return grantInTransaction(ctx, found.role, async (inside) => {
    const before = await lockInvitation(inside.db, id)
    await refuseUseless(inside, before)
    const { token, tokenHash } = createInvitationToken()
    const expiresAt = inDays(ctx.now, expiresInDays)
    const [after] = await inside.db
      .update(invitation)
      .set({ tokenHash, expiresAt, revokedAt: null, sentAt: ctx.now, invitedBy: ctx.actor.user.id })
      .where(eq(invitation.id, id))
      .returning()
    if (!after) throw new Error('An invitation that was held is gone.')
    await recordAudit(inside, {
      action: 'invitation.resend',
      subject: auditedInvitation(before),
      before: { expiresAt: before.expiresAt, revokedAt: before.revokedAt, sentAt: before.sentAt },
      after: { expiresAt, revokedAt: null, sentAt: ctx.now },
    })
    await ctx.mailer.send('invitation', { to: after.email, name: after.name ?? '', token, expiresAt })
    return toInvitation(after, { id: ctx.actor.user.id, name: ctx.actor.user.name }, ctx.now)
  })
}

async function refuseUseless(ctx: InvitingContext, row: InvitationTable): Promise<void> {
  if (row.acceptedAt) throw new AppError('CONFLICT', 'This invitation was accepted already.')
  const [owner] = await ctx.db
    .select()
    .from(user)
    .where(row.userId ? eq(user.id, row.userId) : eq(user.email, row.email))
  if (!row.userId && owner) throw emailTaken()
  if (!owner || statusOf(owner, ctx.now) === 'active') return
  const status = statusOf(owner, ctx.now)
  throw new AppError('CONFLICT', `The invited user is ${status}.`, { reason: { kind: 'status', status } })
}
