import type { KeyedCall, LimitDecision, Quota } from './limit-decision.ts'
import { RecentMap } from './recent-map.ts'

interface Denied {
  cost: number
  untilMs: number
  resetAtMs: number
  quota: Quota
}

export interface DenialCache {
  /** The refusal of a call whose counter is known to have no room for it yet; null when the store must be asked. */
  find(call: KeyedCall): LimitDecision | null
  /** Keeps a refusal, unless `forget` was called after the store was asked at `askedAt`. */
  remember(call: KeyedCall, decision: LimitDecision, askedAt: number): void
  /** What `remember` wants to know: how often `forget` was called by now. */
  forgotten(): number
  forget(keys?: readonly string[]): void
}

/**
 * Counters that are full, so that a caller who keeps trying does not reach the database. Other callers can only make
 * the wait longer, so a refusal holds until its time comes, for the same and any higher cost.
 */
export function createDenialCache(options: { now(): number; maxKeys: number }): DenialCache {
  const denials = new RecentMap<Denied>(options.maxKeys)
  let forgotten = 0

  return {
    find({ quotas, cost }) {
      const now = options.now()
      for (const { key } of quotas) {
        const denied = denials.get(key)
        if (!denied || denied.cost > cost) continue
        if (denied.untilMs > now) return toDecision(denied, now)
        denials.delete(key)
      }
      return null
    },
    remember({ quotas, cost }, { quotas: left, denied }, askedAt) {
      // A reset that came while the store was asked may have made room.
      if (!denied || askedAt !== forgotten) return
      const isDenied = (quota: { policy: string; scope: string }) =>
        quota.policy === denied.policy && quota.scope === denied.scope
      const key = quotas.find(isDenied)?.key
      const quota = left.find(isDenied)
      if (!key || !quota) return
      const now = options.now()
      denials.set(key, {
        cost,
        quota,
        untilMs: now + denied.retryAfterMs,
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
