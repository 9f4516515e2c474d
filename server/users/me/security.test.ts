import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { auditEvent, invitation, mail, passkey, session, twoFactor, user } from '#drizzle/schema/index.ts'
import { enable, verifyCode, withTwoFactor } from '#server/auth/two-factor/two-factor-fixture.ts'
import type { PersonExport, SecurityEventPage } from '#shared/security.ts'
import { createTestApp, password } from '#test/app.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'
import { readAudit } from '#test/audit-log.ts'

const somePasskey = (userId: string, id = 'key') => ({
  id,
  userId,
  publicKey: 'pub-lic',
  credentialID: `credential-${id}`,
  counter: 0,
  deviceType: 'singleDevice',
  backedUp: false,
  name: 'Laptop',
})

test('an admin takes away the codes of a user who has lost them: sessions end, a mail says so, and it is recorded', async () => {
  const app = await createAppWithAdmin()
  const { admin, database, audited } = app
  const { owner, id, email } = await withTwoFactor(app)
  await database.db.insert(passkey).values(somePasskey(id))
  expect((await admin.mutate('users.resetTwoFactor', { id })).data).toEqual({ id, passkeys: 0 })
  expect((await owner.query('users.me')).status).toBe(401)
  expect(await database.db.$count(twoFactor)).toBe(0)
  expect(await database.db.$count(passkey)).toBe(1)
  expect((await app.browser().signIn(email)).json().user.twoFactorEnabled).toBe(false)
  const mails = await database.db.select().from(mail).where(eq(mail.kind, 'two-factor-reset'))
  expect(mails.map(({ recipient }) => recipient)).toEqual([email])
  expect(await audited()).toMatchObject([
    {
      action: 'twoFactor.reset',
      subject: id,
      before: { twoFactorEnabled: true },
      after: { twoFactorEnabled: false },
    },
  ])
  const again = await admin.mutate('users.resetTwoFactor', { id })
  expect(again.status).toBe(409)
  expect((await admin.mutate('users.resetTwoFactor', { id, passkeys: true })).data).toEqual({
    id,
    passkeys: 1,
  })
  expect(await database.db.$count(passkey)).toBe(0)
  expect((await audited()).at(-1)).toMatchObject({ before: { passkeys: 1 }, after: { passkeys: 0 } })
})

test('nobody else resets, nobody resets themselves, and what is not there is not found', async () => {
  const app = await createAppWithAdmin()
  const { admin, adminId, browser, database } = app
  const { id } = await withTwoFactor(app)
  for (const role of ['user', 'moderator', 'admin_ro'] as const) {
    const caller = browser()
    await caller.become({ role })
    expect((await caller.mutate('users.resetTwoFactor', { id })).status).toBe(403)
  }
  expect((await admin.mutate('users.resetTwoFactor', { id: adminId })).error.data.reason).toEqual({
    kind: 'self',
  })
  expect((await admin.mutate('users.resetTwoFactor', { id: 'nothing' })).status).toBe(404)
  for (const input of [
    { id: 7 },
    { id: 'a\u0000' },
    { id: 'x'.repeat(900_000) },
    { id, passkeys: 'yes' },
    {},
  ])
    expect((await admin.mutate('users.resetTwoFactor', input)).status).toBe(400)
  await database.db.update(session).set({ confirmedAt: new Date(Date.now() - 11 * 60_000) })
  expect((await admin.mutate('users.resetTwoFactor', { id })).error.data.reason).toEqual({ kind: 'confirm' })
  expect(await database.db.$count(twoFactor)).toBe(1)
  await database.db.update(session).set({ confirmedAt: new Date() })
  await database.db.update(user).set({ deletedAt: new Date() }).where(eq(user.id, id))
  expect((await admin.mutate('users.resetTwoFactor', { id })).status).toBe(409)
})

test('two admins who reset at the same moment do it once', async () => {
  const app = await createAppWithAdmin()
  const { id } = await withTwoFactor(app)
  const second = app.browser()
  await second.become({ role: 'admin' })
  const results = await Promise.all(
    [app.admin, second].map((admin) => admin.mutate('users.resetTwoFactor', { id })),
  )
  expect(results.map(({ status }) => status).sort()).toEqual([200, 409])
})

