import { LRUCache } from 'lru-cache'
import type { KeyedCall, LimitDecision, Quota } from './limit-decision.ts'

interface Denied {
  cost: number
  untilMs: number
  resetAtMs: number
  quota: Quota
}

export interface DenialCache {
  /** The refusal of a call whose counter is known to have no room for it yet; null when the store must be asked. */
  find(call: KeyedCall): LimitDecision | null
  /**
   * Keeps a refusal for as long as the quotas that it was decided by hold, unless `forget` was called since they were
   * read at `readAt`.
   */
  remember(call: KeyedCall, decision: LimitDecision, quotas: { readAt: number; holdForMs: number }): void
  /** What `remember` wants to know: how often `forget` was called by now. */
  forgotten(): number
  forget(keys?: readonly string[]): void
}

/**
 * Counters that are full, so that a caller who keeps trying does not reach the database. Other callers can only make
 * the wait longer, so a refusal holds until its time comes, for the same and any higher cost, at the same and any
 * lower limit: an override may give some of a counter's callers another one.
 */
export function createDenialCache(options: { now(): number; maxKeys: number }): DenialCache {
  const denials = new LRUCache<string, Denied>({ max: options.maxKeys })
  let forgotten = 0

  return {
    find({ quotas, cost }) {
      const now = options.now()
      for (const { key, limit } of quotas) {
        const denied = denials.get(key)
        if (!denied || denied.cost > cost || denied.quota.limit < limit) continue
        if (denied.untilMs > now) return toDecision(denied, now)
        denials.delete(key)
      }
      return null
    },
    remember({ cost }, { quotas, denied }, { readAt, holdForMs }) {
      // A reset or another rule that came since the quotas were read may have made room.
      if (!denied || readAt !== forgotten) return
      const quota = quotas.find(({ key }) => key === denied.key)
      if (!quota) return
      const now = options.now()
      denials.set(denied.key, {
        cost,
        quota,
        untilMs: now + Math.min(denied.retryAfterMs, holdForMs),
        resetAtMs: now + quota.resetMs,
      })
    },
    forgotten: () => forgotten,
    forget(keys) {
      forgotten += 1
      if (!keys) denials.clear()
      else for (const key of keys) denials.delete(key)
    },
  }
}

function toDecision({ quota, untilMs, resetAtMs }: Denied, now: number): LimitDecision {
  const { key, policy, scope, limit, windowMs } = quota
  return {
    passed: false,
    quotas: [{ ...quota, resetMs: Math.ceil(Math.max(resetAtMs - now, 0)) }],
    denied: { key, policy, scope, limit, windowMs, retryAfterMs: Math.max(Math.ceil(untilMs - now), 1) },
  }
}
