import {
  explainLimitInput,
  limitHistoryInput,
  listBlockedInput,
  listMostBlockedInput,
} from '#shared/limits/limit-events.ts'
import {
  listOverridesInput,
  overrideIdInput,
  resetPolicyInput,
  setOverrideInput,
  setPolicyInput,
} from '#shared/limits/limit-rules.ts'
import { changeLimitInput, limitIdInput, listLimitsInput } from '#shared/limits/limits.ts'
import { listLockoutsInput, unlockInput } from '#shared/limits/lockouts.ts'
import { explainCall } from '../../access/explain/explain-call.ts'
import { listCalls } from '../../access/explain/list-calls.ts'
import { listLockouts } from '../../auth/lockout/list-lockouts.ts'
import { unlock } from '../../auth/lockout/unlock.ts'
import { decrementCounter } from '../../limits/counters/decrement-counter.ts'
import { getCounter } from '../../limits/counters/get-counter.ts'
import { incrementCounter } from '../../limits/counters/increment-counter.ts'
import { listCounters } from '../../limits/counters/list-counters.ts'
import { listMyCounters } from '../../limits/counters/list-my-counters.ts'
import { resetAllCounters } from '../../limits/counters/reset-all-counters.ts'
import { resetCounter } from '../../limits/counters/reset-counter.ts'
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
  /** Lists what I have used of my limits. */
  status: protectedProcedure.meta({ rest: 'GET /api/me/limits' }).query(({ ctx }) => listMyCounters(ctx)),
  /** Lists counters of limits. */
  list: readLimits
    .meta({ rest: 'GET /api/admin/limits/counters' })
    .input(listLimitsInput)
    .query(({ ctx, input }) => listCounters(ctx, input)),
  /** Shows a counter. */
  get: readLimits
    .meta({ rest: 'GET /api/admin/limits/counters/{id}' })
    .input(limitIdInput)
    .query(({ ctx, input }) => getCounter(ctx, input)),
  /** Tells how many calls passed and were blocked over time. */
  history: readLimits
    .meta({ rest: 'GET /api/admin/limits/history' })
    .input(limitHistoryInput)
    .query(({ ctx, input }) => listHistory(ctx, input)),
  /** Lists what limits blocked lately. */
  blocked: readLimits
    .meta({ rest: 'GET /api/admin/limits/blocked' })
    .input(listBlockedInput)
    .query(({ ctx, input }) => listBlocked(ctx, input)),
  /** Lists whom limits blocked most. */
  mostBlocked: readLimits
    .meta({ rest: 'GET /api/admin/limits/most-blocked' })
    .input(listMostBlockedInput)
    .query(({ ctx, input }) => listMostBlocked(ctx, input)),
  /** Lists everything that limits count. */
  calls: readLimits.meta({ rest: 'GET /api/admin/limits/calls' }).query(({ ctx }) => listCalls(ctx)),
  /** Explains what a call would meet, without making it. */
  explain: readLimits
    .meta({ rest: 'GET /api/admin/limits/explanation' })
    .input(explainLimitInput)
    .query(({ ctx, input }) => explainCall(ctx, input)),
  /** Adds to a counter. */
  increment: manageLimits
    .meta({ rest: 'POST /api/admin/limits/counters/{id}/increment' })
    .input(changeLimitInput)
    .mutation(({ ctx, input }) => incrementCounter(ctx, input)),
  /** Takes from a counter. */
  decrement: manageLimits
    .meta({ rest: 'POST /api/admin/limits/counters/{id}/decrement' })
    .input(changeLimitInput)
    .mutation(({ ctx, input }) => decrementCounter(ctx, input)),
  /** Sets a counter back to nothing. */
  reset: manageLimits
    .meta({ rest: 'POST /api/admin/limits/counters/{id}/reset' })
    .input(limitIdInput)
    .mutation(({ ctx, input }) => resetCounter(ctx, input)),
  /** Sets every counter back to nothing. */
  resetAll: manageLimits
    .meta({ rest: 'POST /api/admin/limits/reset' })
    .mutation(({ ctx }) => resetAllCounters(ctx)),
  /** Lists accounts with wrong passwords or codes. */
  lockouts: readLimits
    .meta({ rest: 'GET /api/admin/lockouts' })
    .input(listLockoutsInput)
    .query(({ ctx, input }) => listLockouts(ctx, input)),
  /** Unlocks an account. */
  unlock: manageLimits
    .meta({ rest: 'POST /api/admin/lockouts/{id}/unlock' })
    .input(unlockInput)
    .mutation(({ ctx, input }) => unlock(ctx, input)),
  /** Lists rules that give callers another limit. */
  overrides: readLimits
    .meta({ rest: 'GET /api/admin/limits/overrides' })
    .input(listOverridesInput)
    .query(({ ctx, input }) => listOverrides(ctx, input)),
  /** Makes or changes a rule that gives callers another limit. */
  setOverride: manageLimits
    .meta({ rest: 'POST /api/admin/limits/overrides' })
    .input(setOverrideInput)
    .mutation(({ ctx, input }) => setOverride(ctx, input)),
  /** Removes such a rule. */
  removeOverride: manageLimits
    .meta({ rest: 'DELETE /api/admin/limits/overrides/{id}' })
    .input(overrideIdInput)
    .mutation(({ ctx, input }) => removeOverride(ctx, input)),
  /** Lists the limits, with their numbers. */
  policies: readLimits.meta({ rest: 'GET /api/admin/limits/policies' }).query(({ ctx }) => listPolicies(ctx)),
  /** Changes a number of a limit. */
  setPolicy: manageLimits
    .meta({ rest: 'PUT /api/admin/limits/policies/{id}' })
    .input(setPolicyInput)
    .mutation(({ ctx, input }) => setPolicy(ctx, input)),
  /** Gives a limit its own numbers back. */
  resetPolicy: manageLimits
    .meta({ rest: 'POST /api/admin/limits/policies/{id}/reset' })
    .input(resetPolicyInput)
    .mutation(({ ctx, input }) => resetPolicy(ctx, input)),
  /** Tells how the caller's address was found. */
  clientAddress: readLimits
    .meta({ rest: 'GET /api/admin/limits/client-address' })
    .query(({ ctx }) => ctx.describeClient()),
})
