import {
  changeLimitInput,
  limitIdInput,
  listLimitsInput,
  listLockoutsInput,
  unlockInput,
} from '#shared/limits.ts'
import { listLockouts } from '../../auth/list-lockouts.ts'
import { unlock } from '../../auth/unlock.ts'
import { decrementCounter } from '../../limits/decrement-counter.ts'
import { getCounter } from '../../limits/get-counter.ts'
import { incrementCounter } from '../../limits/increment-counter.ts'
import { listCounters } from '../../limits/list-counters.ts'
import { listMyCounters } from '../../limits/list-my-counters.ts'
import { resetAllCounters } from '../../limits/reset-all-counters.ts'
import { resetCounter } from '../../limits/reset-counter.ts'
import { adminProcedure, protectedProcedure, router } from '../procedures.ts'

const readLimits = adminProcedure.meta({ permission: 'limits.read' })
const manageLimits = adminProcedure.meta({ permission: 'limits.manage' })

export const limitsRouter = router({
  status: protectedProcedure.query(({ ctx }) => listMyCounters(ctx)),
  list: readLimits.input(listLimitsInput).query(({ ctx, input }) => listCounters(ctx, input)),
  get: readLimits.input(limitIdInput).query(({ ctx, input }) => getCounter(ctx, input)),
  increment: manageLimits.input(changeLimitInput).mutation(({ ctx, input }) => incrementCounter(ctx, input)),
  decrement: manageLimits.input(changeLimitInput).mutation(({ ctx, input }) => decrementCounter(ctx, input)),
  reset: manageLimits.input(limitIdInput).mutation(({ ctx, input }) => resetCounter(ctx, input)),
  resetAll: manageLimits.mutation(({ ctx }) => resetAllCounters(ctx)),
  lockouts: readLimits.input(listLockoutsInput).query(({ ctx, input }) => listLockouts(ctx, input)),
  unlock: manageLimits.input(unlockInput).mutation(({ ctx, input }) => unlock(ctx, input)),
})
