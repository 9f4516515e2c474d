import type { Invitation, InviteUserInput } from '#shared/invitations.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { generateId } from '../auth/generate-id.ts'
import { auditedInvitation, toInvitation } from './invitation-view.ts'
import {
  grantInTransaction,
  type InvitingContext,
  reserveAddress,
  sendInvitation,
} from './write-invitation.ts'

/**
 * Mails somebody a link by which they make their own account, whatever the mode of sign-up. Throws CONFLICT when the
 * address has a user or an open invitation; FORBIDDEN when the actor may not give the role any more, or needs a fresh
 * session for it.
 */
export function inviteUser(ctx: InvitingContext, input: InviteUserInput): Promise<Invitation> {
  return grantInTransaction(ctx, input.role, async (inside) => {
    await reserveAddress(inside.db, input.email, ctx.now)
    const sent = await sendInvitation(inside, {
      ...input,
      id: generateId(),
      name: input.name ?? null,
      userId: null,
    })
    await recordAudit(inside, {
      action: 'invitation.create',
      subject: auditedInvitation(sent),
      before: null,
      after: { name: sent.name, email: sent.email, role: sent.role, expiresAt: sent.expiresAt },
    })
    return toInvitation(sent, { id: ctx.actor.user.id, name: ctx.actor.user.name }, ctx.now)
  })
}
