import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { rateLimit, session, user } from '#drizzle/schema/index.ts'
import { createTestApp } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'

test('an error of ours that nobody foresaw says nothing, and is logged with the request id', async () => {
  const { browser, database, logged } = await createTestApp()
  const admin = browser()
  const { id } = await admin.become({ role: 'admin' })
  await database.db.execute(sql`alter table passkey rename to passkey_gone`)
  try {
    const { status, error } = await admin.query('users.get', { id })
    expect([status, error.message]).toEqual([500, 'Internal server error'])
    expect(JSON.stringify(error)).not.toMatch(/passkey|select|stack|node_modules/)
    expect(logged.some((line) => line.includes(error.data.requestId) && line.includes('passkey'))).toBe(true)
  } finally {
    await database.db.execute(sql`alter table passkey_gone rename to passkey`)
  }
})

test.each([
  ['users.updateMe', { name: 'A\u0000' }, 'name'],
  ['users.updateMe', { name: 7 }, 'name'],
  ['users.updateMe', { name: null }, 'name'],
  ['users.setMyPicture', { picture: 'javascript:alert(1)' }, 'picture'],
  ['users.updateMe', { role: 'admin' }, ''],
  ['users.deleteMe', { password: ['x'] }, 'password'],
])('%s refuses %o with 400 and names the field', async (path, input, field) => {
  const { browser } = await createTestApp()
  const caller = browser()
  await caller.become()
  const { status, error } = await caller.mutate(path, input)
  expect([status, Object.keys(error.data.fieldErrors ?? {})]).toEqual([400, [field]])
  expect(error.data).not.toHaveProperty('stack')
})

test.each([
  ['users.list', { limit: 1000 }],
  ['users.list', { limit: 1.5 }],
  ['users.list', { search: '\u0000' }],
  ['users.list', { cursor: 'nonsense' }],
  ['users.list', { cursor: btoa('["not a date","x"]') }],
  ['users.get', { id: '\u0000' }],
  ['users.get', { id: "'; drop table user" }],
  ['limits.get', { id: 'x\u0000y' }],
  ['limits.list', { cursor: '\u0000' }],
  ['audit.list', { cursor: 'nonsense' }],
  ['audit.list', { cursor: btoa('["not a date","x"]') }],
  ['audit.list', { actions: ['user.nothing'] }],
  ['audit.list', { actions: [] }],
  ['audit.list', { entity: 'nothing' }],
  ['audit.list', { search: 'a\u0000b' }],
  ['audit.list', { from: '0001-01-01T00:00:00Z' }],
  ['audit.list', { from: 'yesterday' }],
  ['audit.list', { actorId: 'a b' }],
  ['audit.list', { subjectId: 'x'.repeat(301) }],
  ['audit.get', { id: '\u0000' }],
  ['audit.verify', { after: { position: -1, chain: '' } }],
  ['audit.verify', { after: { position: 1, chain: 'x\u0000' } }],
])('%s refuses %o with 400', async (path, input) => {
  const { browser } = await createTestApp()
  const admin = browser()
  await admin.become({ role: 'admin' })
  expect((await admin.query(path, input)).status).toBe(400)
})

test('a batch is charged call by call: those that fit run, the others are refused one by one', async () => {
  const { browser } = await createTestApp()
  const caller = browser()
  const statuses: number[] = []
  for (let batch = 0; batch < 8; batch++) {
    const response = await caller.get(
      `/trpc/${Array.from({ length: 20 }, () => 'health.ping').join(',')}?batch=1`,
    )
    for (const result of response.json()) statuses.push(result.error?.data.httpStatus ?? 200)
    // Nine of the ten that are left in the eighth batch still pass, so nobody is told to stay away.
    expect(response.headers).not.toHaveProperty('retry-after')
    expect(response.headers).toMatchObject({
      ratelimit: expect.any(String),
      'ratelimit-policy': expect.any(String),
    })
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(150)
  expect(statuses.filter((status) => status === 429)).toHaveLength(10)
  const denied = await caller.query('health.ping')
  expect(denied.status).toBe(429)
  expect(Number(denied.headers['retry-after'])).toBeGreaterThan(0)
  expect(denied.error.data.reason).toMatchObject({ kind: 'limit', policy: 'public', scope: 'ip' })
})

test('guessing at closed doors costs the address as well', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser()
  for (let tries = 0; tries < 3; tries++) await caller.query('users.list', {})
  const rows = await database.db.select({ key: rateLimit.key, count: rateLimit.count }).from(rateLimit)
  expect(rows).toEqual([{ key: `public/ip:${caller.address}`, count: 3 }])
})

test('so does a call that any guard before the limits refuses; one that passes them costs its own limit', async () => {
  const { browser, database } = await createTestApp()
  const { db } = database
  const [pending, stale] = [browser(), browser()]
  const { id } = await pending.become()
  await db.update(user).set({ pendingSince: new Date() }).where(eq(user.id, id))
  expect((await pending.query('users.mySecurityEvents', {})).error.data.reason).toEqual({ kind: 'approval' })
  const other = await stale.become()
  await db
    .update(session)
    .set({ confirmedAt: new Date(0) })
    .where(eq(session.userId, other.id))
  expect((await stale.query('users.exportMe')).error.data.reason).toEqual({ kind: 'confirm' })
  const rows = await db.select({ key: rateLimit.key, count: rateLimit.count }).from(rateLimit)
  expect(rows.sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
    { key: `export/user:${other.id}`, count: 1 },
    { key: `public/ip:${pending.address}`, count: 1 },
  ])
})

test('what only the person may do is refused to whoever acts as an admin, and recorded', async () => {
  const { browser, database } = await createTestApp()
  const { db } = database
  const [admin, other] = [browser(), browser()]
  const { id } = await admin.become({ role: 'admin' })
  const { id: impersonatedBy } = await other.become({ role: 'admin' })
  // Nobody can begin this: it is what a role given meanwhile would leave, if that did not end the session.
  await db.update(session).set({ impersonatedBy }).where(eq(session.userId, id))
  expect((await admin.query('users.list', {})).status).toBe(200)
  const { status, error } = await admin.mutate('sessions.impersonate', { userId: 'nobody' })
  expect([status, error.data.reason]).toEqual([403, { kind: 'impersonating' }])
  expect((await readAudit(db)).filter(({ action }) => action === 'access.refuse')).toMatchObject([
    { actorId: id, subject: 'sessions.impersonate', after: { reason: 'impersonating' } },
  ])
})

test('a session of yesterday is refreshed by a tRPC call, and the browser gets the new cookie', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser()
  await caller.become()
  expect((await caller.query('users.me')).headers).not.toHaveProperty('set-cookie')
  await database.db.execute(sql`update session set expires_at = now() + interval '5 days'`)
  const { headers } = await caller.query('users.me')
  expect(String(headers['set-cookie'])).toMatch(/^gatehouse\.session_token=.*Max-Age=604800/)
})

test('a session ends after 30 days, however active', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser()
  await caller.become()
  await database.db.execute(sql`update session set created_at = now() - interval '31 days'`)
  expect((await caller.query('users.me')).status).toBe(401)
})
