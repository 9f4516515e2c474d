import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session } from '#drizzle/schema/index.ts'
import type { MySession, UserSession } from '#shared/sessions.ts'
import { createTestApp, password } from '#test/app.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'
import { auditKeys, readAudit } from '#test/audit-log.ts'
import { product } from '#test/product.ts'
import type { Database } from '../database/database.ts'
import { createSystemContext } from '../service-context.ts'
import { applyRemoval } from '../users/acts/remove-user.ts'
import { resetPassword } from '../users/acts/reset-password.ts'
import { applyRole } from '../users/acts/set-role.ts'
import { actAsOperator } from '../users/guard/act-as-operator.ts'

interface Person {
  id: string
  email: string
}

const system = (db: Database) => createSystemContext({ db, audit: auditKeys, product, device: 'test' })

const chrome =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36'

/** A person with a session in a browser, and another one in a script. */
async function personWithTwo() {
  const app = await createTestApp()
  const here = app.browser('203.0.113.7')
  const there = app.browser('203.0.113.8')
  const person = await here.become({ email: 'ada@example.com', name: 'Ada' })
  await there.post('/api/auth/sign-in/email', { email: person.email, password }, { 'user-agent': chrome })
  const mine = async () => (await here.query<MySession[]>('sessions.mine')).data
  const audited = async () =>
    (await readAudit(app.database.db)).filter(({ action }) => action === 'session.end')
  return { ...app, here, there, person, mine, audited }
}

test('my sessions: what they came from, which is this one, and never a token', async () => {
  const { database, here, mine } = await personWithTwo()
  const rows = await database.db.select().from(session)
  const listed = await mine()
  expect(listed).toMatchObject([
    { current: true, impersonated: false, address: '203.0.113.7', device: { browser: 'lightMyRequest' } },
    {
      current: false,
      impersonated: false,
      address: '203.0.113.8',
      device: { browser: 'Chrome 124', os: 'macOS', kind: 'desktop' },
    },
  ])
  const text = JSON.stringify(listed)
  for (const { token } of rows) expect(text).not.toContain(token)
  expect(Object.keys(listed[0] ?? {}).sort()).toEqual(
    ['address', 'createdAt', 'current', 'device', 'expiresAt', 'id', 'impersonated', 'lastSeenAt'].sort(),
  )
  await database.db.execute(
    sql`update session set expires_at = now() - interval '1 second' where ip_address = '203.0.113.8'`,
  )
  expect(await mine()).toHaveLength(1)
  expect((await here.query('users.me')).status).toBe(200)
})

test('ending one of my sessions refuses its next call, is recorded, and happens once', async () => {
  const { here, there, person, mine, audited } = await personWithTwo()
  const other = (await mine()).find(({ current }) => !current)
  expect((await here.mutate('sessions.end', { id: other?.id })).data).toEqual({ id: other?.id })
  expect((await there.query('users.me')).status).toBe(401)
  expect((await there.mutate('users.updateMe', { name: 'X' })).status).toBe(401)
  expect(await audited()).toMatchObject([
    {
      actorId: person.id,
      subject: person.id,
      before: { sessionId: other?.id, address: '203.0.113.8', device: chrome },
      after: null,
    },
  ])
  expect((await here.mutate('sessions.end', { id: other?.id })).status).toBe(404)
  expect(await audited()).toHaveLength(1)
  const [current] = await mine()
  expect((await here.mutate('sessions.end', { id: current?.id })).status).toBe(200)
  expect((await here.query('users.me')).status).toBe(401)
})

test.each([
  [
    'another role',
    ({ email }: Person) =>
      (db: Database) =>
        actAsOperator(system(db), email, (inside, subject) => applyRole(inside, subject, 'moderator')),
  ],
  [
    'a new password',
    ({ email }: Person) =>
      (db: Database) =>
        resetPassword(system(db), { email, password: 'a-new-battery' }),
  ],
  [
    'a soft delete',
    ({ email }: Person) =>
      (db: Database) =>
        actAsOperator(system(db), email, (inside, subject) => applyRemoval(inside, subject)),
  ],
])('%s ends every session at once', async (_, actOn) => {
  const { database, here, there, person } = await personWithTwo()
  await actOn(person)(database.db)
  for (const browser of [here, there]) {
    expect((await browser.query('users.me')).status).toBe(401)
    expect((await browser.mutate('users.updateMe', { name: 'X' })).status).toBe(401)
  }
})

test("somebody else's session is not found, and goes on", async () => {
  const { browser, here, mine, audited } = await personWithTwo()
  const stranger = browser()
  await stranger.become()
  const [current] = await mine()
  expect((await stranger.mutate('sessions.end', { id: current?.id })).status).toBe(404)
  expect((await here.query('users.me')).status).toBe(200)
  expect(await audited()).toEqual([])
})

test('ending the others leaves this one and those of other people', async () => {
  const { browser, here, there, audited } = await personWithTwo()
  const stranger = browser()
  await stranger.become()
  expect((await here.mutate('sessions.endOthers')).data).toEqual({ count: 1 })
  expect((await there.query('users.me')).status).toBe(401)
  expect((await here.query('users.me')).status).toBe(200)
  expect((await stranger.query('users.me')).status).toBe(200)
  expect((await here.mutate('sessions.endOthers')).data).toEqual({ count: 0 })
  expect(await audited()).toMatchObject([{ before: { others: 1 } }])
})

