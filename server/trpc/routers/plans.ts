import { listPlans } from '../../entitlements/list-plans.ts'
import { publicProcedure, router } from '../procedures.ts'

export const plansRouter = router({
  /** Lists the plans that there are. */
  list: publicProcedure.meta({ rest: 'GET /api/plans' }).query(() => listPlans()),
})
