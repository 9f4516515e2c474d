import { expect, test } from 'vitest'
import { addCounters, setUp } from './counters-fixture.ts'
import type { DeclaredCall } from './declared-call.ts'
import { type ExplainedOverride, explainCounters } from './explain-counters.ts'

const declared: DeclaredCall = {
  path: 'users.export',
  signedIn: true,
  permission: 'export',
  policies: ['export'],
  cost: 5,
  testsPassword: false,
}
const caller = { user: null, sessionId: null, partition: { userId: 'u1' }, accountHash: null }

test.each([
  [null, { limit: 10, remaining: 4, passes: false }],
  [
    { id: 'o1', effect: 'limit', limit: 20 },
    { limit: 20, remaining: 14, passes: true },
  ],
  [
    { id: 'o1', effect: 'exempt', limit: null },
    { limit: 10, remaining: 10, passes: true, retryAfterMs: 0 },
  ],
  [
    { id: 'o1', effect: 'blocked', limit: null },
    { limit: 10, passes: false },
  ],
] as [ExplainedOverride | null, object][])('under the override %o', async (override, expected) => {
  const { db, ctx } = await setUp()
  await addCounters(db, [{ key: 'export/user:u1', count: 6 }])
  const counters = await explainCounters({ ...ctx, findOverride: () => override }, declared, caller)
  const shown = override && { id: override.id, effect: override.effect }
  expect(counters).toMatchObject([{ id: 'export/user:u1', used: 6, ...expected, override: shown }])
})
