import type { LimitCall, Limiter } from '../decide/limiter.ts'
import type { LimitRecorder } from './limit-recorder.ts'

/** The same limiter, whose every decision is also recorded. A call that the store failed was not decided. */
export function recordDecisions(limiter: Limiter, recorder: LimitRecorder): Limiter {
  const consume = async (call: LimitCall) => {
    const decision = await limiter.consume(call)
    recorder.record(call, decision)
    return decision
  }
  // What the limiter reads anew each time it is asked stays so: a copy of its properties would not.
  return Object.create(limiter, { consume: { value: consume } })
}
