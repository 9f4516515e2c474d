import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { limitPolicyChange, rateLimit } from '#drizzle/schema/index.ts'
import type { LimitPolicyView } from '#shared/limits/limit-rules.ts'
import type { LimitCounter } from '#shared/limits/limits.ts'
import type { Page } from '#shared/pagination.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'
import { sweepCounters } from '../counters/sweep-counters.ts'
import { createLimiter } from '../decide/limiter.ts'
import { limitPolicies } from '../limit-policies.ts'
import { createLimitRules } from '../rules/limit-rules.ts'

test('every policy is shown with the numbers of the file', async () => {
  const { admin } = await createAppWithAdmin()
  const { items, total } = (await admin.query<Page<LimitPolicyView>>('limits.policies')).data
  expect(total).toBe(Object.keys(limitPolicies).length)
  expect(items.find(({ id }) => id === 'mail')).toEqual({
    id: 'mail',
    onStoreError: 'deny',
    scopes: [
      {
        scope: 'ip',
        limit: 10,
        windowMs: 3_600_000,
        file: { limit: 10, windowMs: 3_600_000 },
        change: null,
      },
      {
        scope: 'account',
        limit: 3,
        windowMs: 600_000,
        file: { limit: 3, windowMs: 600_000 },
        change: null,
      },
    ],
  })
})

test('changed numbers beat the file at once, are shown with who and why, and can be reset', async () => {
  const { admin, adminId, audited, browser } = await createAppWithAdmin()
  const caller = browser()
  const wrongSignIn = async () =>
    (await caller.post('/api/auth/sign-in/email', { email: 'a@example.com', password: 'not-this' }))
      .statusCode
  const change = { id: 'sign-in', scope: 'ip', limit: 2, windowMs: 90_000, reason: 'An attack' }
  const { data } = await admin.mutate<LimitPolicyView>('limits.setPolicy', change)
  expect(data.scopes).toMatchObject([
    {
      limit: 2,
      windowMs: 90_000,
      file: { limit: 20, windowMs: 60_000 },
      change: { by: { id: adminId, name: 'Admin' }, reason: 'An attack' },
    },
  ])
  expect([await wrongSignIn(), await wrongSignIn(), await wrongSignIn()]).toEqual([401, 401, 429])
  const id = `sign-in/ip:${caller.address}`
  expect((await admin.query<LimitCounter>('limits.get', { id })).data).toMatchObject({
    limit: 2,
    windowMs: 90_000,
    blocked: true,
  })
  await admin.mutate('limits.setPolicy', { ...change, limit: 3 })
  expect([await wrongSignIn(), await wrongSignIn()]).toEqual([401, 429])
  const reset = await admin.mutate<LimitPolicyView>('limits.resetPolicy', { id: 'sign-in' })
  expect(reset.data.scopes).toMatchObject([{ limit: 20, windowMs: 60_000, change: null }])
  expect(await wrongSignIn()).toBe(401)
  const file = { limit: 20, windowMs: 60_000, reason: null }
  const first = { limit: 2, windowMs: 90_000, reason: 'An attack' }
  expect(await audited()).toMatchObject([
    { action: 'policy.set', subject: 'sign-in/ip', before: file, after: first, actorId: adminId },
    { action: 'policy.set', subject: 'sign-in/ip', before: { limit: 2 }, after: { limit: 3 } },
    { action: 'policy.reset', subject: 'sign-in/ip', before: { ...first, limit: 3 }, after: file },
  ])
})

test('one scope can be reset alone, and what was not changed leaves no record', async () => {
  const { admin, audited } = await createAppWithAdmin()
  for (const scope of ['session', 'user']) {
    await admin.mutate('limits.setPolicy', {
      id: 'signed-in',
      scope,
      limit: 500,
      windowMs: 15_000,
      reason: 'x',
    })
  }
  const one = await admin.mutate<LimitPolicyView>('limits.resetPolicy', { id: 'signed-in', scope: 'session' })
  expect(one.data.scopes.map(({ limit }) => limit)).toEqual([150, 500])
  const before = await audited()
  expect((await admin.mutate('limits.resetPolicy', { id: 'mail' })).status).toBe(200)
  expect(await audited()).toEqual(before)
})

