import type { CreateUserInput, Invitation } from '#shared/invitations.ts'
import { generateId } from '../auth/generate-id.ts'
import { insertUserRow, recordCreation } from '../users/acts/create-user.ts'
import { toInvitation } from './invitation-view.ts'
import {
  grantInTransaction,
  type InvitingContext,
  reserveAddress,
  sendInvitation,
} from './write-invitation.ts'

/**
 * Makes a user without a password and mails them a link by which they set it: nobody chooses another's. Returns the
 * invitation, which has the user's id. Throws CONFLICT when the address has a user or an open invitation; FORBIDDEN when
 * the actor may not give the role any more, or needs a fresh session for it.
 */
export function createInvitedUser(ctx: InvitingContext, input: CreateUserInput): Promise<Invitation> {
  const { name, email, role, expiresInDays } = input
  return grantInTransaction(ctx, role, async (inside) => {
    await reserveAddress(inside.db, email, ctx.now)
    const id = generateId()
    const created = await insertUserRow(inside, { id, name, email, role, emailVerified: false })
    await recordCreation(inside, created)
    const sent = await sendInvitation(inside, { id, email, name, role, userId: id, expiresInDays })
    return toInvitation(sent, { id: ctx.actor.user.id, name: ctx.actor.user.name }, ctx.now)
  })
}
