import { tracked } from '@trpc/server'
import { bulkUsersInput, planBulkInput } from '#shared/bulk-users.ts'
import { createUserInput, inviteUserInput } from '#shared/invitations.ts'
import { updateDetailsInput, updateMyDetailsInput } from '#shared/person-details.ts'
import { mySecurityEventsInput, resetTwoFactorInput } from '#shared/security.ts'
import {
  banUserInput,
  deleteMeInput,
  exportUsersInput,
  getUserInput,
  listUsersInput,
  refuseUserInput,
  setEmailInput,
  setMyPictureInput,
  setRoleInput,
  updateMeInput,
  updateUserInput,
  userIdInput,
  userNeighboursInput,
  userStatsInput,
} from '#shared/users.ts'
import { createInvitedUser } from '../../invitations/create-invited-user.ts'
import { inviteUser } from '../../invitations/invite-user.ts'
import { getUserWithCredits, updateUser } from '../../owners/user-with-credits.ts'
import { approveUser } from '../../users/acts/approve-user.ts'
import { banUser } from '../../users/acts/ban-user.ts'
import { bulkUsers } from '../../users/acts/bulk-users.ts'
import { purgeUser } from '../../users/acts/purge-user.ts'
import { refuseUser } from '../../users/acts/refuse-user.ts'
import { removeUser } from '../../users/acts/remove-user.ts'
import { resetTwoFactor } from '../../users/acts/reset-two-factor.ts'
import { restoreUser } from '../../users/acts/restore-user.ts'
import { sendPasswordReset } from '../../users/acts/send-password-reset.ts'
import { sendVerification } from '../../users/acts/send-verification.ts'
import { setEmail } from '../../users/acts/set-email.ts'
import { removePicture } from '../../users/acts/set-picture.ts'
import { setUserRole } from '../../users/acts/set-role.ts'
import { markVerified } from '../../users/acts/set-verified.ts'
import { unbanUser } from '../../users/acts/unban-user.ts'
import { unlockUser } from '../../users/acts/unlock-user.ts'
import { updateDetails } from '../../users/acts/update-details.ts'
import { type ExportEvent, exportUsers } from '../../users/list/export-users.ts'
import { getNeighbours } from '../../users/list/get-neighbours.ts'
import { listUsers } from '../../users/list/list-users.ts'
import { planBulkUsers } from '../../users/list/plan-bulk-users.ts'
import { getUserStats } from '../../users/list/user-stats.ts'
import { deleteMe } from '../../users/me/delete-me.ts'
import { exportMe } from '../../users/me/export-me.ts'
import { getMe } from '../../users/me/get-me.ts'
import { listMyEvents } from '../../users/me/list-my-events.ts'
import { getMyDetails, updateMyDetails } from '../../users/me/my-details.ts'
import { setMyPicture } from '../../users/me/set-my-picture.ts'
import { updateMe } from '../../users/me/update-me.ts'
import { adminProcedure, protectedProcedure, router } from '../procedures.ts'

const manageUsers = adminProcedure.meta({ permission: 'users.manage' })
const moderateUsers = adminProcedure.meta({ permission: 'users.moderate' })

