import type { LimitCall, Limiter } from '../decide/limiter.ts'
import type { LimitRecorder } from './limit-recorder.ts'

/** The same limiter, whose every decision is also recorded. A call that the store failed was not decided. */
export function recordDecisions(limiter: Limiter, recorder: LimitRecorder): Limiter {
  return {
    ...limiter,
    // The numbers in force change: spread, they would stay those of now.
    get policies() {
      return limiter.policies
    },
    async consume(call: LimitCall) {
      const decision = await limiter.consume(call)
      recorder.record(call, decision)
      return decision
    },
  }
}
