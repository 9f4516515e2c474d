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
import { adminProcedure, openProcedure, router } from '../procedures.ts'

const manageUsers = adminProcedure.meta({ permission: 'users.manage' })
// The token is a secret to guess at, so each try counts as an attempt to sign in.
const withToken = openProcedure.meta({ limit: 'sign-in' })

export const invitationsRouter = router({
  /** Lists invitations. */
  list: adminProcedure
    .meta({ permission: 'users.readEmail', rest: 'GET /api/admin/invitations' })
    .input(listInvitationsInput)
    .query(({ ctx, input }) => listInvitations(ctx, input)),
  /** Sends an invitation again, with a new link. */
  resend: manageUsers
    .meta({ rest: 'POST /api/admin/invitations/{id}/resend' })
    .input(resendInvitationInput)
    .mutation(({ ctx, input }) => resendInvitation(ctx, input)),
  /** Revokes an invitation. */
  revoke: manageUsers
    .meta({ rest: 'POST /api/admin/invitations/{id}/revoke' })
    .input(invitationIdInput)
    .mutation(({ ctx, input }) => revokeInvitation(ctx, input)),
  /** Finds the invitation that a link is of. */
  find: withToken
    .meta({ rest: 'POST /api/invitations/find' })
    .input(findInvitationInput)
    .query(({ ctx, input }) => findInvitation(ctx, input)),
  /** Accepts an invitation, which makes the account. */
  accept: withToken
    .meta({ keys: false, rest: 'POST /api/invitations/accept' })
    .input(acceptInvitationInput)
    .mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
})
