import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session, user } from '#drizzle/schema/index.ts'
import { emailHash } from '#server/auth/email-hash.ts'
import { awaitingCode, verifyCode, withTwoFactor } from '#server/auth/two-factor/two-factor-fixture.ts'
import { appUrl, createTestApp, password, type TestApp } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { createPasskey } from '#test/software-authenticator.ts'

const events = async ({ database }: TestApp) =>
  (await readAudit(database.db)).map(({ action, actorId, subject, subjectType, after }) => ({
    action,
    actorId,
    subject,
    subjectType,
    after,
  }))
const actions = async (app: TestApp) => (await events(app)).map(({ action }) => action)

test('a sign-up, a sign-in and a sign-out are recorded, with where they came from', async () => {
  const app = await createTestApp()
  const caller = app.browser('198.51.100.7')
  const { id, email } = await caller.register()
  await caller.post('/api/auth/sign-out')
  await caller.post('/api/auth/sign-in/email', { email, password }, { 'user-agent': 'Test/1.0' })
  const self = { actorId: id, subject: id, subjectType: 'user' }
  expect(await events(app)).toEqual([
    { action: 'user.signUp', ...self, after: { method: 'password' } },
    { action: 'session.signIn', ...self, after: { method: 'password' } },
    { action: 'session.signOut', ...self, after: null },
    { action: 'session.signIn', ...self, after: { method: 'password' } },
  ])
  const [row] = (await readAudit(app.database.db)).slice(-1)
  expect(row?.actor).toMatchObject({ address: '198.51.100.7', device: 'Test/1.0', email })
  expect(row?.requestId).toMatch(/^[0-9a-f-]{36}$/)
})

test('failures are recorded for known and unknown addresses, and the lock with them', async () => {
  const app = await createTestApp()
  const { id, email } = await app.browser().register()
  const caller = app.browser()
  for (let tries = 0; tries < 6; tries++) await caller.signIn(email, 'wrong-horse-battery')
  await caller.signIn('nobody@example.com', 'wrong-horse-battery')
  const failed = (await events(app)).slice(2)
  expect(failed.map(({ action }) => action)).toEqual([
    ...Array(4).fill('session.fail'),
    'account.lock',
    'session.fail',
    'session.fail',
  ])
  expect(failed[0]).toEqual({
    action: 'session.fail',
    actorId: null,
    subject: id,
    subjectType: 'user',
    after: { method: 'password' },
  })
  expect(failed.at(-1)).toEqual({
    action: 'session.fail',
    actorId: null,
    subject: emailHash('nobody@example.com'),
    subjectType: 'account',
    after: { method: 'password' },
  })
  expect(JSON.stringify(failed.at(-1))).not.toContain('nobody@')
})

test('the right password of a banned person is a failure that says why', async () => {
  const app = await createTestApp()
  const { id, email } = await app.browser().register()
  await app.database.db.update(user).set({ bannedAt: new Date() }).where(eq(user.id, id))
  await app.browser().signIn(email)
  expect((await events(app)).at(-1)).toMatchObject({
    action: 'session.fail',
    subject: id,
    after: { method: 'password', refusal: 'ACCOUNT_BANNED' },
  })
})

test('a sign-in with two factors is one event, once both were right', async () => {
  const app = await createTestApp()
  const { id, email, authenticator } = await withTwoFactor(app)
  const before = (await actions(app)).length
  expect((await actions(app)).at(-1)).toBe('twoFactor.enable')
  const caller = await awaitingCode(app, email)
  expect((await actions(app)).length).toBe(before)
  await verifyCode(caller, authenticator.wrongCode())
  await verifyCode(caller, authenticator.code())
  expect((await events(app)).slice(before)).toEqual([
    {
      action: 'session.fail',
      actorId: null,
      subject: id,
      subjectType: 'user',
      after: { method: 'two-factor' },
    },
    {
      action: 'session.signIn',
      actorId: id,
      subject: id,
      subjectType: 'user',
      after: { method: 'two-factor' },
    },
  ])
})

