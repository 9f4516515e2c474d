import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { passkey, session, user } from '#drizzle/schema/index.ts'
import { brand } from '#product/brand.ts'
import { appUrl, type Browser, createTestApp, password, type TestApp } from '#test/app.ts'
import { type Ceremony, createPasskey } from '#test/software-authenticator.ts'
import { enable, verifyCode, withTwoFactor } from './two-factor-fixture.ts'

type Passkey = ReturnType<typeof createPasskey>

const here = { origin: appUrl, rpId: 'localhost' }

async function registerPasskey(
  caller: Browser,
  key: Passkey,
  wrong: Partial<Ceremony> = {},
  name = 'Laptop',
) {
  const options = await caller.get('/api/auth/passkey/generate-register-options')
  if (options.statusCode !== 200) return options
  const { challenge } = options.json()
  const response = key.register({ ...here, challenge, ...wrong })
  return caller.post('/api/auth/passkey/verify-registration', { response, name })
}

async function signInWith(caller: Browser, key: Passkey, wrong: Partial<Ceremony> = {}) {
  const { challenge } = (await caller.get('/api/auth/passkey/generate-authenticate-options')).json()
  const response = key.authenticate({ ...here, challenge, ...wrong })
  return caller.post('/api/auth/passkey/verify-authentication', { response })
}

async function withPasskey(app: TestApp, counter = 0) {
  const owner = app.browser()
  const { id, email } = await owner.become()
  const key = createPasskey()
  const added = await registerPasskey(owner, key, { counter })
  if (added.statusCode !== 200) throw new Error(`Registering answered ${added.body}`)
  return { owner, id, email, key, passkeyId: added.json().id as string }
}

test('a passkey is added and signs in, and no answer holds its key', async () => {
  const app = await createTestApp()
  const { owner, id, key, passkeyId } = await withPasskey(app)
  const options = (await owner.get('/api/auth/passkey/generate-register-options')).json()
  expect(options).toMatchObject({
    rp: { id: 'localhost', name: brand.name },
    attestation: 'none',
    authenticatorSelection: { userVerification: 'required', residentKey: 'required' },
    excludeCredentials: [{ id: key.id }],
  })
  const caller = app.browser()
  expect((await caller.get('/api/auth/passkey/generate-authenticate-options')).json()).toMatchObject({
    rpId: 'localhost',
    userVerification: 'required',
  })
  const answer = await signInWith(caller, key)
  expect(answer.statusCode).toBe(200)
  expect(answer.body).not.toMatch(/"token"|publicKey/)
  expect((await caller.query<{ user: { id: string } }>('users.me')).data.user.id).toBe(id)
  const list = await owner.get('/api/auth/passkey/list-user-passkeys')
  expect(list.json()).toMatchObject([{ id: passkeyId, name: 'Laptop', deviceType: 'singleDevice' }])
  const [row] = await app.database.db.select().from(passkey)
  for (const { body } of [answer, list]) {
    expect(body).not.toContain(row?.publicKey)
    expect(body).not.toContain(key.id)
  }
})

test.each<[string, Partial<Ceremony>]>([
  ['another origin', { origin: 'https://evil.example' }],
  ['another host', { rpId: 'evil.example' }],
  ['another challenge', { challenge: Buffer.from('something else').toString('base64url') }],
  ['a person who was not asked', { userVerified: false }],
])('%s neither adds a passkey nor signs in', async (_, wrong) => {
  const app = await createTestApp()
  const { owner, key } = await withPasskey(app)
  const added = await registerPasskey(owner, createPasskey(), wrong)
  expect(added.statusCode, added.body).toBe(400)
  expect(await app.database.db.$count(passkey)).toBe(1)
  const caller = app.browser()
  expect([400, 401]).toContain((await signInWith(caller, key, wrong)).statusCode)
  expect((await caller.query('users.me')).status).toBe(401)
})

test('an answer is accepted once, and one for adding does not sign in', async () => {
  const app = await createTestApp()
  const { key, owner } = await withPasskey(app)
  const caller = app.browser()
  const { challenge } = (await caller.get('/api/auth/passkey/generate-authenticate-options')).json()
  const body = { response: key.authenticate({ ...here, challenge }) }
  const cookies = [...caller.cookies]
  expect((await caller.post('/api/auth/passkey/verify-authentication', body)).statusCode).toBe(200)
  const replaying = app.browser()
  for (const [name, value] of cookies) replaying.cookies.set(name, value)
  expect((await replaying.post('/api/auth/passkey/verify-authentication', body)).statusCode).toBe(400)
  const options = (await owner.get('/api/auth/passkey/generate-register-options')).json()
  const response = key.authenticate({ ...here, challenge: options.challenge })
  expect((await owner.post('/api/auth/passkey/verify-authentication', { response })).statusCode).toBe(400)
})

