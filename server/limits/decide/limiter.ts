import { LRUCache } from 'lru-cache'
import type { Database } from '../../database/database.ts'
import { joinTransaction } from '../../database/transaction-guard.ts'
import { unavailable } from '../../errors.ts'
import type { LimitPartition } from '../limit-keys.ts'
import type { LimitPolicies, PolicyName } from '../limit-policies.ts'
import { fixedRules, type LimitRules } from '../rules/limit-rules.ts'
import { applyRules, blockedDecision, untouched } from './apply-rules.ts'
import type { CounterState } from './decide.ts'
import { createDenialCache } from './denial-cache.ts'
import { decideCall, type KeyedCall, type LimitDecision } from './limit-decision.ts'
import { createLimitStore } from './limit-store.ts'

export type { LimitPartition } from '../limit-keys.ts'
export type { Denial, LimitDecision, Quota } from './limit-decision.ts'

export interface LimitCall {
  policies: readonly PolicyName[]
  partition: LimitPartition
  /** A whole number, 1 unless given. */
  cost?: number
  /** What the call is, for the record of what was blocked. */
  source?: CallSource
}

export interface CallSource {
  /** A procedure's path or `METHOD /api/auth/...` as it is listed; never a path that the caller chose. */
  procedure: string
  requestId: string
}

export interface Limiter {
  readonly rules: LimitRules
  /** With the numbers in force. */
  readonly policies: LimitPolicies
  /**
   * Decides a call over all scopes of all its policies, all or none, and charges it when it passes. Overrides come
   * first: a call that one blocks is refused, and scopes that one exempts do not count. Throws SERVICE_UNAVAILABLE when too many calls wait, or when the store is away and one of the policies then denies.
   */
  consume(call: LimitCall): Promise<LimitDecision>
  /** Whether a decision about these policies may depend on who calls, and not on the address alone. */
  countsCallers(policies: readonly PolicyName[]): boolean
  /** Asks the store again about these counters, or about all, although they were full. */
  forget(keys?: readonly string[]): void
  /** Lets the calls that wait finish and refuses new ones. */
  close(): Promise<void>
}

export interface LimiterOptions {
  db: Database
  /** The overrides and policies in force; unless given, `policies` without overrides. */
  rules?: LimitRules
  policies?: LimitPolicies
  /** Hears of every failure of the store, once for all the calls that it concerns. */
  onStoreError?: (error: unknown) => void
  /** Milliseconds; only for what this process remembers, since the database's clock decides. */
  now?: () => number
  /** How many calls may wait for the store; 5,000 unless given. */
  maxWaiting?: number
}

const maxRememberedKeys = 20_000

/** The one limiter, over the counters in the database; build one for a process. */
export function createLimiter(options: LimiterOptions): Limiter {
  const { db, onStoreError = () => {}, now = monotonicNow } = options
  const rules = options.rules ?? fixedRules(options.policies)
  const denials = createDenialCache({ now, maxKeys: maxRememberedKeys })
  const localCounters = new LRUCache<string, CounterState>({ max: maxRememberedKeys })
  const store = createLimitStore({ db, denials, onStoreError, now, maxWaiting: options.maxWaiting ?? 5000 })
  let closed = false

  function forget(keys?: readonly string[]) {
    denials.forget(keys)
    if (!keys) localCounters.clear()
    else for (const key of keys) localCounters.delete(key)
  }
  // Without a key it is about what was decided by the store, not about what is counted here while it is away.
  rules.onForget((keys) => (keys ? forget(keys) : denials.forget()))

  return {
    rules,
    get policies() {
      return rules.policies
    },
    countsCallers: (names) =>
      rules.overrides.namesUsers ||
      names.some((name) => rules.policies[name].scopes.some(({ scope }) => scope !== 'ip')),
    async consume({ policies: names, partition, cost = 1 }) {
      const { counted, exempt, blocked, holdForMs } = applyRules(rules, names, partition)
      const call = { quotas: counted, cost, readAt: denials.forgotten(), holdForMs }
      refuseMisuse(db, { quotas: [...counted, ...exempt], cost }, names)
      if (blocked) return blockedDecision(blocked, rules.now())
      const free = untouched(exempt)
      if (counted.length === 0) return { passed: true, quotas: free, denied: null }
      const denial = denials.find(call)
      if (denial) return denial
      if (closed || store.isFull()) throw unavailable(new Error('Too many calls wait for the limits.'))
      try {
        const decision = await store.consume(call)
        return free.length > 0 ? { ...decision, quotas: [...decision.quotas, ...free] } : decision
      } catch (error) {
        if (names.some((name) => rules.policies[name].onStoreError === 'deny')) throw unavailable(error)
        return decideCall(localCounters, call, Math.floor(now()))
      }
    },
    forget,
    async close() {
      closed = true
      await store.drained()
    },
  }
}

// The clock of the wall may be set back, and a refusal would then last too long.
const monotonicNow = () => performance.timeOrigin + performance.now()

// What a programmer got wrong must not pass as "no limit" or fail the calls of strangers.
function refuseMisuse(db: Database, { quotas, cost }: KeyedCall, names: readonly PolicyName[]): void {
  if (quotas.length === 0) throw new Error(`No partition for a call that is limited by ${names.join(', ')}.`)
  if (!Number.isInteger(cost) || cost < 1) throw new Error(`The cost ${cost} is not a whole number above 0.`)
  if (joinTransaction(db) !== db) throw new Error('Limits are consumed before a transaction, not inside it.')
}
