import type { AddressInfo } from 'node:net'
import { passkeyClient } from '@better-auth/passkey/client'
import { createAuthClient } from 'better-auth/client'
import { twoFactorClient } from 'better-auth/client/plugins'
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { session, user } from '#drizzle/schema/index.ts'
import { buildApp } from '#server/app.ts'
import { readConfig } from '#server/config.ts'
import { createLogger } from '#server/logger.ts'
import { appUrl, createTestApp, password, testSecret } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { authenticatorApp } from '#test/totp.ts'
import { findAuthEndpoint } from './auth-endpoints.ts'
import { clientCalls, insteadOf } from './client-calls.ts'

type TestApp = Awaited<ReturnType<typeof createTestApp>>

/** Better Auth's own client with its plugins, as a page has it: with cookies, and our origin. */
async function createClient({ app, browser }: TestApp) {
  const { port } = app.server.address() as AddressInfo
  const person = browser()
  const asked: string[] = []
  const client = createAuthClient({
    baseURL: `http://127.0.0.1:${port}/api/auth`,
    plugins: [twoFactorClient(), passkeyClient()],
    fetchOptions: { retry: 0, customFetchImpl: send },
  })
  async function send(input: string | URL | Request, init: RequestInit = {}) {
    const url = new URL(input instanceof Request ? input.url : input)
    asked.push(`${init.method ?? 'GET'} ${url.pathname.slice('/api/auth'.length)}`)
    const headers = new Headers(init.headers)
    headers.set('origin', appUrl)
    headers.set('cookie', [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';', 1)[0]?.split('=') ?? []
      if (/max-age=0/i.test(cookie)) person.cookies.delete(name)
      else person.cookies.set(name, value)
    }
    return response
  }
  return { client, person, asked }
}
type Client = Awaited<ReturnType<typeof createClient>>['client']

interface Outcome {
  data: unknown
  error: { status: number; message?: string } | null
}

async function startApp() {
  const app = await createTestApp({
    config: { google: { clientId: 'an-id', clientSecret: 'a-secret' } },
  })
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  return app
}

const answered = expect.objectContaining({ error: null })
const refused = (status: number, message: RegExp | string = /./) =>
  expect.objectContaining({
    error: expect.objectContaining({ status, message: expect.stringMatching(message) }),
  })

// What the server answers to it is taken; the browser's own part is not here.
const notHere = refused(500, /not supported in this browser/)
const cancelled = refused(400, /cancel/i)

