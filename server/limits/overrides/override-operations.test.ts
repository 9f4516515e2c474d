import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { limitOverride } from '#drizzle/schema/index.ts'
import type { LimitOverride } from '#shared/limits/limit-rules.ts'
import type { Page } from '#shared/pagination.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'

/** An app with an admin who makes overrides. */
async function setUp() {
  const app = await createAppWithAdmin()
  const override = async (input: Record<string, unknown>) => {
    const given = { reason: 'A private reason', ...input }
    const answer = await app.admin.mutate<LimitOverride>('limits.setOverride', given)
    expect(answer.error).toBeUndefined()
    return answer.data
  }
  return { ...app, override }
}

test('each change is recorded with before and after, and the list pages and filters', async () => {
  const { override, admin, adminId, audited } = await setUp()
  const made = await override({ target: 'address', value: '198.51.100.77/24', effect: 'limit', limit: 7 })
  expect(made).toMatchObject({
    value: '198.51.100.0/24',
    policy: null,
    author: { id: adminId, name: 'Admin' },
    active: true,
  })
  const same = { target: 'address', value: '198.51.100.0/24' }
  await override({ id: made.id, ...same, effect: 'exempt', reason: 'Monitoring' })
  await admin.mutate('limits.removeOverride', { id: made.id })
  const first = {
    ...same,
    policy: null,
    effect: 'limit',
    limit: 7,
    reason: 'A private reason',
    expiresAt: null,
  }
  const second = { ...first, effect: 'exempt', limit: null, reason: 'Monitoring' }
  const changed = ({ effect, limit, reason }: typeof first | typeof second) => ({ effect, limit, reason })
  expect(await audited()).toMatchObject([
    { action: 'override.set', subject: made.id, before: null, after: first, actorId: adminId },
    { action: 'override.set', subject: made.id, before: changed(first), after: changed(second) },
    { action: 'override.remove', subject: made.id, before: second, after: null },
  ])

  for (let i = 0; i < 5; i += 1) {
    await override({
      target: 'address',
      value: `198.51.100.${i}`,
      policy: i ? 'public' : null,
      effect: 'exempt',
    })
  }
  await override({
    target: 'prefix',
    value: 'mail/',
    effect: 'limit',
    limit: 5,
    reason: '100 % of_a newsletter',
  })
  const page = async (input: Record<string, unknown>) =>
    (await admin.query<Page<LimitOverride>>('limits.overrides', input)).data
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const { items, nextCursor, total } = await page({ limit: 4, ...(cursor && { cursor }) })
    expect(total).toBe(6)
    seen.push(...items.map(({ value }) => value))
    cursor = nextCursor
  } while (cursor)
  expect(new Set(seen).size).toBe(6)
  expect((await page({ target: 'prefix' })).items.map(({ value }) => value)).toEqual(['mail/'])
  expect((await page({ policy: 'public' })).total).toBe(4)
  expect((await page({ search: '100 % OF_A' })).total).toBe(1)
  expect((await page({ search: '100.3' })).items).toMatchObject([{ value: '198.51.100.3', policy: 'public' }])
})

test('an override of a user says who that is, in the answer and in the list', async () => {
  const { override, admin, adminId } = await setUp()
  const made = await override({ target: 'user', value: adminId, effect: 'limit', limit: 900 })
  expect(made.user).toEqual({ id: adminId, name: 'Admin' })
  await override({ target: 'key', value: `signed-in/user:${adminId}`, effect: 'exempt' })
  const { data } = await admin.query<Page<LimitOverride>>('limits.overrides', {})
  expect(data.items.map(({ target, user }) => [target, user?.name])).toEqual([
    ['key', undefined],
    ['user', 'Admin'],
  ])
})

test('the list tells those in force from those that have expired', async () => {
  const { override, admin, database } = await setUp()
  await override({ target: 'address', value: '198.51.100.1', effect: 'exempt' })
  const soon = new Date(Date.now() + 60_000).toISOString()
  await override({ target: 'address', value: '198.51.100.2', effect: 'exempt', expiresAt: soon })
  const { id } = await override({ target: 'address', value: '198.51.100.3', effect: 'exempt' })
  await database.db
    .update(limitOverride)
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where(eq(limitOverride.id, id))
  const values = async (input: object) => {
    const { data } = await admin.query<Page<LimitOverride>>('limits.overrides', input)
    return data.items.map(({ value, active }) => `${value} ${active}`).sort()
  }
  expect(await values({ active: true })).toEqual(['198.51.100.1 true', '198.51.100.2 true'])
  expect(await values({ active: false })).toEqual(['198.51.100.3 false'])
  expect(await values({})).toHaveLength(3)
})

