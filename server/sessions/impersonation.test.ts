import { setTimeout as delay } from 'node:timers/promises'
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import { session, user } from '#drizzle/schema/index.ts'
import type { MySession, UserSession } from '#shared/sessions.ts'
import { type Browser, createTestApp, password } from '#test/app.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'
import { readAudit } from '#test/audit-log.ts'
import { endAllSessions } from '../auth/sessions/end-sessions.ts'

interface Me {
  user: { id: string; name: string }
  session: { id: string; expiresAt: string }
  impersonator: { id: string; name: string } | null
}

async function setUp() {
  const app = await createAppWithAdmin()
  const person = app.browser('203.0.113.7')
  const { id, email } = await person.become({ name: 'Ada', email: 'ada@example.com' })
  const begin = () =>
    app.admin.mutate<{ expiresAt: string }>('sessions.impersonate', { userId: id, reason: 'Ticket 7' })
  const me = async (browser: Browser) => (await browser.query<Me>('users.me')).data
  const audited = async () =>
    (await readAudit(app.database.db)).filter(({ action }) => action.startsWith('session.'))
  const impersonated = () => app.database.db.select().from(session).where(isNotNull(session.impersonatedBy))
  return { ...app, db: app.database.db, person, id, email, begin, me, audited, impersonated }
}

test('an admin acts as a user, everything done meanwhile carries both names, and comes back', async () => {
  const { admin, adminId, audited, begin, db, id, me } = await setUp()
  const before = await me(admin)
  const { status, headers, data } = await begin()
  expect(status).toBe(200)
  expect(String(headers['set-cookie'])).toMatch(
    /gatehouse\.own_session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax/,
  )
  expect(Date.parse(data.expiresAt) - Date.now()).toBeLessThanOrEqual(3_600_000)
  const acting = await me(admin)
  expect(acting).toMatchObject({ user: { id, name: 'Ada' }, impersonator: { id: adminId, name: 'Admin' } })
  expect(acting.session.expiresAt).toBe(data.expiresAt)
  expect((await admin.query('users.list', {})).status).toBe(403)
  expect((await admin.mutate('sessions.endImpersonation')).data).toEqual({ restored: true })
  expect(await me(admin)).toMatchObject({ session: { id: before.session.id }, impersonator: null })
  expect([...admin.cookies.keys()].sort()).toEqual(['gatehouse.session_token'])
  const rows = (await audited()).filter(({ action }) => /mpersonat/.test(action))
  expect(rows).toMatchObject([
    {
      action: 'session.impersonate',
      actorId: adminId,
      subject: id,
      after: { reason: 'Ticket 7', expiresAt: data.expiresAt },
    },
    {
      action: 'session.endImpersonation',
      actorId: id,
      impersonatorId: adminId,
      subject: id,
      actor: { name: 'Ada', impersonator: 'Admin' },
    },
  ])
  const tokens = await db.select({ token: session.token }).from(session)
  for (const { token } of tokens) expect(JSON.stringify([rows, data])).not.toContain(token)
  expect((await admin.mutate('sessions.endImpersonation')).data).toEqual({ restored: false })
  expect((await me(admin)).user.id).toBe(adminId)
})

test('nobody acts as an admin, a moderator, a reader, themselves, or anybody banned, deleted or waiting', async () => {
  const { admin, adminId, browser, db, id, impersonated } = await setUp()
  const refusal = async (userId: string) => {
    const { status, error } = await admin.mutate('sessions.impersonate', { userId })
    return [status, error?.data.reason?.kind]
  }
  for (const role of ['moderator', 'admin_ro', 'admin'] as const) {
    const { id: other } = await browser().become({ role })
    expect(await refusal(other), role).toEqual([403, 'rank'])
  }
  expect(await refusal(adminId)).toEqual([403, 'self'])
  expect(await refusal('nobody')).toEqual([404, undefined])
  await db.update(user).set({ bannedAt: new Date() }).where(eq(user.id, id))
  expect(await refusal(id)).toEqual([409, 'status'])
  await db.update(user).set({ bannedAt: null, pendingSince: new Date() }).where(eq(user.id, id))
  expect(await refusal(id)).toEqual([409, 'status'])
  await db.update(user).set({ pendingSince: null, deletedAt: new Date() }).where(eq(user.id, id))
  expect(await refusal(id)).toEqual([409, 'status'])
  expect(await impersonated()).toEqual([])
})

test('only admins may', async () => {
  const { browser, id } = await setUp()
  for (const role of ['user', 'moderator', 'admin_ro'] as const) {
    const caller = browser()
    await caller.become({ role })
    const { status, error } = await caller.mutate('sessions.impersonate', { userId: id })
    expect([status, error.data.reason?.kind], role).toEqual([403, 'permission'])
  }
})

