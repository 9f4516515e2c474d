import { deleteMeInput, getUserInput, listUsersInput, updateMeInput } from '#shared/users.ts'
import { deleteMe } from '../../users/delete-me.ts'
import { getUser } from '../../users/get-user.ts'
import { listUsers } from '../../users/list-users.ts'
import { updateMe } from '../../users/update-me.ts'
import { adminProcedure, protectedProcedure, router } from '../procedures.ts'

export const usersRouter = router({
  me: protectedProcedure.query(({ ctx }) => ({
    user: ctx.actor.user,
    session: {
      id: ctx.actor.session.id,
      createdAt: ctx.actor.session.createdAt.toISOString(),
      expiresAt: ctx.actor.session.expiresAt.toISOString(),
    },
  })),
  updateMe: protectedProcedure.input(updateMeInput).mutation(({ ctx, input }) => updateMe(ctx, input)),
  // It tests a password, so it counts as an attempt to sign in.
  deleteMe: protectedProcedure
    .meta({ limit: 'sign-in', testsPassword: true })
    .input(deleteMeInput)
    .mutation(({ ctx, input }) => deleteMe(ctx, input)),
  list: adminProcedure
    .meta({ permission: 'users.list' })
    .input(listUsersInput)
    .query(({ ctx, input }) => listUsers(ctx, input)),
  get: adminProcedure
    .meta({ permission: 'users.list' })
    .input(getUserInput)
    .query(({ ctx, input }) => getUser(ctx, input)),
})
