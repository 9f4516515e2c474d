import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session } from '#drizzle/schema/index.ts'
import { signCookie } from '#server/auth/secrets/signed-cookies.ts'
import { withTwoFactor } from '#server/auth/two-factor/two-factor-fixture.ts'
import type { MySession } from '#shared/sessions.ts'
import { appUrl, type Browser, createTestApp, password, type TestApp, testSecret } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'

const asks = { 'x-session-token': 'yes' }
const json = { 'content-type': 'application/json' }
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** A program: it keeps no cookies and sends no Origin. */
function createProgram({ app }: TestApp, address = '198.51.100.7') {
  const send = (method: 'GET' | 'POST', url: string, headers: object, payload?: object) =>
    app.inject({
      method,
      url,
      remoteAddress: address,
      payload,
      headers: { ...(payload && json), ...headers },
    })
  return {
    send,
    signIn: (email: string, headers: object = asks, more: object = {}) =>
      send('POST', '/api/auth/sign-in/email', headers, { email, password, ...more }),
    me: (headers: object) => send('GET', '/trpc/users.me', headers),
  }
}

const tokenIn = ({ headers }: { headers: object }) =>
  String((headers as Record<string, unknown>)['x-session-token'])
const nameOf = (answer: { json(): { result: { data: { user: { name: string } } } } }) =>
  answer.json().result.data.user.name

async function setUp(options: Parameters<typeof createTestApp>[0] = {}) {
  const app = await createTestApp(options)
  const person = app.browser()
  const { id, email } = await person.become({ name: 'Ada' })
  return { ...app, db: app.database.db, program: createProgram(app), person, id, email }
}

test('who asks for it gets the token of the session instead of its cookie, and calls with that', async () => {
  const { db, email, id, program } = await setUp()
  const usual = await program.signIn(email, {})
  expect([usual.headers['x-session-token'], String(usual.headers['set-cookie'])]).toEqual([
    undefined,
    expect.stringContaining('gatehouse.session_token='),
  ])
  const answer = await program.signIn(email)
  expect(answer.statusCode).toBe(200)
  expect(String(answer.headers['set-cookie'])).not.toContain('session_token')
  const token = tokenIn(answer)
  const [value = ''] = token.split('.')
  expect(answer.body).not.toContain(value)
  expect((await db.select().from(session).where(eq(session.token, value)))[0]).toMatchObject({
    userId: id,
    ipAddress: '198.51.100.7',
  })
  const me = await program.me(bearer(token))
  expect([me.statusCode, nameOf(me), me.headers['set-cookie']]).toEqual([200, 'Ada', undefined])
  const renamed = await program.send('POST', '/trpc/users.updateMe', bearer(token), { name: 'Ida' })
  expect(renamed.statusCode).toBe(200)
  const shown = await program.send('GET', '/api/auth/get-session', bearer(token))
  expect(shown.json().user.name).toBe('Ida')
  const signIns = (await readAudit(db)).filter(({ action }) => action === 'session.signIn')
  expect(signIns).toHaveLength(2)
})

test('a browser gets none: no page of another site, of ours, or of an origin on the list', async () => {
  const front = 'https://front.example.com'
  const { db, email, program } = await setUp({ config: { allowedOrigins: [front] } })
  const before = await db.$count(session)
  const pages = [
    { origin: appUrl },
    { origin: front },
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'none' },
  ]
  for (const page of pages) {
    const answer = await program.signIn(email, { ...asks, ...page })
    expect([answer.statusCode, answer.headers['x-session-token']], JSON.stringify(page)).toEqual([
      403,
      undefined,
    ])
  }
  for (const [headers, more] of [
    [{ 'x-session-token': 'true' }, {}],
    [asks, { rememberMe: false }],
  ] as const)
    expect((await program.signIn(email, headers, more)).statusCode).toBe(400)
  expect(await db.$count(session)).toBe(before)
})

test('a reading that a page could send turns no cookie into a token, also when the session is prolonged', async () => {
  const { db, person } = await setUp()
  const soon = new Date(Date.now() + 60 * 60_000)
  await db.update(session).set({ expiresAt: soon })
  const answer = await person.get('/api/auth/get-session', asks)
  expect([answer.json().user.name, answer.headers['x-session-token']]).toEqual(['Ada', undefined])
  expect(String(answer.headers['set-cookie'])).toContain('session_token=')
  expect((await db.select().from(session))[0]?.expiresAt.getTime()).toBeGreaterThan(soon.getTime())
})

test('beside a token no cookie counts, and what is no token of ours never falls back to one', async () => {
  const { browser, db, email, person, program } = await setUp()
  const other = browser()
  await other.become({ name: 'Bob' })
  const cookie = `gatehouse.session_token=${other.cookies.get('gatehouse.session_token')}`
  const token = tokenIn(await program.signIn(email))
  expect(nameOf(await program.me({ ...bearer(token), cookie }))).toBe('Ada')
  // No site can make a visitor's browser send a token, so a call with one needs no origin.
  const elsewhere = { ...bearer(token), cookie, origin: 'https://evil.example' }
  expect((await program.send('POST', '/trpc/users.updateMe', elsewhere, { name: 'Eve' })).statusCode).toBe(
    200,
  )
  expect(nameOf(await program.me({ cookie }))).toBe('Bob')
  const [row] = await db.select().from(session)
  const foreign = decodeURIComponent(signCookie(row?.token ?? '', `another-${testSecret}`))
  for (const wrong of [row?.token ?? '', foreign, `${token}x`, 'x', '']) {
    const answer = await program.me({ ...bearer(wrong), cookie })
    expect(answer.statusCode, wrong).toBe(401)
  }
  await db.delete(session).where(eq(session.token, token.split('.')[0] ?? ''))
  expect((await program.me({ ...bearer(token), cookie })).statusCode).toBe(401)
  expect((await person.query('users.me')).status).toBe(200)
})

