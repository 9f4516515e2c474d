import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { account, mail, session, setting, user } from '#drizzle/schema/index.ts'
import { verifyCode, withTwoFactor } from '#server/auth/two-factor/two-factor-fixture.ts'
import type { RunnableParts } from '#server/product/product-hooks.ts'
import { type Browser, createTestApp, type TestApp } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { type OpenIdProvider, startOpenIdProvider } from '#test/openid-provider.ts'

const google = { clientId: 'gatehouse', clientSecret: 'gatehouse-at-the-provider' }

let provider: OpenIdProvider

beforeEach(async () => {
  provider = await startOpenIdProvider({
    ...google,
    redirectUri: 'http://localhost:3000/api/auth/callback/google',
  })
  // Better Auth's Google provider names its token endpoint in its source; here it is the local provider's.
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : input)
    return url.origin === 'https://oauth2.googleapis.com'
      ? fetch(`${provider.origin}/token`, init)
      : fetch(input, init)
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  provider.close()
})

/** What a browser does at the provider: follows its redirects, with its cookies, back to our callback. */
async function visitProvider(authorizationUrl: string): Promise<string> {
  const url = new URL(authorizationUrl)
  expect(url.origin).toBe('https://accounts.google.com')
  let next = `${provider.origin}/auth${url.search}`
  const cookies = new Map<string, string>()
  for (let hops = 0; hops < 8 && next.startsWith(provider.origin); hops++) {
    const response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';', 1)[0] ?? '').split(/=(.*)/s)
      cookies.set(name, value)
    }
    next = new URL(response.headers.get('location') ?? 'missing:', next).href
  }
  return next
}

/** Signs in with Google; the page that the callback leads to. */
async function signInWithGoogle(caller: Browser, path = 'sign-in/social'): Promise<string> {
  const started = await caller.post(`/api/auth/${path}`, {
    provider: 'google',
    callbackURL: '/dashboard',
    errorCallbackURL: '/login',
  })
  expect(started.statusCode, started.body).toBe(200)
  const callback = new URL(await visitProvider(started.json().url))
  const response = await caller.get(callback.pathname + callback.search)
  return response.headers.location ?? `${response.statusCode} ${response.body}`
}

const withGoogle = (product?: RunnableParts) => createTestApp({ config: { google }, product })

test("the first sign-in makes a user without the provider's picture, the next one finds it by the provider's id, tokens are encrypted", async () => {
  const { browser, database } = await withGoogle()
  provider.person = { ...provider.person, picture: 'https://example.com/ada.png' }
  expect(await signInWithGoogle(browser())).toBe('/dashboard')
  provider.person = { ...provider.person, email: 'ada.new@example.com' }
  const again = browser()
  expect(await signInWithGoogle(again)).toBe('/dashboard')
  const users = await database.db.select().from(user)
  expect(users).toMatchObject([{ email: 'ada@example.com', emailVerified: true, name: 'Ada', image: null }])
  const [linked] = await database.db.select().from(account)
  expect(linked).toMatchObject({ providerId: 'google', accountId: 'google-1' })
  expect(linked?.accessToken).toMatch(/^\$ba\$/)
  expect((await again.query<{ user: { id: string } }>('users.me')).data.user.id).toBe(users[0]?.id)
})

test('an account with the same address is linked only when both sides have verified it', async () => {
  const { browser, database, newestLink } = await withGoogle()
  const owner = browser()
  await owner.register({ email: 'ada@example.com' })
  expect(await signInWithGoogle(browser())).toContain('/login?error=')
  await owner.get(await newestLink())
  provider.person = { ...provider.person, email_verified: false }
  expect(await signInWithGoogle(browser())).toContain('/login?error=')
  expect(await database.db.select().from(account)).toHaveLength(1)
  provider.person = { ...provider.person, email_verified: true }
  expect(await signInWithGoogle(browser())).toBe('/dashboard')
  expect(await database.db.select().from(account)).toHaveLength(2)
})

test('a banned user does not come in by Google, and a deleted one comes as somebody new', async () => {
  const { browser, database } = await withGoogle()
  const caller = browser()
  await signInWithGoogle(caller)
  await database.db.update(user).set({ bannedAt: new Date() })
  expect(await signInWithGoogle(browser())).toContain('/login?error=ACCOUNT_BANNED')
  await database.db.update(user).set({ bannedAt: null })
  const { data } = await caller.query<{ user: { id: string } }>('users.me')
  expect((await caller.mutate('users.deleteMe', {})).status).toBe(200)
  expect(await signInWithGoogle(browser())).toBe('/dashboard')
  const live = await database.db.select().from(user).where(eq(user.email, 'ada@example.com'))
  expect(live).toHaveLength(1)
  expect(live[0]?.id).not.toBe(data.user.id)
})

