import {
  acceptInvitationInput,
  findInvitationInput,
  invitationIdInput,
  listInvitationsInput,
  resendInvitationInput,
} from '#shared/invitations.ts'
import { acceptInvitation } from '../../invitations/accept-invitation.ts'
import { findInvitation } from '../../invitations/find-invitation.ts'
import { listInvitations } from '../../invitations/list-invitations.ts'
import { resendInvitation } from '../../invitations/resend-invitation.ts'
import { revokeInvitation } from '../../invitations/revoke-invitation.ts'
import { adminProcedure, publicProcedure, router } from '../procedures.ts'

const manageUsers = adminProcedure.meta({ permission: 'users.manage' })
// The token is a secret to guess at, so each try counts as an attempt to sign in.
const withToken = publicProcedure.meta({ limit: 'sign-in' })

export const invitationsRouter = router({
  list: adminProcedure
    .meta({ permission: 'users.readEmail' })
    .input(listInvitationsInput)
    .query(({ ctx, input }) => listInvitations(ctx, input)),
  resend: manageUsers.input(resendInvitationInput).mutation(({ ctx, input }) => resendInvitation(ctx, input)),
  revoke: manageUsers.input(invitationIdInput).mutation(({ ctx, input }) => revokeInvitation(ctx, input)),
  find: withToken.input(findInvitationInput).query(({ ctx, input }) => findInvitation(ctx, input)),
  accept: withToken.input(acceptInvitationInput).mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
})