test('what people do about how they sign in is recorded', async () => {
  const app = await createTestApp()
  const { owner } = await withTwoFactor(app)
  const key = createPasskey()
  const here = { origin: appUrl, rpId: 'localhost' }
  const options = (await owner.get('/api/auth/passkey/generate-register-options')).json()
  const added = await owner.post('/api/auth/passkey/verify-registration', {
    response: key.register({ ...here, challenge: options.challenge }),
    name: 'Laptop',
  })
  const { id } = added.json()
  const caller = app.browser()
  const { challenge } = (await caller.get('/api/auth/passkey/generate-authenticate-options')).json()
  await caller.post('/api/auth/passkey/verify-authentication', {
    response: key.authenticate({ ...here, challenge }),
  })
  await caller.post('/api/auth/passkey/verify-authentication', {
    response: key.authenticate({ ...here, challenge }),
  })
  await owner.post('/api/auth/passkey/update-passkey', { id, name: 'Phone' })
  await owner.post('/api/auth/passkey/delete-passkey', { id })
  await owner.post('/api/auth/two-factor/generate-backup-codes', { password })
  await owner.post('/api/auth/two-factor/disable', { password: 'wrong-horse-battery' })
  await owner.post('/api/auth/two-factor/disable', { password })
  const seen = (await readAudit(app.database.db)).slice(3)
  expect(seen.map(({ action, before, after }) => [action, before, after])).toEqual([
    ['passkey.add', null, { passkey: id, label: 'Laptop' }],
    ['session.signIn', null, { method: 'passkey' }],
    ['session.fail', null, { method: 'passkey' }],
    ['passkey.rename', { label: 'Laptop' }, { label: 'Phone' }],
    ['passkey.remove', { passkey: id, label: 'Phone' }, null],
    ['twoFactor.renewCodes', null, null],
    ['session.fail', null, { method: 'password' }],
    ['twoFactor.disable', null, null],
  ])
})

test('verification and a reset are recorded; asking for a reset of an unknown address is not', async () => {
  const app = await createTestApp({ config: { smtpUrl: 'smtp://127.0.0.1:1' } })
  const caller = app.browser()
  const email = 'ada@example.com'
  await caller.post('/api/auth/sign-up/email', { name: 'Ada', email, password })
  await caller.post('/api/auth/sign-up/email', { name: 'Ada', email, password })
  const link = await app.newestLink()
  await caller.get(link)
  await app.browser().get(link)
  for (const each of [email, 'nobody@example.com'])
    await caller.post('/api/auth/request-password-reset', { email: each, redirectTo: '/reset-password' })
  const landed = await caller.get(await app.newestLink('password-reset'))
  const token = new URL(landed.headers.location ?? '', 'http://x').searchParams.get('token')
  await caller.post('/api/auth/reset-password', { newPassword: 'a-new-battery-horse', token })
  expect((await events(app)).map(({ action, after }) => [action, after])).toEqual([
    ['user.signUp', { method: 'password' }],
    ['user.verifyEmail', null],
    ['session.signIn', { method: 'verification' }],
    ['user.requestReset', null],
    ['user.resetPassword', null],
  ])
  expect(JSON.stringify(await readAudit(app.database.db))).not.toContain(token)
})

test('who signs in while signed in as somebody else is counted and recorded as the one they name', async () => {
  const app = await createTestApp()
  const attacker = app.browser()
  const [own, victim] = [await attacker.become(), await app.browser().become()]
  for (let tries = 0; tries < 5; tries++) await attacker.signIn(victim.email, 'wrong-horse-battery')
  expect((await events(app)).at(-1)).toMatchObject({
    action: 'session.fail',
    actorId: null,
    subject: victim.id,
  })
  expect((await app.browser().signIn(victim.email)).json().reason.kind).toBe('locked')
  expect((await app.browser().signIn(own.email)).statusCode).toBe(200)
})

test('a sign-out of an admin who acts as somebody carries both names', async () => {
  const app = await createTestApp()
  const caller = app.browser()
  const { id } = await caller.become()
  const { id: adminId } = await app.browser().become({ role: 'admin', name: 'Admin' })
  await app.database.db.update(session).set({ impersonatedBy: adminId }).where(eq(session.userId, id))
  await caller.post('/api/auth/sign-out')
  const [row] = (await readAudit(app.database.db)).slice(-1)
  expect(row).toMatchObject({ action: 'session.signOut', actorId: id, impersonatorId: adminId })
})

test('when the log cannot be written the answer is the same, and the failure is logged', async () => {
  const app = await createTestApp()
  const { email } = await app.browser().become()
  await app.database.db.execute(sql`alter table audit_event rename to audit_event_gone`)
  try {
    expect((await app.browser().signIn(email)).statusCode).toBe(200)
    expect(app.logged.some((line) => line.includes('missing in the audit log'))).toBe(true)
  } finally {
    await app.database.db.execute(sql`alter table audit_event_gone rename to audit_event`)
  }
})
