import type { AppError } from '../errors.ts'
import type { DeclaredCall } from './declared-call.ts'
import type { AccessRequest, Caller, Guard } from './guard.ts'
import { guards } from './guards/guards.ts'
import { keyGuard } from './guards/key-guard.ts'
import { limitGuard } from './guards/limit-guard.ts'

/** A call with what stands before it, in order; made once, from what it declares. */
export interface GuardedCall {
  declared: DeclaredCall
  guards: readonly Guard[]
}

/** What stands before the call. What stands within it is not here: the call itself asks that. */
export function guardCall(declared: DeclaredCall): GuardedCall {
  return {
    declared,
    guards: guards.filter((guard) => (guard.judge || guard.ask) && guard.appliesTo(declared)),
  }
}

/** Whether a guard of the call judges its caller, who may come without a key. */
export const judgesCaller = ({ guards }: GuardedCall): boolean =>
  guards.some((guard) => guard.judge !== undefined && guard !== keyGuard)

/** Lets a call pass its guards, and charges it. Throws the answer of the first one that refuses it. */
export async function admit({ declared, guards }: GuardedCall, request: AccessRequest): Promise<void> {
  let charged = false
  for (const guard of guards) {
    const refusal = guard.ask ? await guard.ask(declared, request) : guard.judge?.(declared, request.caller)
    charged ||= guard === limitGuard
    if (!refusal) continue
    if (charged) throw refusal
    throw (await request.charge(declared.policiesIfRefused, 1)) ?? refusal
  }
}

/** What the guards that ask nobody answer this caller; null when all of them let the call pass. Nothing is charged. */
export function judge({ declared, guards }: GuardedCall, caller: Caller): AppError | null {
  for (const guard of guards) {
    const refusal = guard.judge?.(declared, caller)
    if (refusal) return refusal
  }
  return null
}
