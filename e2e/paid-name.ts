import { withOwnRouters } from '#server/trpc/app-router.ts'
import { protectedProcedure, router } from '#server/trpc/procedures.ts'
import { usersRouter } from '#server/trpc/routers/users.ts'
import { updateMe } from '#server/users/me/update-me.ts'
import { updateMeInput } from '#shared/users.ts'

/** Every procedure of ours, of which one that a page calls costs what a product's may cost: five credits for a new name. */
export const routerWithPaidName = withOwnRouters({
  users: router({
    ...usersRouter._def.record,
    updateMe: protectedProcedure
      .meta({ credits: 5 })
      .input(updateMeInput)
      .mutation(({ ctx, input }) => updateMe(ctx, input)),
  }),
})