test('a counter that does not advance is that of a copy', async () => {
  const app = await createTestApp()
  const { key } = await withPasskey(app, 5)
  expect((await signInWith(app.browser(), key, { counter: 6 })).statusCode).toBe(200)
  for (const counter of [6, 5, 0])
    expect((await signInWith(app.browser(), key, { counter })).statusCode).toBe(400)
  const both = await Promise.all([1, 2].map(() => signInWith(app.browser(), key, { counter: 7 })))
  expect(both.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
})

test('an unknown passkey and the same one for a second account are refused', async () => {
  const app = await createTestApp()
  const { key } = await withPasskey(app)
  expect((await signInWith(app.browser(), createPasskey())).statusCode).toBe(401)
  const other = app.browser()
  await other.become()
  const added = await registerPasskey(other, key)
  expect(added.statusCode, added.body).toBe(400)
  expect(await app.database.db.$count(passkey)).toBe(1)
})

test("somebody else's passkey is neither listed, renamed nor removed, and is as if it were not there", async () => {
  const app = await createTestApp()
  const { passkeyId, owner } = await withPasskey(app)
  const other = app.browser()
  await other.become()
  expect((await other.get('/api/auth/passkey/list-user-passkeys')).json()).toEqual([])
  for (const id of [passkeyId, 'nothing']) {
    const answers = [
      await other.post('/api/auth/passkey/update-passkey', { id, name: 'Mine' }),
      await other.post('/api/auth/passkey/delete-passkey', { id }),
    ]
    for (const answer of answers)
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'PASSKEY_NOT_FOUND'])
  }
  expect(
    (await owner.post('/api/auth/passkey/update-passkey', { id: passkeyId, name: ' Phone ' })).statusCode,
  ).toBe(200)
  expect(await app.database.db.select({ name: passkey.name }).from(passkey)).toEqual([{ name: 'Phone' }])
})

test('adding and removing need a fresh session; a removed passkey signs nobody in', async () => {
  const app = await createTestApp()
  const { owner, passkeyId, key } = await withPasskey(app)
  await app.database.db.update(session).set({ confirmedAt: new Date(Date.now() - 11 * 60_000) })
  const answers = [
    await registerPasskey(owner, createPasskey()),
    await owner.post('/api/auth/passkey/verify-registration', {
      response: createPasskey().register({ ...here, challenge: 'x' }),
    }),
    await owner.post('/api/auth/passkey/delete-passkey', { id: passkeyId }),
  ]
  for (const answer of answers)
    expect([answer.statusCode, answer.json().reason]).toEqual([403, { kind: 'confirm' }])
  await app.database.db.update(session).set({ confirmedAt: new Date() })
  expect((await owner.post('/api/auth/passkey/delete-passkey', { id: passkeyId })).statusCode).toBe(200)
  expect((await owner.post('/api/auth/passkey/delete-passkey', { id: passkeyId })).statusCode).toBe(404)
  expect((await signInWith(app.browser(), key)).statusCode).toBe(401)
})

test('a banned or deleted person does not come in by a passkey, a waiting one does', async () => {
  const app = await createTestApp()
  const { id, key, owner } = await withPasskey(app)
  await app.database.db.update(user).set({ pendingSince: new Date() }).where(eq(user.id, id))
  expect((await signInWith(app.browser(), key)).statusCode).toBe(200)
  expect((await owner.get('/api/auth/passkey/list-user-passkeys')).json().reason).toEqual({
    kind: 'approval',
  })
  await app.database.db.update(user).set({ pendingSince: null, bannedAt: new Date() })
  expect((await signInWith(app.browser(), key)).json().code).toBe('ACCOUNT_BANNED')
  expect((await owner.get('/api/auth/passkey/list-user-passkeys')).json().reason.kind).toBe('banned')
  await app.database.db.update(user).set({ bannedAt: null })
  await owner.mutate('users.deleteMe', { password })
  expect((await signInWith(app.browser(), key)).json().code).toBe('ACCOUNT_DELETED')
  expect(await app.database.db.select().from(session)).toEqual([])
})

test('a passkey is two factors in one: no code is asked for after it', async () => {
  const app = await createTestApp()
  const { owner, id } = await withTwoFactor(app)
  const key = createPasskey()
  expect((await registerPasskey(owner, key)).statusCode).toBe(200)
  const caller = app.browser()
  expect((await signInWith(caller, key)).json().user.id).toBe(id)
  expect((await caller.query('users.me')).status).toBe(200)
})

test.each([
  [{ response: 'x' }],
  [{ response: { id: 'a\u0000', rawId: 'a', type: 'public-key', response: {} } }],
  [{ response: { ...createPasskey().authenticate({ ...here, challenge: 'x' }), id: 'x'.repeat(900_000) } }],
  [{ response: createPasskey().authenticate({ ...here, challenge: 'x' }), more: true }],
])('a body that is no answer of an authenticator is refused', async (body) => {
  const { browser } = await createTestApp()
  const caller = browser()
  await caller.get('/api/auth/passkey/generate-authenticate-options')
  expect((await caller.post('/api/auth/passkey/verify-authentication', body)).statusCode).toBe(400)
})

test('an impersonated session changes nothing about how the person signs in', async () => {
  const app = await createTestApp()
  const { owner, id, passkeyId } = await withPasskey(app)
  const { id: adminId } = await app.browser().become({ role: 'admin' })
  await app.database.db.update(session).set({ impersonatedBy: adminId }).where(eq(session.userId, id))
  const answers = [
    await enable(owner),
    await verifyCode(owner, '123456'),
    await owner.get('/api/auth/passkey/generate-register-options'),
    await owner.post('/api/auth/passkey/delete-passkey', { id: passkeyId }),
    await owner.post('/api/auth/change-password', {
      currentPassword: password,
      newPassword: 'another-horse-7',
    }),
    await owner.post('/api/auth/change-email', { newEmail: 'eve@example.com' }),
    await owner.post('/api/auth/link-social', { provider: 'google' }),
    await owner.post('/api/auth/unlink-account', { accountId: 'x' }),
  ]
  for (const answer of answers) expect(answer.json().reason, answer.body).toEqual({ kind: 'impersonating' })
})