test.each([
  ['setPolicy', { id: 'gone' }, 'id'],
  ['setPolicy', { id: 'toString' }, 'id'],
  ['setPolicy', { id: 'public\u0000' }, 'id'],
  ['setPolicy', { scope: 'user' }, 'scope'],
  ['setPolicy', { scope: 'planet' }, 'scope'],
  ['setPolicy', { id: 'admin-write', scope: 'user', limit: 9, windowMs: 60_000 }, 'limit'],
  ['setPolicy', { id: 'signed-in', scope: 'user', limit: 100, windowMs: 86_400_000 }, 'limit'],
  ['setPolicy', { limit: 0 }, 'limit'],
  ['setPolicy', { limit: -1 }, 'limit'],
  ['setPolicy', { limit: 1_000_001 }, 'limit'],
  ['setPolicy', { limit: '5' }, 'limit'],
  ['setPolicy', { windowMs: 999 }, 'windowMs'],
  ['setPolicy', { windowMs: 86_400_001 }, 'windowMs'],
  ['setPolicy', { reason: '' }, 'reason'],
  ['resetPolicy', { id: 'gone' }, 'id'],
  ['resetPolicy', { id: 'public', scope: 'user' }, 'scope'],
])('%s with %o is refused with 400 at the field %s', async (procedure, wrong, field) => {
  const { admin, database } = await createAppWithAdmin()
  const valid =
    procedure === 'setPolicy'
      ? { id: 'public', scope: 'ip', limit: 5, windowMs: 5000, reason: 'Fine' }
      : { id: 'public' }
  const { status, error } = await admin.mutate(`limits.${procedure}`, { ...valid, ...wrong })
  expect([status, Object.keys(error.data.fieldErrors ?? {})]).toEqual([400, [field]])
  expect(await database.db.select().from(limitPolicyChange)).toEqual([])
})

test('the extremes that are allowed work', async () => {
  const { admin, browser } = await createAppWithAdmin()
  for (const [limit, windowMs] of [
    [1, 86_400_000],
    [1_000_000, 1000],
  ]) {
    const change = { id: 'public', scope: 'ip', limit, windowMs, reason: 'x' }
    expect((await admin.mutate('limits.setPolicy', change)).status).toBe(200)
    const answers = [await browser('2001:db8::1').query('health.ping'), await browser().query('health.ping')]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  }
})

test('the sweep keeps a counter for as long as the window in force', async () => {
  const { admin, database } = await createAppWithAdmin()
  const key = 'public/ip:198.51.100.9'
  await database.db.insert(rateLimit).values({ key, count: 1, windowStart: Date.now() - 60_000 })
  const change = { id: 'public', scope: 'ip', limit: 5, windowMs: 60_000, reason: 'x' }
  await admin.mutate('limits.setPolicy', change)
  const isThere = async () =>
    (await database.db.select().from(rateLimit).where(eq(rateLimit.key, key))).length > 0
  await sweepCounters(database.db)
  expect(await isThere()).toBe(true)
  await admin.mutate('limits.resetPolicy', { id: 'public' })
  await sweepCounters(database.db)
  expect(await isThere()).toBe(false)
})

test('what was written without being told holds after the next regular read, and refusals are asked again', async () => {
  const { database } = await createAppWithAdmin()
  const rules = await createLimitRules({ ...database, everyMs: 100 })
  onTestFinished(() => rules.close())
  const limiter = createLimiter({ db: database.db, rules })
  const call = { policies: ['export'], partition: { ip: 'unknown', userId: 'u1' } } as const
  const passed = async () => (await limiter.consume(call)).passed
  for (let i = 0; i < 10; i += 1) expect(await passed()).toBe(true)
  expect(await passed()).toBe(false)
  await database.db.update(rateLimit).set({ count: 0 })
  await expect.poll(passed, { timeout: 60_000 }).toBe(true)
  const numbers = { limit: 1, windowMs: 3_600_000, reason: 'x' }
  await database.db.insert(limitPolicyChange).values({ policy: 'export', scope: 'user', ...numbers })
  await expect.poll(passed, { timeout: 60_000 }).toBe(false)
})