test('what only the person may do is refused meanwhile, and Better Auth’s sign-ins too', async () => {
  const { admin, begin, email, me, person } = await setUp()
  await begin()
  const calls: [string, object][] = [
    ['sessions.end', { id: (await me(person)).session.id }],
    ['sessions.endOthers', {}],
    ['sessions.confirm', { password }],
    ['users.deleteMe', { password }],
  ]
  for (const [path, input] of calls) {
    const { status, error } = await admin.mutate(path, input)
    expect([status, error.data.reason], path).toEqual([403, { kind: 'impersonating' }])
  }
  const signIn = await admin.signIn(email)
  expect([signIn.statusCode, signIn.json().reason]).toEqual([403, { kind: 'impersonating' }])
  expect((await admin.mutate('sessions.impersonate', { userId: 'x' })).status).toBe(403)
  expect((await person.query('users.me')).status).toBe(200)
})

test('the person sees that support acts as them, without its address, and can end it', async () => {
  const { admin, begin, person } = await setUp()
  await begin()
  const mine = (await person.query<MySession[]>('sessions.mine')).data
  const support = mine.find(({ impersonated }) => impersonated)
  expect(support).toMatchObject({ address: null, device: null, current: false })
  expect((await person.mutate('sessions.end', { id: support?.id })).status).toBe(200)
  expect((await admin.query('users.me')).status).toBe(401)
  expect((await admin.mutate('sessions.endImpersonation')).data).toEqual({ restored: true })
  expect((await admin.query('users.me')).status).toBe(200)
})

test('the console sees who acts as whom', async () => {
  const { adminId, begin, browser, id } = await setUp()
  await begin()
  const reader = browser()
  await reader.become({ role: 'admin_ro' })
  const { data } = await reader.query<UserSession[]>('sessions.list', { userId: id })
  expect(data.map(({ impersonatedBy }) => impersonatedBy)).toContainEqual({ id: adminId, name: 'Admin' })
})

test('it ends after an hour, whoever prolongs it, and the way back is open then', async () => {
  const { admin, begin, impersonated, me, db } = await setUp()
  await begin()
  const own = await db
    .select()
    .from(session)
    .where(eq(session.userId, (await me(admin)).impersonator?.id ?? ''))
  const [begun] = await impersonated()
  // Better Auth's own look-up would prolong every session by seven days.
  expect((await admin.get('/api/auth/get-session')).statusCode).toBe(200)
  await db
    .update(session)
    .set({ expiresAt: sql`now() + interval '9 days'` })
    .where(eq(session.id, begun?.id ?? ''))
  const [after] = await impersonated()
  expect((after?.expiresAt.getTime() ?? 0) - (after?.createdAt.getTime() ?? 0)).toBeLessThanOrEqual(3_600_000)
  await db
    .update(session)
    .set({ createdAt: sql`now() - interval '61 minutes'` })
    .where(isNotNull(session.impersonatedBy))
  const kept = new Map(admin.cookies)
  expect((await admin.query('users.me')).status).toBe(401)
  for (const [name, value] of kept) admin.cookies.set(name, value)
  expect((await admin.get('/api/auth/get-session')).json()).toBeNull()
  expect((await admin.mutate('sessions.endImpersonation')).data).toEqual({ restored: true })
  expect((await me(admin)).session.id).toBe(own[0]?.id)
})

test.each([
  ['the admin’s own session ends', (own: string) => sql`delete from session where id = ${own}`],
  ['the admin is demoted', (_: string, id: string) => sql`update "user" set role = 'user' where id = ${id}`],
  [
    'the admin is banned',
    (_: string, id: string) => sql`update "user" set banned_at = now() where id = ${id}`,
  ],
  [
    'the admin is deleted',
    (_: string, id: string) => sql`update "user" set deleted_at = now() where id = ${id}`,
  ],
  ['the user’s sessions are ended', () => sql`delete from session where impersonated_by is not null`],
])('when %s, the next call is refused', async (_, act) => {
  const { admin, adminId, begin, db, me } = await setUp()
  const { session: own } = await me(admin)
  await begin()
  await db.execute(act(own.id, adminId))
  expect((await admin.query('users.me')).status).toBe(401)
  expect((await admin.mutate('users.updateMe', { name: 'X' })).status).toBe(401)
})

test('a demoted admin is not given their session back', async () => {
  const { admin, adminId, begin, db } = await setUp()
  await begin()
  await db.update(user).set({ role: 'admin_ro' }).where(eq(user.id, adminId))
  expect((await admin.mutate('sessions.endImpersonation')).data).toEqual({ restored: false })
  expect((await admin.query('users.me')).status).toBe(401)
  expect([...admin.cookies.keys()]).toEqual([])
})

