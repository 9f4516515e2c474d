import { setPlanInput } from '#shared/credits/entitlement-views.ts'
import { listPlans } from '../../entitlements/list-plans.ts'
import { setPlan } from '../../owners/set-plan.ts'
import { adminProcedure, publicProcedure, router } from '../procedures.ts'

export const plansRouter = router({
  /** Lists the plans that there are. */
  list: publicProcedure.meta({ rest: 'GET /api/plans' }).query(() => listPlans()),
  /** Gives a user a plan, for a time or until it is changed. */
  set: adminProcedure
    .meta({ permission: 'credits.manage', fresh: true, rest: 'PUT /api/admin/users/{userId}/plan' })
    .input(setPlanInput)
    .mutation(({ ctx, input }) => setPlan(ctx, input)),
})
