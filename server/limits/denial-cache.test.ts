import { expect, test } from 'vitest'
import { createDenialCache } from './denial-cache.ts'
import { decideCall, type KeyedCall } from './limit-decision.ts'

const epoch = 1_800_000_000_000

function fill(key: string, cost = 1) {
  const call: KeyedCall = {
    quotas: [{ key, policy: 'public', scope: 'ip', value: key, limit: 2, windowMs: 1000 }],
    cost,
  }
  const counters = new Map([[key, { count: 2, previousCount: 0, windowStart: epoch }]])
  return { call, decision: decideCall(counters, call, epoch) }
}

test('a refusal that was decided before a reset is not kept', () => {
  const cache = createDenialCache({ now: () => epoch, maxKeys: 10 })
  const { call, decision } = fill('a')
  const askedAt = cache.forgotten()
  cache.forget(['a'])
  cache.remember(call, decision, askedAt)
  expect(cache.find(call)).toBeNull()
  cache.remember(call, decision, cache.forgotten())
  expect(cache.find(call)?.denied).toEqual(decision.denied)
  cache.forget()
  expect(cache.find(call)).toBeNull()
})

test('a refusal counts down and ends when its time comes', () => {
  let now = epoch
  const cache = createDenialCache({ now: () => now, maxKeys: 10 })
  const { call, decision } = fill('a')
  expect(decision.denied?.retryAfterMs).toBe(1500)
  cache.remember(call, decision, 0)
  now += 1499
  expect(cache.find(call)?.denied?.retryAfterMs).toBe(1)
  now += 1
  expect(cache.find(call)).toBeNull()
})

test('the least recently asked keys go first when there are too many', () => {
  const cache = createDenialCache({ now: () => epoch, maxKeys: 2 })
  for (const key of ['a', 'b']) cache.remember(fill(key).call, fill(key).decision, 0)
  expect(cache.find(fill('a').call)).not.toBeNull()
  cache.remember(fill('c').call, fill('c').decision, 0)
  expect(['a', 'b', 'c'].map((key) => cache.find(fill(key).call) !== null)).toEqual([true, false, true])
})