test.each([
  ['sessions.end', { id: '\u0000' }],
  ['sessions.end', { id: 7 }],
  ['sessions.end', { id: 'x'.repeat(1_000_000) }],
  ['sessions.end', {}],
  ['sessions.endOf', { userId: ['x'] }],
  ['sessions.endOf', { userId: 'x', id: null }],
  ['sessions.endOf', { userId: 'x', more: 1 }],
  ['sessions.impersonate', { userId: '' }],
  ['sessions.impersonate', { userId: 'x', reason: '\u0000' }],
  ['sessions.impersonate', { userId: 'x', reason: 'x'.repeat(501) }],
  ['sessions.confirm', { password: 7 }],
  ['sessions.confirm', { password: 'x'.repeat(129) }],
])('%s refuses bad input with 400 (%#)', async (path, input) => {
  const { admin } = await createAppWithAdmin()
  expect((await admin.mutate(path, input)).status).toBe(400)
})

test('the console sees a user’s sessions; addresses only with the permission to see e-mails', async () => {
  const { admin, browser } = await createAppWithAdmin()
  const person = browser('203.0.113.7')
  const { id } = await person.become()
  const moderator = browser()
  await moderator.become({ role: 'moderator' })
  const seen = async (caller: typeof admin) =>
    (await caller.query<UserSession[]>('sessions.list', { userId: id })).data
  expect(await seen(admin)).toMatchObject([{ address: '203.0.113.7', impersonatedBy: null }])
  expect(await seen(moderator)).toMatchObject([{ address: null, device: { browser: 'lightMyRequest' } }])
  expect((await person.query('sessions.list', { userId: id })).status).toBe(403)
  expect((await admin.query('sessions.list', { userId: 'nobody' })).status).toBe(404)
})

test('a moderator ends one session or all of a user, and nobody’s of their rank or above', async () => {
  const { admin, adminId, browser, database } = await createAppWithAdmin()
  const { db } = database
  const moderator = browser()
  const { id: moderatorId } = await moderator.become({ role: 'moderator' })
  const peer = browser()
  const { id: peerId } = await peer.become({ role: 'moderator' })
  const person = browser()
  const { id, email } = await person.become()
  const again = browser()
  await again.signIn(email)
  const endOf = async (input: object) => {
    const { status, data, error } = await moderator.mutate('sessions.endOf', input)
    return data ?? [status, error.data.reason?.kind]
  }
  expect(await endOf({ userId: adminId })).toEqual([403, 'rank'])
  expect(await endOf({ userId: peerId })).toEqual([403, 'rank'])
  expect(await endOf({ userId: moderatorId })).toEqual([403, 'self'])
  expect(await endOf({ userId: 'nobody' })).toEqual([404, undefined])
  const [strangers] = await db.select().from(session).where(eq(session.userId, adminId))
  expect(await endOf({ userId: id, id: strangers?.id })).toEqual([404, undefined])
  const [one] = (await admin.query<UserSession[]>('sessions.list', { userId: id })).data
  expect(await endOf({ userId: id, id: one?.id })).toEqual({ count: 1 })
  expect(await endOf({ userId: id })).toEqual({ count: 1 })
  expect(await endOf({ userId: id })).toEqual({ count: 0 })
  expect((await person.query('users.me')).status).toBe(401)
  expect((await again.query('users.me')).status).toBe(401)
  expect((await admin.query('users.me')).status).toBe(200)
  const rows = (await readAudit(db)).filter(({ action }) => action === 'session.end')
  expect(rows).toMatchObject([
    { actorId: moderatorId, subject: id, before: { sessionId: one?.id } },
    { actorId: moderatorId, subject: id, before: { all: 1 } },
  ])
  expect((await person.mutate('sessions.endOf', { userId: adminId })).status).toBe(401)
  const reader = browser()
  await reader.become({ role: 'admin_ro' })
  expect((await reader.mutate('sessions.endOf', { userId: id })).status).toBe(403)
  const user = browser()
  await user.become()
  expect((await user.mutate('sessions.endOf', { userId: id })).status).toBe(403)
})

test('a confirmed password makes a session fresh; a wrong one does not, and five lock', async () => {
  const { admin, adminId, browser, database } = await createAppWithAdmin()
  const { id } = await browser().become()
  const old = sql`update session set confirmed_at = now() - interval '11 minutes' where user_id = ${adminId}`
  await database.db.execute(old)
  const tryIt = async () => (await admin.mutate('sessions.impersonate', { userId: id })).error?.data.reason
  expect(await tryIt()).toEqual({ kind: 'confirm' })
  const wrong = await admin.mutate('sessions.confirm', { password: 'not this one' })
  expect([wrong.status, wrong.error.data]).toMatchObject([
    403,
    { reason: { kind: 'wrong-password' }, fieldErrors: { password: [expect.any(String)] } },
  ])
  expect(await tryIt()).toEqual({ kind: 'confirm' })
  expect((await admin.mutate('sessions.confirm', { password })).data).toEqual({
    confirmedAt: expect.any(String),
  })
  const rows = (await readAudit(database.db)).filter(({ action }) => action === 'session.confirm')
  expect(rows).toMatchObject([{ actorId: adminId, subject: adminId }])
  expect(JSON.stringify(rows)).not.toContain(password)
  expect(await tryIt()).toBeUndefined()
  await admin.mutate('sessions.endImpersonation')
  for (let i = 0; i < 5; i++) await admin.mutate('sessions.confirm', { password: 'not this one' })
  const locked = await admin.mutate('sessions.confirm', { password })
  expect([locked.status, locked.error.data.reason?.kind]).toEqual([429, 'locked'])
})