test('only the right to manage limits changes overrides; the right to read them reads', async () => {
  const { browser, database } = await createAppWithAdmin()
  for (const [role, reads] of [
    ['user', 403],
    ['moderator', 403],
    ['admin_ro', 200],
  ] as const) {
    const caller = browser()
    await caller.become({ role })
    for (const path of ['limits.overrides', 'limits.policies', 'limits.clientAddress']) {
      expect((await caller.query(path, path === 'limits.overrides' ? {} : undefined)).status, path).toBe(
        reads,
      )
    }
    const input = { target: 'address', value: '198.51.100.9', effect: 'blocked', reason: 'x' }
    expect((await caller.mutate('limits.setOverride', input)).status).toBe(403)
    expect((await caller.mutate('limits.removeOverride', { id: 'x' })).status).toBe(403)
    const change = { id: 'public', scope: 'ip', limit: 5, windowMs: 5000, reason: 'x' }
    expect((await caller.mutate('limits.setPolicy', change)).status).toBe(403)
    expect((await caller.mutate('limits.resetPolicy', { id: 'public' })).status).toBe(403)
  }
  expect(await database.db.select().from(limitOverride)).toEqual([])
})

test.each([
  [{ target: 'address', value: '10.0.0.0/33' }, 'value'],
  [{ target: 'address', value: 'example.com' }, 'value'],
  [{ target: 'address', value: '10.0.0.1\u0000' }, 'value'],
  [{ target: 'key', value: 'public/planet:mars' }, 'value'],
  [{ target: 'key', value: 'public/ip:1.2.3.4', policy: 'auth' }, 'policy'],
  [{ target: 'prefix', value: 'nothing/' }, 'value'],
  [{ target: 'user', value: 'nobody' }, 'value'],
  [{ target: 'user', value: "'; drop table" }, 'value'],
  [{ target: 'planet' }, 'target'],
  [{ policy: 'gone' }, 'policy'],
  [{ policy: 'toString' }, 'policy'],
  [{ effect: 'limit' }, 'limit'],
  [{ effect: 'limit', limit: 0 }, 'limit'],
  [{ effect: 'limit', limit: 1e9 }, 'limit'],
  [{ effect: 'limit', limit: 1.5 }, 'limit'],
  [{ effect: 'exempt', limit: 5 }, 'limit'],
  [{ reason: ' ' }, 'reason'],
  [{ reason: 'a\u0000b' }, 'reason'],
  [{ reason: 'x'.repeat(501) }, 'reason'],
  [{ expiresAt: '2001-01-01T00:00:00Z' }, 'expiresAt'],
  [{ expiresAt: 'tomorrow' }, 'expiresAt'],
  [{ id: '\u0000' }, 'id'],
  [{ effect: 'blocked', value: '0.0.0.0/0' }, 'value'],
  [{ effect: 'blocked', value: '192.0.2.1' }, 'value'],
  [{ effect: 'blocked', target: 'prefix', value: 'signed-in/' }, 'value'],
])('%o is refused with 400 at the field %s', async (wrong, field) => {
  const { admin, database } = await createAppWithAdmin()
  const input = { target: 'address', value: '198.51.100.9', effect: 'exempt', reason: 'Fine', ...wrong }
  const { status, error } = await admin.mutate('limits.setOverride', input)
  expect([status, Object.keys(error.data.fieldErrors ?? {})]).toEqual([400, [field]])
  expect(await database.db.select().from(limitOverride)).toEqual([])
})

test('an override that is not there cannot be changed', async () => {
  const { admin } = await createAppWithAdmin()
  const input = { id: 'gone', target: 'address', value: '198.51.100.9', effect: 'exempt', reason: 'x' }
  expect((await admin.mutate('limits.setOverride', input)).status).toBe(404)
  expect((await admin.query('limits.overrides', { cursor: 'nonsense' })).status).toBe(400)
  expect((await admin.query('limits.overrides', { cursor: btoa('["never","x"]') })).status).toBe(400)
})
