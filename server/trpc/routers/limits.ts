import {
  explainLimitInput,
  limitHistoryInput,
  listBlockedInput,
  listMostBlockedInput,
} from '#shared/limit-events.ts'
import {
  listOverridesInput,
  overrideIdInput,
  resetPolicyInput,
  setOverrideInput,
  setPolicyInput,
} from '#shared/limit-rules.ts'
import { changeLimitInput, limitIdInput, listLimitsInput } from '#shared/limits.ts'
import { listLockoutsInput, unlockInput } from '#shared/lockouts.ts'
import { listLockouts } from '../../auth/lockout/list-lockouts.ts'
import { unlock } from '../../auth/lockout/unlock.ts'
import { decrementCounter } from '../../limits/counters/decrement-counter.ts'
import { getCounter } from '../../limits/counters/get-counter.ts'
import { incrementCounter } from '../../limits/counters/increment-counter.ts'
import { listCounters } from '../../limits/counters/list-counters.ts'
import { listMyCounters } from '../../limits/counters/list-my-counters.ts'
import { resetAllCounters } from '../../limits/counters/reset-all-counters.ts'
import { resetCounter } from '../../limits/counters/reset-counter.ts'
import { explainLimit } from '../../limits/explain/explain-limit.ts'
import { listCalls } from '../../limits/explain/list-calls.ts'
import { listOverrides } from '../../limits/overrides/list-overrides.ts'
import { removeOverride } from '../../limits/overrides/remove-override.ts'
import { setOverride } from '../../limits/overrides/set-override.ts'
import { listPolicies } from '../../limits/policies/list-policies.ts'
import { resetPolicy } from '../../limits/policies/reset-policy.ts'
import { setPolicy } from '../../limits/policies/set-policy.ts'
import { listBlocked } from '../../limits/record/list-blocked.ts'
import { listHistory } from '../../limits/record/list-history.ts'
import { listMostBlocked } from '../../limits/record/list-most-blocked.ts'
import { adminProcedure, protectedProcedure, router } from '../procedures.ts'

const readLimits = adminProcedure.meta({ permission: 'limits.read' })
const manageLimits = adminProcedure.meta({ permission: 'limits.manage' })

export const limitsRouter = router({
  status: protectedProcedure.query(({ ctx }) => listMyCounters(ctx)),
  list: readLimits.input(listLimitsInput).query(({ ctx, input }) => listCounters(ctx, input)),
  get: readLimits.input(limitIdInput).query(({ ctx, input }) => getCounter(ctx, input)),
  history: readLimits.input(limitHistoryInput).query(({ ctx, input }) => listHistory(ctx, input)),
  blocked: readLimits.input(listBlockedInput).query(({ ctx, input }) => listBlocked(ctx, input)),
  mostBlocked: readLimits.input(listMostBlockedInput).query(({ ctx, input }) => listMostBlocked(ctx, input)),
  calls: readLimits.query(({ ctx }) => listCalls(ctx)),
  explain: readLimits.input(explainLimitInput).query(({ ctx, input }) => explainLimit(ctx, input)),
  increment: manageLimits.input(changeLimitInput).mutation(({ ctx, input }) => incrementCounter(ctx, input)),
  decrement: manageLimits.input(changeLimitInput).mutation(({ ctx, input }) => decrementCounter(ctx, input)),
  reset: manageLimits.input(limitIdInput).mutation(({ ctx, input }) => resetCounter(ctx, input)),
  resetAll: manageLimits.mutation(({ ctx }) => resetAllCounters(ctx)),
  lockouts: readLimits.input(listLockoutsInput).query(({ ctx, input }) => listLockouts(ctx, input)),
  unlock: manageLimits.input(unlockInput).mutation(({ ctx, input }) => unlock(ctx, input)),
  overrides: readLimits.input(listOverridesInput).query(({ ctx, input }) => listOverrides(ctx, input)),
  setOverride: manageLimits.input(setOverrideInput).mutation(({ ctx, input }) => setOverride(ctx, input)),
  removeOverride: manageLimits
    .input(overrideIdInput)
    .mutation(({ ctx, input }) => removeOverride(ctx, input)),
  policies: readLimits.query(({ ctx }) => listPolicies(ctx)),
  setPolicy: manageLimits.input(setPolicyInput).mutation(({ ctx, input }) => setPolicy(ctx, input)),
  resetPolicy: manageLimits.input(resetPolicyInput).mutation(({ ctx, input }) => resetPolicy(ctx, input)),
  clientAddress: readLimits.query(({ ctx }) => ctx.describeClient()),
})