test.each(['invite', 'closed'])('%s: Google makes nobody, and an existing user signs in', async (mode) => {
  const { browser, database } = await withGoogle()
  const setMode = (value: unknown) =>
    database.db
      .insert(setting)
      .values({ key: 'signUpMode', value })
      .onConflictDoUpdate({ target: setting.key, set: { value } })
  await setMode(mode)
  const stranger = browser()
  expect(await signInWithGoogle(stranger)).toMatch(/^\/login\?error=SIGN_UP_CLOSED&/)
  expect((await stranger.query('users.me')).status).toBe(401)
  for (const table of [user, account, mail]) expect(await database.db.select().from(table)).toEqual([])
  await setMode('open')
  expect(await signInWithGoogle(browser())).toBe('/dashboard')
  await setMode(mode)
  expect(await signInWithGoogle(browser())).toBe('/dashboard')
  // Another address of the same person at the provider is still the same person; another person is a stranger.
  provider.person = { ...provider.person, sub: 'google-2', email: 'eve@example.com' }
  expect(await signInWithGoogle(browser())).toContain('error=SIGN_UP_CLOSED')
  expect(await database.db.select().from(user)).toHaveLength(1)
})

test('approval: who comes by Google waits as well, and is told so instead of being welcomed', async () => {
  const { browser, database } = await withGoogle()
  await database.db.insert(setting).values({ key: 'signUpMode', value: 'approval' })
  const caller = browser()
  expect(await signInWithGoogle(caller)).toBe('/dashboard')
  expect((await caller.query<{ user: { pending: boolean } }>('users.me')).data.user.pending).toBe(true)
  expect((await caller.query('limits.status')).error.data.reason).toEqual({ kind: 'approval' })
  const mails = await database.db.select({ kind: mail.kind }).from(mail)
  expect(mails).toEqual([{ kind: 'waiting' }])
  // The next sign-in makes nothing of it better or worse.
  expect(await signInWithGoogle(browser())).toBe('/dashboard')
  const [row] = await database.db.select().from(user)
  expect(row?.pendingSince).toEqual(expect.any(Date))
})

test('a callback that no sign-in of this browser began is refused', async () => {
  const { browser } = await withGoogle()
  const started = await browser().post('/api/auth/sign-in/social', {
    provider: 'google',
    callbackURL: '/dashboard',
  })
  const callback = new URL(await visitProvider(started.json().url))
  const other = browser()
  const response = await other.get(callback.pathname + callback.search)
  expect(response.headers.location).toContain('error=')
  expect((await other.query('users.me')).status).toBe(401)
})

const linkGoogle = (caller: Browser) => signInWithGoogle(caller, 'link-social')

const googleEvents = async ({ database }: TestApp) =>
  (await readAudit(database.db)).filter(
    ({ action, after, before }) =>
      action.startsWith('account.') || JSON.stringify([before, after]).includes('google'),
  )

test('a Google account is connected and disconnected by a freshly signed-in user; the last way in stays', async () => {
  const app = await withGoogle()
  const { browser, database } = app
  const owner = browser()
  const { id } = await owner.become({ email: 'ada@example.com' })
  const accounts = async () =>
    (await owner.get('/api/auth/list-accounts')).json() as { id: string; providerId: string }[]
  expect(await linkGoogle(owner)).toBe('/dashboard')
  const listed = await owner.get('/api/auth/list-accounts')
  expect(listed.body).not.toMatch(/token|password|google-1|argon2/i)
  const google = (await accounts()).find(({ providerId }) => providerId === 'google')
  const credential = (await accounts()).find(({ providerId }) => providerId === 'credential')
  const unlink = (caller: Browser, accountId = google?.id) =>
    caller.post('/api/auth/unlink-account', { accountId })
  const other = browser()
  await other.become()
  expect((await unlink(other)).statusCode).toBe(400)
  expect((await unlink(owner, credential?.id)).json().code).toBe('NOT_A_CONNECTED_ACCOUNT')
  await database.db.update(session).set({ confirmedAt: new Date(Date.now() - 11 * 60_000) })
  expect((await unlink(owner)).json().reason).toEqual({ kind: 'confirm' })
  expect((await owner.post('/api/auth/link-social', { provider: 'google' })).json().reason).toEqual({
    kind: 'confirm',
  })
  await database.db.update(session).set({ confirmedAt: new Date() })
  expect((await unlink(owner)).statusCode).toBe(200)
  expect((await unlink(owner)).statusCode).toBe(400)
  expect((await accounts()).map(({ providerId }) => providerId)).toEqual(['credential'])
  const recorded = await googleEvents(app)
  expect(recorded.map(({ action, actorId, before, after }) => [action, actorId, before, after])).toEqual([
    ['account.link', id, null, { provider: 'google' }],
    ['account.unlink', id, { provider: 'google' }, null],
  ])
})