export const usersRouter = router({
  /** Shows who calls. */
  me: protectedProcedure.meta({ whilePending: true, rest: 'GET /api/me' }).query(({ ctx }) => getMe(ctx)),
  /** Changes my name. */
  updateMe: protectedProcedure
    .meta({ rest: 'PATCH /api/me' })
    .input(updateMeInput)
    .mutation(({ ctx, input }) => updateMe(ctx, input)),
  /** Shows the product's fields about me. */
  myDetails: protectedProcedure.meta({ rest: 'GET /api/me/details' }).query(({ ctx }) => getMyDetails(ctx)),
  /** Changes the product's fields about me. */
  updateMyDetails: protectedProcedure
    .meta({ rest: 'PATCH /api/me/details' })
    .input(updateMyDetailsInput)
    .mutation(({ ctx, input }) => updateMyDetails(ctx, input)),
  /** Changes or removes my picture. */
  // 100 kB a call, so that it costs more than others.
  setMyPicture: protectedProcedure
    .meta({ cost: 10, rest: 'PUT /api/me/picture' })
    .input(setMyPictureInput)
    .mutation(({ ctx, input }) => setMyPicture(ctx, input)),
  /** Deletes my account. */
  // It tests a password, so it counts as an attempt to sign in.
  deleteMe: protectedProcedure
    .meta({
      limit: 'sign-in',
      testsPassword: true,
      whilePending: true,
      whileImpersonating: false,
      rest: 'DELETE /api/me',
    })
    .input(deleteMeInput)
    .mutation(({ ctx, input }) => deleteMe(ctx, input)),
  /** Exports everything that is known of me. */
  // Everything about a person in one answer: what a thief of a session would want most.
  exportMe: protectedProcedure
    .meta({ limit: 'export', fresh: true, whileImpersonating: false, rest: 'GET /api/me/export' })
    .query(({ ctx }) => exportMe(ctx)),
  /** Lists what happened to my account. */
  mySecurityEvents: protectedProcedure
    .meta({ keys: false, rest: 'GET /api/me/security-events' })
    .input(mySecurityEventsInput)
    .query(({ ctx, input }) => listMyEvents(ctx, input)),
  /** Takes a user's second factor away. */
  resetTwoFactor: adminProcedure
    .meta({ permission: 'users.manage', fresh: true, rest: 'POST /api/admin/users/{id}/reset-two-factor' })
    .input(resetTwoFactorInput)
    .mutation(({ ctx, input }) => resetTwoFactor(ctx, input)),
  /** Lists users, by search, filters and order. */
  list: adminProcedure
    .meta({ permission: 'users.list', rest: 'GET /api/admin/users' })
    .input(listUsersInput)
    .query(({ ctx, input }) => listUsers(ctx, input)),
  /** Shows a user, with what they may spend. */
  get: adminProcedure
    .meta({ permission: 'users.list', rest: 'GET /api/admin/users/{id}' })
    .input(getUserInput)
    .query(({ ctx, input }) => getUserWithCredits(ctx, input)),
  neighbours: adminProcedure
    .meta({ permission: 'users.list' })
    .input(userNeighboursInput)
    .query(({ ctx, input }) => getNeighbours(ctx, input)),
  /** Counts users, and those who were active each day. */
  stats: adminProcedure
    .meta({ permission: 'users.list', rest: 'GET /api/admin/user-statistics' })
    .input(userStatsInput)
    .query(({ ctx, input }) => getUserStats(ctx, input)),
  export: adminProcedure
    .meta({ permission: 'export', limit: 'export' })
    .input(exportUsersInput)
    .subscription(async ({ ctx, input }) => withIds(await exportUsers(ctx, input))),
  /** Makes a user, who is mailed a link to choose a password. */
  create: manageUsers
    .meta({ rest: 'POST /api/admin/users' })
    .input(createUserInput)
    .mutation(({ ctx, input }) => createInvitedUser(ctx, input)),
  /** Invites somebody by mail. */
  invite: manageUsers
    .meta({ rest: 'POST /api/admin/invitations' })
    .input(inviteUserInput)
    .mutation(({ ctx, input }) => inviteUser(ctx, input)),
  /** Changes a user's name, or how much they may spend in a month. */
  update: manageUsers
    .meta({ rest: 'PATCH /api/admin/users/{id}' })
    .input(updateUserInput)
    .mutation(({ ctx, input }) => updateUser(ctx, input)),
  /** Changes the product's fields about a user. */
  updateDetails: manageUsers
    .meta({ rest: 'PATCH /api/admin/users/{id}/details' })
    .input(updateDetailsInput)
    .mutation(({ ctx, input }) => updateDetails(ctx, input)),
  /** Removes a user's picture. */
  removePicture: manageUsers
    .meta({ rest: 'DELETE /api/admin/users/{id}/picture' })
    .input(userIdInput)
    .mutation(({ ctx, input }) => removePicture(ctx, input)),
  /** Changes a user's role. */
  setRole: manageUsers
    .meta({ fresh: true, rest: 'PUT /api/admin/users/{id}/role' })
    .input(setRoleInput)
    .mutation(({ ctx, input }) => setUserRole(ctx, input)),
  /** Changes a user's e-mail address. */
  setEmail: manageUsers
    .meta({ fresh: true, rest: 'PUT /api/admin/users/{id}/email' })
    .input(setEmailInput)
    .mutation(({ ctx, input }) => setEmail(ctx, input)),
  /** Says that a user's e-mail address is theirs. */
  markVerified: manageUsers
    .meta({ rest: 'POST /api/admin/users/{id}/mark-verified' })
    .input(userIdInput)
    .mutation(({ ctx, input }) => markVerified(ctx, input)),
  /** Mails a user the link that verifies their address. */
  sendVerification: moderateUsers
    .meta({ rest: 'POST /api/admin/users/{id}/send-verification' })
    .input(userIdInput)
    .mutation(({ ctx, input }) => sendVerification(ctx, input)),
  /** Mails a user the link for a new password. */
  sendPasswordReset: moderateUsers
    .meta({ rest: 'POST /api/admin/users/{id}/send-password-reset' })
    .input(userIdInput)
    .mutation(({ ctx, input }) => sendPasswordReset(ctx, input)),
  /** Unlocks a user's account. */
  unlock: moderateUsers
    .meta({ rest: 'POST /api/admin/users/{id}/unlock' })
    .input(userIdInput)
    .mutation(({ ctx, input }) => unlockUser(ctx, input)),
  /** Bans a user, for a time or for good. */
  ban: moderateUsers
    .meta({ rest: 'POST /api/admin/users/{id}/ban' })
    .input(banUserInput)
    .mutation(({ ctx, input }) => banUser(ctx, input)),
  /** Lifts a ban. */
  unban: moderateUsers
    .meta({ rest: 'POST /api/admin/users/{id}/unban' })
    .input(userIdInput)
    .mutation(({ ctx, input }) => unbanUser(ctx, input)),
  /** Approves an account that waits. */
  approve: moderateUsers
    .meta({ rest: 'POST /api/admin/users/{id}/approve' })
    .input(userIdInput)
    .mutation(({ ctx, input }) => approveUser(ctx, input)),
  /** Refuses an account that waits. */
  refuse: moderateUsers
    .meta({ rest: 'POST /api/admin/users/{id}/refuse' })
    .input(refuseUserInput)
    .mutation(({ ctx, input }) => refuseUser(ctx, input)),
  /** Deletes a user, who can be restored for 30 days. */
  remove: manageUsers
    .meta({ rest: 'DELETE /api/admin/users/{id}' })
    .input(userIdInput)
    .mutation(({ ctx, input }) => removeUser(ctx, input)),
  /** Restores a deleted user. */
  restore: manageUsers
    .meta({ rest: 'POST /api/admin/users/{id}/restore' })
    .input(userIdInput)
    .mutation(({ ctx, input }) => restoreUser(ctx, input)),
  /** Removes a deleted user for good. */
  purge: manageUsers
    .meta({ fresh: true, rest: 'POST /api/admin/users/{id}/purge' })
    .input(userIdInput)
    .mutation(({ ctx, input }) => purgeUser(ctx, input)),
  /** Tells whom an act on many would touch. */
  planBulk: manageUsers
    .meta({ rest: 'POST /api/admin/bulk-acts/plan' })
    .input(planBulkInput)
    .query(({ ctx, input }) => planBulkUsers(ctx, input)),
  /** Does something to many users, a hundred at a time. */
  bulk: manageUsers
    .meta({ rest: 'POST /api/admin/bulk-acts' })
    .input(bulkUsersInput)
    .mutation(({ ctx, input }) => bulkUsers(ctx, input)),
})

async function* withIds(events: AsyncGenerator<ExportEvent>) {
  for await (const { eventId, chunk } of events) yield tracked(eventId, chunk)
}
