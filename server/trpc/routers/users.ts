import { tracked } from '@trpc/server'
import { createUserInput, inviteUserInput } from '#shared/invitations.ts'
import { mySecurityEventsInput, resetTwoFactorInput } from '#shared/security.ts'
import {
  banUserInput,
  bulkUsersInput,
  deleteMeInput,
  exportUsersInput,
  getUserInput,
  listUsersInput,
  refuseUserInput,
  setRoleInput,
  updateMeInput,
  updateUserInput,
  userIdInput,
  userStatsInput,
} from '#shared/users.ts'
import { createInvitedUser } from '../../invitations/create-invited-user.ts'
import { inviteUser } from '../../invitations/invite-user.ts'
import { approveUser } from '../../users/acts/approve-user.ts'
import { banUser } from '../../users/acts/ban-user.ts'
import { bulkUsers } from '../../users/acts/bulk-users.ts'
import { purgeUser } from '../../users/acts/purge-user.ts'
import { refuseUser } from '../../users/acts/refuse-user.ts'
import { removeUser } from '../../users/acts/remove-user.ts'
import { resetTwoFactor } from '../../users/acts/reset-two-factor.ts'
import { restoreUser } from '../../users/acts/restore-user.ts'
import { setUserRole } from '../../users/acts/set-role.ts'
import { unbanUser } from '../../users/acts/unban-user.ts'
import { updateUser } from '../../users/acts/update-user.ts'
import { type ExportEvent, exportUsers } from '../../users/list/export-users.ts'
import { getUser } from '../../users/list/get-user.ts'
import { listUsers } from '../../users/list/list-users.ts'
import { getUserStats } from '../../users/list/user-stats.ts'
import { deleteMe } from '../../users/me/delete-me.ts'
import { exportMe } from '../../users/me/export-me.ts'
import { listMyEvents } from '../../users/me/list-my-events.ts'
import { updateMe } from '../../users/me/update-me.ts'
import { adminProcedure, protectedProcedure, router } from '../procedures.ts'

const manageUsers = adminProcedure.meta({ permission: 'users.manage' })
const moderateUsers = adminProcedure.meta({ permission: 'users.moderate' })

export const usersRouter = router({
  me: protectedProcedure.meta({ whilePending: true }).query(({ ctx }) => ({
    user: ctx.actor.user,
    session: {
      id: ctx.actor.session.id,
      createdAt: ctx.actor.session.createdAt.toISOString(),
      expiresAt: ctx.actor.session.expiresAt.toISOString(),
    },
    impersonator: ctx.actor.impersonator,
  })),
  updateMe: protectedProcedure.input(updateMeInput).mutation(({ ctx, input }) => updateMe(ctx, input)),
  // It tests a password, so it counts as an attempt to sign in.
  deleteMe: protectedProcedure
    .meta({ limit: 'sign-in', testsPassword: true, whilePending: true, whileImpersonating: false })
    .input(deleteMeInput)
    .mutation(({ ctx, input }) => deleteMe(ctx, input)),
  // Everything about a person in one answer: what a thief of a session would want most.
  exportMe: protectedProcedure
    .meta({ limit: 'export', fresh: true, whileImpersonating: false })
    .query(({ ctx }) => exportMe(ctx)),
  mySecurityEvents: protectedProcedure
    .input(mySecurityEventsInput)
    .query(({ ctx, input }) => listMyEvents(ctx, input)),
  resetTwoFactor: adminProcedure
    .meta({ permission: 'users.manage', fresh: true })
    .input(resetTwoFactorInput)
    .mutation(({ ctx, input }) => resetTwoFactor(ctx, input)),
  list: adminProcedure
    .meta({ permission: 'users.list' })
    .input(listUsersInput)
    .query(({ ctx, input }) => listUsers(ctx, input)),
  get: adminProcedure
    .meta({ permission: 'users.list' })
    .input(getUserInput)
    .query(({ ctx, input }) => getUser(ctx, input)),
  stats: adminProcedure
    .meta({ permission: 'users.list' })
    .input(userStatsInput)
    .query(({ ctx, input }) => getUserStats(ctx, input)),
  export: adminProcedure
    .meta({ permission: 'export', limit: 'export' })
    .input(exportUsersInput)
    .subscription(async ({ ctx, input }) => withIds(await exportUsers(ctx, input))),
  create: manageUsers.input(createUserInput).mutation(({ ctx, input }) => createInvitedUser(ctx, input)),
  invite: manageUsers.input(inviteUserInput).mutation(({ ctx, input }) => inviteUser(ctx, input)),
  update: manageUsers.input(updateUserInput).mutation(({ ctx, input }) => updateUser(ctx, input)),
  setRole: manageUsers
    .meta({ fresh: true })
    .input(setRoleInput)
    .mutation(({ ctx, input }) => setUserRole(ctx, input)),
  ban: moderateUsers.input(banUserInput).mutation(({ ctx, input }) => banUser(ctx, input)),
  unban: moderateUsers.input(userIdInput).mutation(({ ctx, input }) => unbanUser(ctx, input)),
  approve: moderateUsers.input(userIdInput).mutation(({ ctx, input }) => approveUser(ctx, input)),
  refuse: moderateUsers.input(refuseUserInput).mutation(({ ctx, input }) => refuseUser(ctx, input)),
  remove: manageUsers.input(userIdInput).mutation(({ ctx, input }) => removeUser(ctx, input)),
  restore: manageUsers.input(userIdInput).mutation(({ ctx, input }) => restoreUser(ctx, input)),
  purge: manageUsers
    .meta({ fresh: true })
    .input(userIdInput)
    .mutation(({ ctx, input }) => purgeUser(ctx, input)),
  bulk: manageUsers.input(bulkUsersInput).mutation(({ ctx, input }) => bulkUsers(ctx, input)),
})

async function* withIds(events: AsyncGenerator<ExportEvent>) {
  for await (const { eventId, chunk } of events) yield tracked(eventId, chunk)
}
