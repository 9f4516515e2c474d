import { expect, test } from 'vitest'
import { createAuth } from '#server/auth/auth.ts'
import { createLockout } from '#server/auth/lockout.ts'
import { readConfig } from '#server/config.ts'
import { createLogger } from '#server/logger.ts'
import { createMailer } from '#server/mail/mailer.ts'
import { appUrl, createTestApp, testSecret } from '#test/app.ts'
import { authEndpoints } from './auth-endpoints.ts'

/** What Better Auth would offer as well, and why it is not reachable. A new path of its stands in neither list. */
const refused: Record<string, string> = {
  'POST /verify-password': 'tests a password',
  'POST /change-email': 'skips the confirmation from the old address',
  'POST /change-password': 'tests a password',
  'POST /update-session': 'sessions have nothing of the caller to update',
  'POST /update-user': 'ours checks the input: users.updateMe',
  'POST /delete-user': 'knows no soft delete: users.deleteMe',
  'GET /delete-user/callback': 'the same',
  'GET /list-sessions': 'answers with raw tokens',
  'POST /revoke-session': 'takes a raw token',
  'POST /revoke-sessions': 'takes a raw token',
  'POST /revoke-other-sessions': 'takes a raw token',
  'POST /link-social': 'linking is not offered yet',
  'GET /list-accounts': 'linking is not offered yet',
  'POST /unlink-account': 'linking is not offered yet',
  'POST /refresh-token': "answers with a provider's tokens",
  'POST /get-access-token': "answers with a provider's tokens",
  'GET /account-info': "answers with a provider's data",
  'POST /get-session': 'for deferred refreshes only',
  'POST /callback/:id': 'no provider of ours posts its answer',
  'GET /open-api/generate-schema': 'shown at /api/auth/docs to who may see it',
  'GET /reference': 'loads a script from another origin',
  'GET /ok': '/health/live says more',
  'GET /error': 'errors lead to our own pages',
}

const reachable = new Set(authEndpoints.map(({ method, path }) => `${method} ${path}`))

async function registeredPaths() {
  const { database } = await createTestApp()
  const config = { ...readConfig({}), secrets: [testSecret] }
  const mailer = createMailer({ db: database.db, appUrl })
  const lockout = createLockout({ db: database.db, secrets: [testSecret], mailer })
  const auth = createAuth({ db: database.db, config, mailer, logger: createLogger('silent'), lockout })
  return Object.values(auth.api).flatMap((endpoint) => {
    const { path, options } = endpoint as { path?: string; options: { method: string | string[] } }
    return path ? [options.method].flat().map((method) => ({ method, path })) : []
  })
}

test('every path that Better Auth registers is on our list or refused for a reason', async () => {
  const registered = (await registeredPaths()).map(({ method, path }) => `${method} ${path}`)
  expect(registered.length).toBeGreaterThan(25)
  for (const path of registered) expect(reachable.has(path) || path in refused, path).toBe(true)
  // What is listed as refused but gone, or reachable but unknown to it, is a mistake of ours.
  for (const path of [...Object.keys(refused), ...reachable]) expect(registered, path).toContain(path)
})

test('what is refused is not found, signed out, as a user and as an admin', async () => {
  const { browser } = await createTestApp()
  const [stranger, person, admin] = [browser(), browser(), browser()]
  await person.register()
  await admin.register({ role: 'admin' })
  for (const key of Object.keys(refused)) {
    const [method = '', path = ''] = key.split(' ')
    for (const caller of [stranger, person, admin]) {
      const url = `/api/auth${path.replace(':id', 'google')}`
      const response = method === 'GET' ? await caller.get(url) : await caller.post(url, { token: 'x' })
      expect(response.statusCode, key).toBe(404)
    }
  }
})

test('spelling a path another way reaches nothing else', async () => {
  const { browser } = await createTestApp()
  const caller = browser()
  await caller.register({ role: 'admin' })
  for (const path of [
    'list-sessions/',
    '//list-sessions',
    'get-session/../list-sessions',
    'list%2Dsessions',
    'LIST-SESSIONS',
    'get-session/%2e%2e/list-sessions',
  ]) {
    expect((await caller.get(`/api/auth/${path}`)).statusCode, path).toBe(404)
  }
})

test('the documentation is shown to this machine and to the console, and loads nothing', async () => {
  const { browser } = await createTestApp()
  const strangers = [browser(), browser()]
  await strangers[1]?.register()
  for (const stranger of strangers) expect((await stranger.get('/api/auth/docs')).statusCode).toBe(404)
  const forwarded = await browser('127.0.0.1').get('/api/auth/docs', { 'x-forwarded-for': '203.0.113.9' })
  expect(forwarded.statusCode).toBe(404)
  const moderator = browser()
  await moderator.register({ role: 'moderator' })
  for (const reader of [moderator, browser('127.0.0.1')]) {
    const page = await reader.get('/api/auth/docs')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.body).not.toMatch(/<script|https?:\/\/|src=/)
    for (const { path } of authEndpoints) expect(page.body).toContain(`/api/auth${path}`)
    const schema = (await reader.get('/api/auth/docs.json')).json()
    expect(Object.keys(schema.paths)).toContain('/sign-in/email')
    expect(Object.keys(schema.paths)).not.toContain('/list-sessions')
  }
})

test('behind an address that others reach, a local caller is nobody special', async () => {
  const { browser } = await createTestApp({ config: { appUrl: 'https://app.example.com' } })
  expect((await browser('127.0.0.1').get('/api/auth/docs')).statusCode).toBe(404)
  expect((await browser('127.0.0.1').get('/dev/mail')).statusCode).toBe(404)
})
