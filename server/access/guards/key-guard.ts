import { personNeeded } from '../../key-status/key-refusals.ts'
import type { DeclaredCall } from '../declared-call.ts'
import { type Caller, type Guard, passes, refuses } from '../guard.ts'

/** A key that does not work is refused everywhere, and one that does where a person must act. */
export const keyGuard: Guard = {
  step: 'key',
  appliesTo: () => true,
  notApplicable: '',
  judge,
  explain(call, { caller }) {
    const refusal = judge(call, caller)
    if (refusal) return refuses(refusal.message)
    if (caller.key) return passes('The key works, and programs may call this.')
    return { outcome: 'not-applicable', message: 'It is not called with a key.' }
  },
}

function judge(call: DeclaredCall, { key, keyRefusal }: Caller) {
  return keyRefusal ?? (key && !call.keys ? personNeeded() : null)
}
