import { eq } from 'drizzle-orm'
import { invitation } from '#drizzle/schema/index.ts'
import type { Invitation, InvitationIdInput } from '#shared/invitations.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { requireGrant } from '../users/guard/act-on-user.ts'
import { lockUsers } from '../users/guard/lock-users.ts'
import { findInviter } from './find-inviter.ts'
import { auditedInvitation, invitationStatus, toInvitation } from './invitation-view.ts'
import { lockInvitation } from './lock-invitation.ts'

/** Makes the link of an invitation void. Throws NOT_FOUND; CONFLICT when it was accepted or revoked already. */
export function revokeInvitation(ctx: ActorContext, { id }: InvitationIdInput): Promise<Invitation> {
  return ctx.db.transaction(async (tx) => {
    const users = await lockUsers(tx, { ids: [ctx.actor.user.id], admins: false, now: ctx.now })
    requireGrant(ctx, users, 'user')
    const before = await lockInvitation(tx, id)
    const status = invitationStatus(before, ctx.now)
    if (status === 'accepted' || status === 'revoked') {
      throw new AppError('CONFLICT', `This invitation was ${status} already.`)
    }
    const set = { revokedAt: ctx.now }
    await tx.update(invitation).set(set).where(eq(invitation.id, id))
    await recordAudit(
      { ...ctx, db: tx },
      {
        action: 'invitation.revoke',
        subject: auditedInvitation(before),
        before: { revokedAt: null },
        after: set,
      },
    )
    return toInvitation({ ...before, ...set }, await findInviter(tx, before.invitedBy), ctx.now)
  })
}
