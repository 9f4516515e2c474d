import { expect, test } from 'vitest'
import { addCounters, setUp } from '../../limits/counters/counters-fixture.ts'
import { createLimiter } from '../../limits/decide/limiter.ts'
import { fixedRules } from '../../limits/rules/limit-rules.ts'
import { createOverrideIndex, type OverrideRule } from '../../limits/rules/override-index.ts'
import { explainCounters } from './explain-counters.ts'

const declared = { policies: ['export'], cost: 5 } as const
const caller = { partition: { userId: 'u1' }, accountHash: null }

const rule: OverrideRule = {
  id: 'o1',
  target: 'key',
  value: 'export/user:u1',
  policy: null,
  effect: 'limit',
  limit: null,
  expiresAtMs: null,
  createdAtMs: 0,
}

test.each([
  [null, { limit: 10, remaining: 4, passes: false }],
  [
    { ...rule, effect: 'limit', limit: 20 },
    { limit: 20, remaining: 14, passes: true },
  ],
  [
    { ...rule, effect: 'exempt' },
    { limit: 10, remaining: 10, passes: true, retryAfterMs: 0 },
  ],
  [
    { ...rule, effect: 'blocked' },
    { limit: 10, passes: false },
  ],
] as [OverrideRule | null, object][])('under the override %o', async (override, expected) => {
  const { db, ctx } = await setUp()
  const rules = { ...fixedRules(), overrides: createOverrideIndex(override ? [override] : []) }
  const limiter = createLimiter({ db, rules })
  await addCounters(db, [{ key: 'export/user:u1', count: 6 }])
  const counters = await explainCounters({ ...ctx, limiter }, declared, caller)
  const shown = override && { id: override.id, effect: override.effect }
  expect(counters).toMatchObject([{ id: 'export/user:u1', used: 6, ...expected, override: shown }])
})