/** Every method that asks the server, and what becomes of it for somebody who has just signed in. */
const signedIn: Record<string, [call: (client: Client) => Promise<unknown>, outcome: unknown]> = {
  getSession: [(client) => client.getSession(), answered],
  listSessions: [(client) => client.listSessions(), answered],
  listAccounts: [(client) => client.listAccounts(), answered],
  updateUser: [(client) => client.updateUser({ name: 'After' }), answered],
  'updateUser, without a picture': [(client) => client.updateUser({ image: null }), answered],
  'updateUser, with a picture': [
    (client) => client.updateUser({ image: 'https://example.com/a.png' }),
    refused(400),
  ],
  sendVerificationEmail: [
    (client) => client.sendVerificationEmail({ email: 'nobody@example.com' }),
    refused(400),
  ],
  changeEmail: [(client) => client.changeEmail({ newEmail: 'after@example.com' }), answered],
  verifyEmail: [(client) => client.verifyEmail({ query: { token: 'no-token' } }), refused(401)],
  requestPasswordReset: [
    (client) => client.requestPasswordReset({ email: 'nobody@example.com', redirectTo: '/reset-password' }),
    answered,
  ],
  resetPassword: [
    (client) => client.resetPassword({ newPassword: 'another-horse-battery', token: 'no-token' }),
    refused(400),
  ],
  'signIn.social': [(client) => client.signIn.social({ provider: 'google' }), answered],
  linkSocial: [(client) => client.linkSocial({ provider: 'google' }), answered],
  unlinkAccount: [
    (client) =>
      client.unlinkAccount({ accountId: 'none' } as unknown as Parameters<Client['unlinkAccount']>[0]),
    refused(400),
  ],
  'passkey.listUserPasskeys': [(client) => client.passkey.listUserPasskeys(), answered],
  'passkey.updatePasskey': [
    (client) => client.passkey.updatePasskey({ id: 'none', name: 'Key' }),
    refused(404),
  ],
  'passkey.deletePasskey': [(client) => client.passkey.deletePasskey({ id: 'none' }), refused(404)],
  'passkey.addPasskey': [(client) => client.passkey.addPasskey({ name: 'Key' }), notHere],
  'signIn.passkey': [(client) => client.signIn.passkey(), cancelled],
  getAccessToken: [
    (client) => client.getAccessToken({ accountId: 'none' }),
    refused(404, /stay on the server/),
  ],
  refreshToken: [(client) => client.refreshToken({ accountId: 'none' }), refused(404, /stay on the server/)],
  accountInfo: [
    (client) => client.accountInfo({ query: { accountId: 'none' } } as never),
    refused(404, /stay on the server/),
  ],
  updateSession: [(client) => client.updateSession({ theme: 'dark' } as never), refused(404, /no fields/)],
  'twoFactor.sendOtp': [(client) => client.twoFactor.sendOtp(), refused(404, /verify-totp/)],
  'twoFactor.verifyOtp': [
    (client) => client.twoFactor.verifyOtp({ code: '123456' }),
    refused(404, /verify-totp/),
  ],
  'twoFactor.getTotpUri': [
    (client) => client.twoFactor.getTotpUri({ password }),
    refused(404, /two-factor\/enable/),
  ],
  'twoFactor.disable': [(client) => client.twoFactor.disable({ password }), answered],
  'twoFactor.generateBackupCodes': [
    (client) => client.twoFactor.generateBackupCodes({ password }),
    refused(400, /isn't enabled/),
  ],
  'twoFactor.verifyBackupCode': [
    (client) => client.twoFactor.verifyBackupCode({ code: 'aaaaa-bbbbb' }),
    refused(400, /aren't enabled/),
  ],
  'changePassword, without ending the other sessions': [
    (client) =>
      client.changePassword({
        currentPassword: password,
        newPassword: 'another-horse-battery',
        revokeOtherSessions: false,
      }),
    refused(400, /ends every other session/),
  ],
  changePassword: [
    (client) =>
      client.changePassword({
        currentPassword: password,
        newPassword: 'another-horse-battery',
        revokeOtherSessions: true,
      }),
    answered,
  ],
}

test('each method of the client is answered under our rules, or told what to call instead', async () => {
  const app = await startApp()
  const { client, person, asked } = await createClient(app)
  await person.become({ name: 'Before' })
  for (const [name, [call, outcome]] of Object.entries(signedIn)) {
    const answer = await Promise.resolve(call(client)).catch((error: Error) => error)
    expect(answer, name).toEqual(outcome)
  }
  // Whose refusal says what to do instead, each was asked for.
  const other = ['GET /delete-user/callback', 'POST /verify-password', 'POST /get-session']
  for (const path of Object.keys(insteadOf)) if (!other.includes(path)) expect(asked).toContain(path)
  expect(app.logged.filter((line) => line.includes('"level":50'))).toEqual([])
})

test('a registration, a second factor and the way back in, as its pages and kits go through them', async () => {
  const app = await startApp()
  const { client } = await createClient(app)
  const email = 'ada@example.com'
  expect(
    await client.signUp.email({ email, password, name: 'Ada', image: 'https://example.com/a.png' }),
  ).toEqual(refused(400))
  expect(await client.signUp.email({ email, password, name: 'Ada' })).toEqual(answered)
  const enabled = await client.twoFactor.enable({ password })
  expect(enabled).toEqual(answered)
  const { totpURI, backupCodes } = enabled.data as { totpURI: string; backupCodes: string[] }
  const phone = authenticatorApp(totpURI)
  expect(await client.twoFactor.verifyTotp({ code: phone.code() })).toEqual(answered)
  expect(await client.signOut()).toEqual(answered)
  expect((await client.getSession()).data).toBeNull()

  const asks = await client.signIn.email({ email, password })
  expect(asks.data).toMatchObject({ twoFactorRedirect: true })
  expect(await client.twoFactor.verifyBackupCode({ code: backupCodes[0] ?? '' })).toEqual(answered)
  expect((await client.getSession()).data?.user.name).toBe('Ada')
})

test('sessions are listed without their tokens, and ended by what the list gave', async () => {
  const app = await startApp()
  const [here, there] = [await createClient(app), await createClient(app)]
  const { id, email } = await here.person.become()
  const signIn = () => there.client.signIn.email({ email, password })
  expect(await signIn()).toEqual(answered)
  const list = async () => (await here.client.listSessions()).data ?? []
  const kept = await app.database.db.select().from(session).where(eq(session.userId, id))
  const listed = await list()
  expect(listed.map(({ token }) => token).sort()).toEqual(kept.map((row) => row.id).sort())
  for (const { token } of kept) expect(JSON.stringify(listed)).not.toContain(token)

  const elsewhere = listed[1]?.token ?? ''
  expect(await here.client.revokeSession({ token: elsewhere })).toEqual(answered)
  expect(await here.client.revokeSession({ token: elsewhere })).toEqual(refused(404))
  expect((await there.client.getSession()).data).toBeNull()

  await signIn()
  expect(await here.client.revokeOtherSessions()).toEqual(answered)
  expect((await there.client.getSession()).data).toBeNull()
  await signIn()
  expect(await here.client.revokeSessions()).toEqual(answered)
  expect((await there.client.getSession()).data).toBeNull()
  expect((await here.client.getSession()).data).toBeNull()
  const ends = (await readAudit(app.database.db)).filter(({ action }) => action === 'session.end')
  expect(ends).toHaveLength(4)
})

test('what changes an account passes the guards of the procedure that does it, and is recorded', async () => {
  const app = await startApp()
  const { client, person } = await createClient(app)
  const nobody = (await client.updateUser({ name: 'After' })) as Outcome
  expect(nobody.error?.status).toBe(401)
  const { id } = await person.become({ name: 'Before' })
  expect(await client.updateUser({ name: '  ' })).toEqual(refused(400))
  const given = (await person.post('/api/auth/update-user', { role: 'admin' })).statusCode
  expect(given).toBe(400)
  await client.updateUser({ name: 'After' })
  const foreign = { origin: 'https://evil.example' }
  expect((await person.post('/api/auth/update-user', { name: 'Pirate' }, foreign)).statusCode).toBe(403)
  expect((await readAudit(app.database.db)).at(-1)).toMatchObject({
    action: 'user.update',
    before: { name: 'Before' },
    after: { name: 'After' },
  })

  expect(await client.deleteUser({ password: 'not-the-password' })).toEqual(refused(403))
  expect(await client.deleteUser({ password })).toEqual(answered)
  expect((await client.getSession()).data).toBeNull()
  const [row] = await app.database.db.select().from(user).where(eq(user.id, id))
  expect(row?.deletedAt).not.toBeNull()
})

test('there is no endpoint of Better Auth that is neither answered nor said to be called otherwise', async () => {
  const app = await createTestApp()
  const { services } = await buildApp({
    config: { ...readConfig(), secrets: [testSecret] },
    database: app.database,
    logger: createLogger('silent'),
    clientDir: '/nowhere',
  })
  onTestFinished(() => services.close())
  const caller = app.browser()
  await caller.become()
  const { api } = services.auth as unknown as { api: Record<string, Endpoint> }
  for (const { path, options } of Object.values(api)) {
    const { scope, SERVER_ONLY } = options.metadata ?? {}
    if (!path || SERVER_ONLY || scope === 'server' || options.method === undefined) continue
    for (const method of [options.method].flat()) {
      const call = `${method} ${path}`
      if (findAuthEndpoint(method, path)) continue
      if (clientCalls.some((each) => `${each.method} ${each.path}` === call)) continue
      if (call === 'GET /open-api/generate-schema') continue
      const url = `/api/auth${path}`
      const answer = method === 'GET' ? await caller.get(url) : await caller.post(url)
      expect([call, answer.statusCode, answer.json().message]).toEqual([call, 404, insteadOf[call]])
    }
  }
})

interface Endpoint {
  path?: string
  options: { method?: string | string[]; metadata?: { scope?: string; SERVER_ONLY?: boolean } }
}
