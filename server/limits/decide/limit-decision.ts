import type { LimitScope } from '#shared/limits/limits.ts'
import type { KeyedQuota } from '../limit-keys.ts'
import type { PolicyName } from '../limit-policies.ts'
import {
  type CounterState,
  decide,
  emptyCounter,
  remainingCost,
  rollWindow,
  timeToPass,
  timeToReset,
} from './decide.ts'

/** What a call has left of one quota after it was decided. */
export interface Quota {
  /** Of its counter. It may name a session, so it is not for answers. */
  key: string
  policy: PolicyName
  scope: LimitScope
  limit: number
  windowMs: number
  remaining: number
  /** Until all of it is there again if nobody calls. */
  resetMs: number
}

/** The quota that refused a call; of several, the one that refuses it longest. */
export interface Denial {
  /** Of its counter. It may name a session, so it is not for answers. */
  key: string
  policy: PolicyName
  scope: LimitScope
  limit: number
  windowMs: number
  /** Until the call would pass; 1 at least. */
  retryAfterMs: number
  /** Set when an override blocks the caller, whatever was counted: until when, null for good. */
  blocked?: { until: Date | null }
}

export interface LimitDecision {
  passed: boolean
  quotas: Quota[]
  denied: Denial | null
}

/** A call as the store decides it: every quota must have room for the cost. */
export interface KeyedCall {
  quotas: readonly KeyedQuota[]
  cost: number
}

/** The counters that calls are decided on, by key. */
export interface Counters {
  get(key: string): CounterState | undefined
  set(key: string, state: CounterState): unknown
}

/** Decides a call on counters in memory, all its quotas or none, and charges them when it passed. */
export function decideCall(counters: Counters, call: KeyedCall, now: number): LimitDecision {
  const passed = call.quotas.every(
    (quota) => decide(counters.get(quota.key) ?? emptyCounter, { ...quota, cost: call.cost }, now).passed,
  )
  charge(counters, call, passed ? call.cost : 0, now)
  return describeDecision(counters, call, passed, now)
}

/** Moves the call's counters on to the window of `now` and adds the cost. */
export function charge(counters: Counters, { quotas }: KeyedCall, cost: number, now: number): void {
  for (const { key, windowMs } of quotas) {
    const current = rollWindow(counters.get(key) ?? emptyCounter, windowMs, now)
    counters.set(key, { ...current, count: current.count + cost })
  }
}

/** The answer to a call from the counters as they are after it. */
export function describeDecision(
  counters: Counters,
  call: KeyedCall,
  passed: boolean,
  now: number,
): LimitDecision {
  const quotas = call.quotas.map((quota) => {
    const state = counters.get(quota.key) ?? emptyCounter
    return {
      ...nameOf(quota),
      remaining: remainingCost(state, quota, now),
      resetMs: timeToReset(state, quota.windowMs, now),
    }
  })
  return { passed, quotas, denied: passed ? null : longestDenial(counters, call, now) }
}

function longestDenial(counters: Counters, call: KeyedCall, now: number): Denial | null {
  const denials = call.quotas.map((quota) => {
    const state = counters.get(quota.key) ?? emptyCounter
    return { ...nameOf(quota), retryAfterMs: Math.max(timeToPass(state, quota, call.cost, now), 1) }
  })
  return denials.sort((a, b) => b.retryAfterMs - a.retryAfterMs)[0] ?? null
}

/** The part of a quota that a decision repeats. */
export function nameOf({ key, policy, scope, limit, windowMs }: KeyedQuota) {
  return { key, policy, scope, limit, windowMs }
}