test('signing out while acting as somebody else signs out of both', async () => {
  const { admin, adminId, audited, begin, db, id, person } = await setUp()
  await begin()
  const kept = new Map(admin.cookies)
  const { statusCode } = await admin.post('/api/auth/sign-out')
  expect(statusCode).toBe(200)
  expect([...admin.cookies.keys()]).toEqual([])
  expect(await db.select().from(session).where(eq(session.userId, adminId))).toEqual([])
  for (const [name, value] of kept) admin.cookies.set(name, value)
  expect((await admin.query('users.me')).status).toBe(401)
  expect((await admin.mutate('sessions.endImpersonation')).data).toEqual({ restored: false })
  expect((await person.query('users.me')).status).toBe(200)
  const ends = (await audited()).filter(({ action }) => /^session\.end/.test(action))
  expect(ends.map(({ action, subject, impersonatorId }) => [action, subject, impersonatorId])).toEqual(
    expect.arrayContaining([
      ['session.endImpersonation', id, adminId],
      ['session.end', adminId, adminId],
    ]),
  )
})

test('a forged or foreign cookie of an own session gives nothing back', async () => {
  const { admin, adminId, begin, browser, db, person } = await setUp()
  const name = 'gatehouse.own_session'
  const [own] = await db.select().from(session).where(eq(session.userId, adminId))
  const stranger = browser()
  stranger.cookies.set(name, encodeURIComponent(`${own?.token}.${btoa('x'.repeat(32))}`))
  expect((await stranger.mutate('sessions.endImpersonation')).data).toEqual({ restored: false })
  // A session of one's own is signed alike, and is still not an admin's.
  stranger.cookies.set(name, person.cookies.get('gatehouse.session_token') ?? '')
  expect((await stranger.mutate('sessions.endImpersonation')).data).toEqual({ restored: false })
  expect((await stranger.query('users.me')).status).toBe(401)
  // Another admin's session is not the one in which this impersonation was begun.
  const other = browser()
  await other.become({ role: 'admin' })
  await begin()
  admin.cookies.set(name, other.cookies.get('gatehouse.session_token') ?? '')
  expect((await admin.mutate('sessions.endImpersonation')).data).toEqual({ restored: false })
  expect((await admin.query('users.me')).status).toBe(401)
  expect((await other.query('users.me')).status).toBe(200)
})

test('one own session acts as one user at a time', async () => {
  const { admin, begin, browser, id, impersonated, me } = await setUp()
  const { id: other } = await browser().become()
  const own = new Map(admin.cookies)
  await begin()
  const first = new Map(admin.cookies)
  for (const [name, value] of own) admin.cookies.set(name, value)
  expect((await admin.mutate('sessions.impersonate', { userId: other })).status).toBe(200)
  expect((await impersonated()).map(({ userId }) => userId)).toEqual([other])
  expect((await me(admin)).user.id).toBe(other)
  for (const [name, value] of first) admin.cookies.set(name, value)
  expect((await admin.query('users.me')).status, id).toBe(401)
})

test('however a ban and an impersonation meet, no session of a banned user is left', async () => {
  const { admin, begin, db, id } = await setUp()
  const own = new Map(admin.cookies)
  const rounds = inject('database') === 'postgres' ? 40 : 5
  const begun: number[] = []
  for (let round = 0; round < rounds; round++) {
    const ban = () =>
      db.transaction(async (tx) => {
        await tx.update(user).set({ bannedAt: new Date() }).where(eq(user.id, id))
        await endAllSessions(tx, id)
      })
    const [answer] = await Promise.all([begin(), delay(round % 8).then(ban)])
    begun.push(answer.status)
    expect(await db.select().from(session).where(eq(session.userId, id)), `round ${round}`).toEqual([])
    await db.update(user).set({ bannedAt: null }).where(eq(user.id, id))
    for (const [name, value] of own) admin.cookies.set(name, value)
  }
  for (const status of begun) expect([200, 409]).toContain(status)
})

test('behind https the cookies are for secure connections only, and named so', async () => {
  const { browser, database } = await createTestApp({ config: { appUrl: 'https://gatehouse.example' } })
  const origin = { origin: 'https://gatehouse.example' }
  const people = []
  for (const email of ['admin@example.com', 'ada@example.com']) {
    const person = browser()
    const answer = await person.post('/api/auth/sign-up/email', { email, name: 'A', password }, origin)
    people.push({ person, id: answer.json().user.id as string })
  }
  const [admin, ada] = people
  await database.db
    .update(user)
    .set({ role: 'admin' })
    .where(eq(user.id, admin?.id ?? ''))
  const begun = await admin?.person.post('/trpc/sessions.impersonate', { userId: ada?.id }, origin)
  expect(begun?.statusCode).toBe(200)
  const cookies = begun?.headers['set-cookie'] as string[]
  expect(cookies).toEqual([
    expect.stringMatching(/^__Host-gatehouse\.own_session=.*Path=\/; HttpOnly; SameSite=Lax; Secure$/),
    expect.stringMatching(/^__Secure-gatehouse\.session_token=.*Path=\/; HttpOnly; SameSite=Lax; Secure$/),
  ])
  expect((await admin?.person.query<Me>('users.me'))?.data.user.id).toBe(ada?.id)
  const [row] = await database.db
    .select()
    .from(session)
    .where(and(eq(session.userId, ada?.id ?? ''), isNotNull(session.impersonatedBy)))
  expect(row?.confirmedAt.getTime()).toBe(0)
})
