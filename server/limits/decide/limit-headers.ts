import type { LimitDecision, Quota } from './limit-decision.ts'

/**
 * `ratelimit-policy` and `ratelimit` for the tightest quota of a decision, as draft-ietf-httpapi-ratelimit-headers has
 * them, and `retry-after` in seconds when it was refused. Quotas are named `<policy>-<scope>`; names are lower-case.
 */
export function limitHeaders(decision: LimitDecision): Record<string, string> {
  return batchLimitHeaders([decision])
}

/** The headers of an answer to several calls; `retry-after` only when none of them passed: when the first one would. */
export function batchLimitHeaders(decisions: readonly LimitDecision[]): Record<string, string> {
  const refused = decisions.some(({ passed }) => passed) ? null : soonest(decisions)
  const quota = tightest(refused ? quotasRefused(refused) : decisions.flatMap(({ quotas }) => quotas))
  if (!quota) return refused ? blockedHeaders(refused) : {}
  const name = `"${quota.policy}-${quota.scope}"`
  return {
    'ratelimit-policy': `${name};q=${quota.limit};w=${seconds(quota.windowMs)}`,
    ratelimit: `${name};r=${quota.remaining};t=${seconds(quota.resetMs)}`,
    ...(refused?.denied && { 'retry-after': String(Math.max(seconds(refused.denied.retryAfterMs), 1)) }),
  }
}

// A rule that blocks has no quota to tell of; a rule without an end gives nothing to wait for.
function blockedHeaders({ denied }: LimitDecision): Record<string, string> {
  return denied?.blocked?.until ? { 'retry-after': String(Math.max(seconds(denied.retryAfterMs), 1)) } : {}
}

const seconds = (ms: number) => Math.ceil(ms / 1000)

function soonest(decisions: readonly LimitDecision[]): LimitDecision | null {
  const wait = ({ denied }: LimitDecision) => denied?.retryAfterMs ?? 0
  return decisions.toSorted((a, b) => wait(a) - wait(b))[0] ?? null
}

function quotasRefused({ quotas, denied }: LimitDecision): Quota[] {
  return quotas.filter(({ key }) => key === denied?.key)
}

function tightest(quotas: readonly Quota[]): Quota | null {
  return quotas.toSorted((a, b) => a.remaining - b.remaining || b.resetMs - a.resetMs)[0] ?? null
}
