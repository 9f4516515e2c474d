import { expect, test } from 'vitest'
import type { LimitDecision, Quota } from './limit-decision.ts'
import { batchLimitHeaders, limitHeaders } from './limit-headers.ts'

const ip: Quota = {
  key: 'public/ip:203.0.113.7',
  policy: 'public',
  scope: 'ip',
  limit: 150,
  windowMs: 15_000,
  remaining: 149,
  resetMs: 12_001,
}
const account: Quota = {
  key: 'mail/account:0f',
  policy: 'mail',
  scope: 'account',
  limit: 3,
  windowMs: 600_000,
  remaining: 2,
  resetMs: 900_000,
}

function passed(...quotas: Quota[]): LimitDecision {
  return { passed: true, quotas, denied: null }
}

function refused(quota: Quota, retryAfterMs: number, ...others: Quota[]): LimitDecision {
  const { key, policy, scope, limit, windowMs } = quota
  return {
    passed: false,
    quotas: [...others, quota],
    denied: { key, policy, scope, limit, windowMs, retryAfterMs },
  }
}

test('speak of the tightest quota, times in whole seconds rounded up', () => {
  expect(limitHeaders(passed(ip))).toEqual({
    'ratelimit-policy': '"public-ip";q=150;w=15',
    ratelimit: '"public-ip";r=149;t=13',
  })
  expect(limitHeaders(passed(ip, account))).toEqual({
    'ratelimit-policy': '"mail-account";q=3;w=600',
    ratelimit: '"mail-account";r=2;t=900',
  })
})

test('a refusal speaks of the quota that refused, and says when to come back: one second at least', () => {
  expect(limitHeaders(refused(ip, 2001, { ...account, remaining: 0 }))).toEqual({
    'ratelimit-policy': '"public-ip";q=150;w=15',
    ratelimit: '"public-ip";r=149;t=13',
    'retry-after': '3',
  })
  expect(limitHeaders(refused(ip, 1))['retry-after']).toBe('1')
})

test('a batch says retry-after only when nothing passed, and then when the first call would', () => {
  const last = { ...ip, remaining: 0 }
  expect(batchLimitHeaders([passed(last), refused(last, 5000)])).toEqual({
    'ratelimit-policy': '"public-ip";q=150;w=15',
    ratelimit: '"public-ip";r=0;t=13',
  })
  expect(batchLimitHeaders([refused(account, 9000), refused(last, 5000)])).toMatchObject({
    ratelimit: '"public-ip";r=0;t=13',
    'retry-after': '5',
  })
  expect(batchLimitHeaders([])).toEqual({})
})

test('are structured fields: a string with integer parameters', () => {
  const headers = limitHeaders(refused({ ...account, remaining: 0 }, 100))
  expect(headers['ratelimit-policy']).toMatch(/^"[a-z-]+";q=\d+;w=\d+$/)
  expect(headers.ratelimit).toMatch(/^"[a-z-]+";r=\d+;t=\d+$/)
})

test('a rule that blocks has no quota: only when it ends, if it does', () => {
  const blocked = (until: Date | null) => {
    const { denied } = refused(ip, 4200)
    return limitHeaders({ passed: false, quotas: [], denied: denied && { ...denied, blocked: { until } } })
  }
  expect(blocked(new Date())).toEqual({ 'retry-after': '5' })
  expect(blocked(null)).toEqual({})
})