test('wrong passwords lock as they do in a browser, and each try counts against the address', async () => {
  const { email, program } = await setUp()
  for (let tries = 0; tries < 5; tries++) {
    const answer = await program.signIn(email, asks, { password: 'wrong-horse-battery' })
    expect([answer.statusCode, answer.headers['x-session-token']]).toEqual([401, undefined])
  }
  const locked = await program.signIn(email)
  expect([locked.statusCode, locked.json().reason.kind]).toEqual([429, 'locked'])
  expect(locked.headers.ratelimit).toContain('sign-in')
})

test('with two factors the first token is that of the waiting sign-in, good for the code alone', async () => {
  const app = await createTestApp()
  const { email, authenticator, backupCodes } = await withTwoFactor(app)
  const program = createProgram(app)
  const verify = (token: string, path: string, code: string) =>
    program.send('POST', `/api/auth/two-factor/${path}`, bearer(token), { code })
  const waiting = await program.signIn(email)
  expect(waiting.json()).toMatchObject({ twoFactorRedirect: true })
  expect((await program.me(bearer(tokenIn(waiting)))).statusCode).toBe(401)
  const wrong = await verify(tokenIn(waiting), 'verify-totp', authenticator.wrongCode())
  expect([wrong.statusCode, wrong.headers['x-session-token']]).toEqual([401, undefined])
  const done = await verify(tokenIn(waiting), 'verify-totp', authenticator.code())
  expect([done.statusCode, done.headers['set-cookie']]).toEqual([200, undefined])
  expect((await program.me(bearer(tokenIn(done)))).statusCode).toBe(200)
  const again = await verify(tokenIn(await program.signIn(email)), 'verify-backup-code', backupCodes[0] ?? '')
  expect((await program.me(bearer(tokenIn(again)))).statusCode).toBe(200)
})

test('the session is listed with the others, and ended from a browser or by signing out', async () => {
  const { db, email, person, program } = await setUp()
  const tokens = [tokenIn(await program.signIn(email)), tokenIn(await program.signIn(email))] as const
  const [first, second] = tokens
  const mine = (await person.query<MySession[]>('sessions.mine')).data
  expect(mine).toHaveLength(3)
  const [{ id = '' } = {}] = await db
    .select()
    .from(session)
    .where(eq(session.token, first.split('.')[0] ?? ''))
  expect((await person.mutate('sessions.end', { id })).status).toBe(200)
  expect((await program.me(bearer(first))).statusCode).toBe(401)
  const out = await program.send('POST', '/api/auth/sign-out', bearer(second), {})
  expect([out.statusCode, out.headers['set-cookie']]).toEqual([200, undefined])
  expect((await program.me(bearer(second))).statusCode).toBe(401)
  expect(await db.$count(session)).toBe(1)
  const ended = (await readAudit(db)).filter(({ action }) => /^session\.(end|signOut)$/.test(action))
  expect(ended).toHaveLength(2)
})

test('a new password brings a new token, and the old ones end', async () => {
  const { email, program } = await setUp()
  const [token, other] = [tokenIn(await program.signIn(email)), tokenIn(await program.signIn(email))]
  const change = { currentPassword: password, newPassword: 'another-long-battery' }
  const changed = await program.send('POST', '/api/auth/change-password', bearer(token), change)
  expect(changed.statusCode).toBe(200)
  const statuses = []
  for (const each of [tokenIn(changed), token, other])
    statuses.push((await program.me(bearer(each))).statusCode)
  expect(statuses).toEqual([200, 401, 401])
})

test('it is prolonged by use, lives on with an older secret, and is in no log', async () => {
  const older = `older-${testSecret}`
  const { db, email, logged, program } = await setUp({ config: { secrets: [testSecret, older] } })
  const answer = await program.signIn(email)
  const [value = ''] = tokenIn(answer).split('.')
  const soon = new Date(Date.now() + 60 * 60_000)
  await db.update(session).set({ expiresAt: soon }).where(eq(session.token, value))
  const token = decodeURIComponent(signCookie(value, older))
  const me = await program.me(bearer(token))
  expect([me.statusCode, me.headers['set-cookie']]).toEqual([200, undefined])
  const [row] = await db.select().from(session).where(eq(session.token, value))
  expect(row?.expiresAt.getTime()).toBeGreaterThan(soon.getTime() + 24 * 60 * 60_000)
  await program.send('POST', '/trpc/users.updateMe', bearer(token), { name: '' })
  await program.send('GET', `/nowhere/${encodeURIComponent(token)}`, bearer(token))
  expect(logged.length).toBeGreaterThan(3)
  expect(logged.join('')).not.toContain(value)
})

test('nobody acts as somebody else with a token: that takes a browser', async () => {
  const { browser, db, id, program } = await setUp()
  const admin: Browser = browser()
  const { email } = await admin.register({ role: 'admin' })
  const token = tokenIn(await program.signIn(email))
  const answer = await program.send('POST', '/trpc/sessions.impersonate', bearer(token), {
    userId: id,
    reason: 'Ticket 7',
  })
  expect([answer.statusCode, answer.json().error.data.reason]).toEqual([400, null])
  expect((await db.select().from(session)).some(({ impersonatedBy }) => impersonatedBy)).toBe(false)
})