test('the export holds everything that is kept about a person, and no secret', async () => {
  const app = await createTestApp()
  const { owner, id, email, totpURI, backupCodes } = await withTwoFactor(app)
  const { db } = app.database
  const { id: strangerId } = await app.browser().become({ name: 'Stranger', email: 'stranger@example.com' })
  await db.insert(passkey).values([somePasskey(id), somePasskey(strangerId, 'other')])
  await db.insert(invitation).values({
    id: 'i',
    email,
    role: 'user',
    userId: id,
    tokenHash: 'hash-of-a-token',
    expiresAt: new Date(),
  })
  const { data, status } = await owner.query<PersonExport>('users.exportMe')
  expect(status).toBe(200)
  expect(data).toMatchObject({
    profile: { id, email, name: 'Ada', role: 'user' },
    accounts: [{ provider: 'credential' }],
    sessions: [{ address: owner.address }],
    twoFactor: { enabled: true, since: expect.any(String) },
    passkeys: [{ name: 'Laptop', backedUp: false }],
    invitations: [{ email, role: 'user' }],
  })
  expect(data.events.map(({ action }) => action)).toEqual([
    'twoFactor.enable',
    'session.signIn',
    'user.signUp',
  ])
  const tokens = await db.select({ token: session.token }).from(session)
  const text = JSON.stringify(data)
  const secret = new URL(totpURI).searchParams.get('secret') ?? ''
  for (const hidden of [
    secret,
    ...backupCodes,
    ...tokens.map(({ token }) => token),
    'hash-of-a-token',
    'pub-lic',
  ])
    expect(text).not.toContain(hidden)
  expect(text).not.toMatch(/argon2|\$ba\$|stranger/i)
  expect((await readAudit(db)).at(-1)).toMatchObject({ action: 'user.exportMe', actorId: id, subject: id })
})

test('the export needs a fresh session of the person, and is bounded in number', async () => {
  const app = await createTestApp()
  const owner = app.browser()
  const { id } = await owner.register()
  const { id: adminId } = await app.browser().become({ role: 'admin' })
  expect((await app.browser().query('users.exportMe')).status).toBe(401)
  await app.database.db.update(session).set({ confirmedAt: new Date(Date.now() - 11 * 60_000) })
  expect((await owner.query('users.exportMe')).error.data.reason).toEqual({ kind: 'confirm' })
  await app.database.db.update(session).set({ confirmedAt: new Date(), impersonatedBy: adminId })
  expect((await owner.query('users.exportMe')).error.data.reason).toEqual({ kind: 'impersonating' })
  await app.database.db.update(session).set({ impersonatedBy: null }).where(eq(session.userId, id))
  const statuses: number[] = []
  for (let tries = 0; tries < 11; tries++) statuses.push((await owner.query('users.exportMe')).status)
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0)
})

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0'

test('my security events are mine alone, newest first and page by page', async () => {
  const app = await createTestApp()
  const [owner, other] = [app.browser(), app.browser('198.51.100.9')]
  const { id, email } = await owner.register()
  await other.become()
  const wrong = { email, password: 'wrong-horse-battery' }
  for (let tries = 0; tries < 3; tries++) {
    await other.post('/api/auth/sign-in/email', wrong, { 'user-agent': firefox })
  }
  await enable(owner)
  await verifyCode(owner, '000000')
  const pages: SecurityEventPage[] = []
  let cursor: string | undefined
  do {
    const { data } = await owner.query<SecurityEventPage>('users.mySecurityEvents', { limit: 2, cursor })
    pages.push(data)
    cursor = data.nextCursor ?? undefined
  } while (cursor)
  const items = pages.flatMap((page) => page.items)
  expect(items.map(({ action }) => action)).toEqual([
    ...Array(4).fill('session.fail'),
    'session.signIn',
    'user.signUp',
  ])
  expect(items[1]).toMatchObject({
    byMe: false,
    address: '198.51.100.9',
    device: { browser: 'Firefox 132', os: 'Windows', kind: 'desktop' },
    after: { method: 'password' },
  })
  const { data } = await owner.query<PersonExport>('users.exportMe')
  expect(data.events.map(({ device }) => device)).toContain(firefox)
  expect(items.at(-1)).toMatchObject({ byMe: true, address: owner.address })
  for (const bad of [
    { cursor: 'x' },
    { cursor: btoa('["x","y"]') },
    { limit: 101 },
    { limit: 1.5 },
    { userId: id },
  ])
    expect((await owner.query('users.mySecurityEvents', bad)).status).toBe(400)
  expect((await app.browser().query('users.mySecurityEvents', {})).status).toBe(401)
})

test('what an admin did to me says that it was somebody else, and not who or where from', async () => {
  const app = await createAppWithAdmin()
  const { owner, id, email } = await withTwoFactor(app)
  await app.admin.mutate('users.resetTwoFactor', { id })
  await owner.signIn(email, password)
  await app.browser().register()
  const { data } = await owner.query<SecurityEventPage>('users.mySecurityEvents', {})
  const reset = data.items.find(({ action }) => action === 'twoFactor.reset')
  expect(reset).toMatchObject({ byMe: false, address: null, device: null })
  expect(JSON.stringify(data)).not.toContain(app.adminId)
  const [count] = await app.database.db.select({ rows: sql<number>`count(*)::int` }).from(auditEvent)
  expect(count?.rows).toBeGreaterThan(data.items.length)
})
