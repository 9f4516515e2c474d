import { count, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { account, mail, rateLimit, session, user, verification } from '#drizzle/schema/index.ts'
import { createTestApp, password } from '#test/app.ts'

const withMailServer = { config: { smtpUrl: 'smtp://127.0.0.1:1' } }

test('sign-up signs in with an HttpOnly cookie of seven days, and no answer holds the token or the password', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser('198.51.100.7')
  const response = await caller.post('/api/auth/sign-up/email', {
    name: 'Ada',
    email: 'Ada@Example.com',
    password,
  })
  expect(response.statusCode).toBe(200)
  const cookie = response.cookies.find(({ name }) => name === 'gatehouse.session_token')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 7 * 24 * 60 * 60 })
  expect(cookie).not.toHaveProperty('secure')
  const [row] = await database.db.select().from(session)
  expect(row?.ipAddress).toBe('198.51.100.7')
  expect(response.body).not.toContain(row?.token)
  const answered = await caller.get('/api/auth/get-session')
  expect(answered.json().user).toMatchObject({ email: 'ada@example.com', role: 'user' })
  expect(answered.body).not.toContain(row?.token)
  const [credential] = await database.db.select().from(account)
  expect(credential?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

test('behind https the cookie is Secure', async () => {
  const { browser } = await createTestApp({ config: { appUrl: 'https://app.example.com' } })
  const signUp = { name: 'Ada', email: 'ada@example.com', password }
  const response = await browser().post('/api/auth/sign-up/email', signUp, {
    origin: 'https://app.example.com',
  })
  expect(response.cookies[0]).toMatchObject({ name: '__Secure-gatehouse.session_token', secure: true })
})

test("the role is not the caller's to choose", async () => {
  const { browser, database } = await createTestApp()
  const person = { name: 'Eve', email: 'eve@example.com', password }
  for (const extra of [
    { role: 'admin' },
    { emailVerified: true },
    { bannedAt: null },
    { image: 'javascript:alert(1)' },
  ]) {
    const response = await browser().post('/api/auth/sign-up/email', { ...person, ...extra })
    expect(response.statusCode).toBe(400)
  }
  expect(await database.db.select().from(user)).toEqual([])
})

test.each([
  [{ name: null }, 'name'],
  [{ name: 'A\u0000' }, 'name'],
  [{ name: 'x'.repeat(900_000) }, 'name'],
  [{ email: 7 }, 'email'],
  [{ email: 'nobody' }, 'email'],
  [{ password: '1234567' }, 'password'],
  [{ password: 'x'.repeat(129) }, 'password'],
  [{ password: 'Password123' }, 'password'],
  [{ callbackURL: '//evil.example' }, 'callbackURL'],
])('sign-up with %o is refused at its field', async (change, field) => {
  const { browser, database } = await createTestApp()
  const body = { name: 'Ada', email: 'ada@example.com', password, ...change }
  const response = await browser().post('/api/auth/sign-up/email', body)
  expect(response.statusCode).toBe(400)
  expect(Object.keys(response.json().fieldErrors)).toEqual([field])
  expect(await database.db.select().from(user)).toEqual([])
})

test('a body that is not JSON, or none, is refused with 400', async () => {
  const { browser } = await createTestApp()
  const caller = browser()
  const headers = { 'content-type': 'application/json' }
  for (const payload of ['{', 'null', '[]', '"x"', '']) {
    const response = await caller.send({ method: 'POST', url: '/api/auth/sign-in/email', payload, headers })
    expect(response.statusCode).toBe(400)
  }
})

test('the link of the verification mail verifies, lands on the dashboard and is welcomed', async () => {
  const { browser, database, newestLink } = await createTestApp(withMailServer)
  const caller = browser()
  const { statusCode, cookies } = await caller.post('/api/auth/sign-up/email', {
    name: 'Ada',
    email: 'ada@example.com',
    password,
  })
  expect([statusCode, cookies]).toEqual([200, []])
  expect((await caller.signIn('ada@example.com')).json().code).toBe('EMAIL_NOT_VERIFIED')
  const answer = await caller.get(await newestLink())
  expect([answer.statusCode, answer.headers.location]).toEqual([302, '/dashboard?verified=yes'])
  expect((await caller.get('/api/auth/session')).json().user.emailVerified).toBe(true)
  const kinds = await database.db.select({ kind: mail.kind }).from(mail)
  expect(kinds.map(({ kind }) => kind).sort()).toEqual(['verification', 'welcome'])
})

test('POST /api/auth/verify-email answers like its GET, and a bad token is a clear error', async () => {
  const { browser, newestLink } = await createTestApp()
  const caller = browser()
  await caller.register()
  const token = new URL(await newestLink(), 'http://x').searchParams.get('token')
  expect((await caller.post('/api/auth/verify-email', { token: 'nonsense' })).json().code).toBe(
    'INVALID_TOKEN',
  )
  expect((await caller.post('/api/auth/verify-email', {})).statusCode).toBe(400)
  expect((await caller.post('/api/auth/verify-email', { token })).json()).toMatchObject({ status: true })
  const bad = await caller.get('/api/auth/verify-email?token=nonsense&callbackURL=/dashboard')
  expect(bad.headers.location).toBe('/dashboard?error=INVALID_TOKEN')
})

test('a reset ends every session, its link works once, and the token is stored as a hash', async () => {
  const { browser, database, newestLink } = await createTestApp()
  const [owner, thief] = [browser(), browser()]
  const { email } = await owner.become()
  await thief.signIn(email)
  await owner.post('/api/auth/request-password-reset', { email, redirectTo: '/reset-password' })
  const link = await newestLink('password-reset')
  const landed = await owner.get(link)
  const token = new URL(landed.headers.location ?? '', 'http://x').searchParams.get('token')
  const [stored] = await database.db.select().from(verification)
  expect(stored?.identifier).not.toContain(token)
  const reset = (newPassword: string) => owner.post('/api/auth/reset-password', { newPassword, token })
  expect((await reset('password123')).json().fieldErrors).toHaveProperty('newPassword')
  expect((await reset('a-new-battery-horse')).statusCode).toBe(200)
  expect((await reset('another-battery-horse')).statusCode).toBe(400)
  expect(await database.db.select().from(session)).toEqual([])
  expect((await thief.query('users.me')).status).toBe(401)
  expect((await owner.signIn(email)).statusCode).toBe(401)
  expect((await owner.signIn(email, 'a-new-battery-horse')).statusCode).toBe(200)
})

test.each(['https://evil.example/x', '//evil.example', '/\\evil.example'])(
  'no link leads to %s',
  async (target) => {
    const { browser, database } = await createTestApp()
    const caller = browser()
    const { email } = await caller.register()
    const posts: [string, object][] = [
      ['sign-in/email', { email, password, callbackURL: target }],
      ['request-password-reset', { email, redirectTo: target }],
      ['send-verification-email', { email, callbackURL: target }],
      ['sign-in/social', { provider: 'google', callbackURL: target }],
    ]
    for (const [path, body] of posts)
      expect((await caller.post(`/api/auth/${path}`, body)).statusCode).toBe(400)
    const query = new URLSearchParams({ token: 'x', callbackURL: target })
    const answer = await caller.get(`/api/auth/verify-email?${query}`)
    expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined])
    const [mails] = await database.db.select({ sent: count() }).from(mail)
    expect(mails?.sent).toBe(1)
  },
)

