import { expect, test } from 'vitest'
import { createDenialCache } from './denial-cache.ts'
import { decideCall, type KeyedCall } from './limit-decision.ts'

const epoch = 1_800_000_000_000
const holdForMs = Number.POSITIVE_INFINITY

function fill(key: string, cost = 1) {
  const call: KeyedCall = {
    quotas: [{ key, policy: 'public', scope: 'ip', value: key, limit: 2, windowMs: 1000, times: 1 }],
    cost,
  }
  const counters = new Map([[key, { count: 2, previousCount: 0, windowStart: epoch }]])
  return { call, decision: decideCall(counters, call, epoch) }
}

test('a refusal that was decided before a reset is not kept', () => {
  const cache = createDenialCache({ now: () => epoch, maxKeys: 10 })
  const { call, decision } = fill('a')
  const readAt = cache.forgotten()
  cache.forget(['a'])
  cache.remember(call, decision, { readAt, holdForMs })
  expect(cache.find(call)).toBeNull()
  cache.remember(call, decision, { readAt: cache.forgotten(), holdForMs })
  expect(cache.find(call)?.denied).toEqual(decision.denied)
  cache.forget()
  expect(cache.find(call)).toBeNull()
})

test('a refusal counts down and ends when its time comes', () => {
  let now = epoch
  const cache = createDenialCache({ now: () => now, maxKeys: 10 })
  const { call, decision } = fill('a')
  expect(decision.denied?.retryAfterMs).toBe(1500)
  cache.remember(call, decision, { readAt: 0, holdForMs })
  now += 1499
  expect(cache.find(call)?.denied?.retryAfterMs).toBe(1)
  now += 1
  expect(cache.find(call)).toBeNull()
})

test('the least recently asked keys go first when there are too many', () => {
  const cache = createDenialCache({ now: () => epoch, maxKeys: 2 })
  for (const key of ['a', 'b']) cache.remember(fill(key).call, fill(key).decision, { readAt: 0, holdForMs })
  expect(cache.find(fill('a').call)).not.toBeNull()
  cache.remember(fill('c').call, fill('c').decision, { readAt: 0, holdForMs })
  expect(['a', 'b', 'c'].map((key) => cache.find(fill(key).call) !== null)).toEqual([true, false, true])
})

test('a refusal ends with the override that it was decided by', () => {
  let now = epoch
  const cache = createDenialCache({ now: () => now, maxKeys: 10 })
  const { call, decision } = fill('a')
  cache.remember(call, decision, { readAt: 0, holdForMs: 200 })
  now += 199
  expect(cache.find(call)).not.toBeNull()
  now += 1
  expect(cache.find(call)).toBeNull()
})

test('a refusal says nothing of a caller with a higher limit on the same counter', () => {
  const cache = createDenialCache({ now: () => epoch, maxKeys: 10 })
  const { call, decision } = fill('a')
  cache.remember(call, decision, { readAt: 0, holdForMs })
  const withLimit = (limit: number) => ({
    ...call,
    quotas: call.quotas.map((quota) => ({ ...quota, limit })),
  })
  expect([1, 2, 3].map((limit) => cache.find(withLimit(limit)) !== null)).toEqual([true, true, false])
})
