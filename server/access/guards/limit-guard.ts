import { countedPolicies } from '../declared-call.ts'
import { type Guard, passes, refuses } from '../guard.ts'

/** The limits that the call counts against: here it is charged. */
export const limitGuard: Guard = {
  step: 'limit',
  appliesTo: () => true,
  notApplicable: '',
  ask: (call, { caller, charge }) => charge(countedPolicies(call, caller.key !== null), call.cost),
  explain({ cost }, { counters }) {
    const full = counters.filter(({ retryAfterMs }) => retryAfterMs > 0)
    const [longest] = full.toSorted((a, b) => b.retryAfterMs - a.retryAfterMs)
    if (counters.length === 0)
      return { outcome: 'not-applicable', message: 'No counter is known for this caller.' }
    if (!longest) return passes(`Every counter has room for the cost ${cost}.`)
    const { id, used, limit, retryAfterMs } = longest
    return refuses(
      `${id} has used ${used} of ${limit}; the call passes in ${Math.ceil(retryAfterMs / 1000)} s.`,
    )
  },
}