test('a banned user can neither sign in, which says until when, nor reset a password, and no mail says more', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser()
  const { id, email } = await caller.register()
  const until = new Date(Date.now() + 86_400_000)
  await database.db.update(user).set({ bannedAt: new Date(), bannedUntil: until }).where(eq(user.id, id))
  expect((await caller.query('users.me')).error.data.reason).toEqual({
    kind: 'banned',
    until: until.toISOString(),
  })
  expect((await browser().signIn(email)).json()).toMatchObject({
    code: 'ACCOUNT_BANNED',
    reason: { kind: 'banned', until: until.toISOString() },
  })
  const asked = await caller.post('/api/auth/request-password-reset', {
    email,
    redirectTo: '/reset-password',
  })
  expect(asked.statusCode).toBe(200)
  expect(await database.db.select().from(verification)).toEqual([])
  expect(await database.db.select().from(mail).where(eq(mail.kind, 'password-reset'))).toEqual([])
})

test('300 random paths from one address make one counter, and 150 of them pass in the window', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser()
  const statuses = new Map<number, number>()
  const paths = Array.from({ length: 300 }, (_, index) => `/api/auth/x${index}/${Math.random()}`)
  for (const { statusCode } of await Promise.all(paths.map((path) => caller.get(path)))) {
    statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1)
  }
  expect(Object.fromEntries(statuses)).toEqual({ 404: 150, 429: 150 })
  expect(await database.db.select({ key: rateLimit.key }).from(rateLimit)).toEqual([
    { key: `auth/ip:${caller.address}` },
  ])
})

test('a refused sign-in says when to try again, in headers and body', async () => {
  const { browser } = await createTestApp()
  const caller = browser()
  for (let tries = 0; tries < 20; tries++) await caller.signIn('nobody@example.com')
  const response = await caller.signIn('nobody@example.com')
  expect(response.statusCode).toBe(429)
  expect(response.json().reason).toMatchObject({ kind: 'limit', policy: 'sign-in', scope: 'ip', limit: 20 })
  expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
  expect(response.headers).toMatchObject({
    ratelimit: expect.any(String),
    'ratelimit-policy': expect.any(String),
  })
})

test('a forwarded address changes nothing when the proxy is not trusted', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser()
  for (let index = 0; index < 5; index++) {
    await caller.get('/api/auth/get-session', { 'x-forwarded-for': `198.51.100.${index}` })
    await caller.get('/api/auth/get-session', { 'x-gatehouse-client-address': `198.51.100.${index}` })
  }
  const rows = await database.db.select({ key: rateLimit.key, count: rateLimit.count }).from(rateLimit)
  expect(rows).toEqual([{ key: `auth/ip:${caller.address}`, count: 10 }])
})

test('a session cookie of the secret before the last rotation still signs in, and an unknown secret does not', async () => {
  const old = await createTestApp({ config: { secrets: ['old-secret-old-secret-old-secret-1'] } })
  const caller = old.browser()
  await caller.become({ name: 'Ada' })
  const cookies = [...caller.cookies]
  const asks = async (secrets: string[]) => {
    const { browser } = await createTestApp({ database: old.database, config: { secrets } })
    const again = browser()
    for (const [name, value] of cookies) again.cookies.set(name, value)
    return (await again.query<{ user: { name: string } }>('users.me')).status
  }
  expect(await asks(['new-secret-new-secret-new-secret-2', 'old-secret-old-secret-old-secret-1'])).toBe(200)
  expect(await asks(['new-secret-new-secret-new-secret-2'])).toBe(401)
})