test('the only way to sign in is not disconnected, and another address is not connected', async () => {
  const { browser, database } = await withGoogle()
  const owner = browser()
  await signInWithGoogle(owner)
  const [only] = await database.db.select().from(account)
  expect((await owner.post('/api/auth/unlink-account', { accountId: only?.id })).statusCode).toBe(400)
  const other = browser()
  await other.become()
  expect(await linkGoogle(other)).toContain('error=')
  expect(await database.db.select().from(account)).toHaveLength(2)
})

test('a user with codes is asked for one after Google too, also when Google is connected by that sign-in', async () => {
  const app = await withGoogle()
  const { owner, id, authenticator } = await withTwoFactor(app)
  await app.database.db
    .update(user)
    .set({ email: 'ada@example.com', emailVerified: true })
    .where(eq(user.id, id))
  await owner.post('/api/auth/sign-out')
  const caller = app.browser()
  for (const round of [1, 2]) {
    expect(await signInWithGoogle(caller)).toBe('/login?step=two-factor&next=%2Fdashboard')
    expect(caller.cookies.has('gatehouse.session_token'), `round ${round}`).toBe(false)
    expect(await app.database.db.$count(session)).toBe(0)
  }
  expect((await caller.query('users.me')).status).toBe(401)
  expect((await verifyCode(caller, authenticator.code())).statusCode).toBe(200)
  expect((await caller.query('users.me')).data).toMatchObject({ user: { id } })
  expect((await readAudit(app.database.db)).slice(-2).map(({ action, after }) => [action, after])).toEqual([
    ['account.link', { provider: 'google' }],
    ['session.signIn', { method: 'two-factor' }],
  ])
})

test('a first sign-in by Google is a sign-up and a sign-in in the log', async () => {
  const app = await withGoogle()
  await signInWithGoogle(app.browser())
  expect((await googleEvents(app)).map(({ action, after }) => [action, after])).toEqual([
    ['user.signUp', { method: 'google' }],
    ['session.signIn', { method: 'google' }],
  ])
})

test('what a provider calls somebody is taken as far as a form would take it', async () => {
  const { browser, database } = await withGoogle()
  const names = { 'google-1': `A\u200bda\u202e ${'x'.repeat(300)}`, 'google-2': '\u200b\u3164' }
  for (const [sub, name] of Object.entries(names)) {
    provider.person = { sub, email: `${sub}@example.com`, email_verified: true, name }
    expect(await signInWithGoogle(browser())).toBe('/dashboard')
  }
  const users = await database.db.select({ name: user.name }).from(user).orderBy(user.email)
  expect(users).toEqual([{ name: expect.stringMatching(/^Ada x{140,}$/) }, { name: 'google-2' }])
})

test('a provider that is not configured is not found', async () => {
  const { browser } = await createTestApp()
  expect((await browser().post('/api/auth/sign-in/social', { provider: 'google' })).statusCode).toBe(404)
})

test('somebody whom a provider vouches for sets off what every new user does, once', async () => {
  const created: string[] = []
  const { browser } = await withGoogle({
    personalData: {},
    sweeps: {},
    undo: {},
    userCreated: async (ctx, { id, email }) => {
      const [row] = await ctx.db.select().from(user).where(eq(user.id, id))
      created.push(`${email} ${row?.email}`)
    },
  })
  for (const _ of [1, 2]) expect(await signInWithGoogle(browser())).toBe('/dashboard')
  expect(created).toEqual(['ada@example.com ada@example.com'])
})
