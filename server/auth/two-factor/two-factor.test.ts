import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session, twoFactor, user } from '#drizzle/schema/index.ts'
import { brand } from '#product/brand.ts'
import { createTestApp, password, testSecret } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { authenticatorApp, totp } from '#test/totp.ts'
import { renewSecrets } from '../secrets/renew-secrets.ts'
import {
  awaitingCode,
  enable,
  forgetUsedCodes,
  verifyCode,
  verifyRecoveryCode,
  withTwoFactor,
} from './two-factor-fixture.ts'

test('codes are those of RFC 6238', () => {
  const secret = Buffer.from('12345678901234567890')
  expect([59, 1_111_111_109, 20_000_000_000].map((second) => totp(secret, second * 1000))).toEqual([
    '287082',
    '081804',
    '353130',
  ])
})

test('two-factor is on once a code of the authenticator was entered, and the secret is kept encrypted', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser()
  const { id } = await caller.become()
  const { totpURI, backupCodes } = (await enable(caller)).json()
  expect(new URL(totpURI).searchParams.get('issuer')).toBe(brand.name)
  expect(new Set(backupCodes).size).toBe(10)
  const [pending] = await database.db.select().from(twoFactor)
  expect(pending).toMatchObject({ userId: id, verified: false })
  expect(pending?.secret).toMatch(/^\$ba\$\d+\$[0-9a-f]+$/)
  expect(pending?.backupCodes).toMatch(/^\$ba\$/)
  // Until then the password is enough.
  expect((await browser().query('users.me')).status).toBe(401)
  const app = authenticatorApp(totpURI)
  expect((await verifyCode(caller, app.wrongCode())).json().code).toBe('INVALID_CODE')
  expect((await verifyCode(caller, app.code())).statusCode).toBe(200)
  const me = await caller.query<{ user: { twoFactorEnabled: boolean } }>('users.me')
  expect(me.data.user.twoFactorEnabled).toBe(true)
  expect(await database.db.select({ verified: twoFactor.verified }).from(twoFactor)).toEqual([
    { verified: true },
  ])
})

test('the right password alone makes no session: no cookie, no row, no user in the answer', async () => {
  const app = await createTestApp()
  const { email, owner } = await withTwoFactor(app)
  await owner.post('/api/auth/sign-out')
  const caller = app.browser()
  const answer = await caller.signIn(email)
  expect(answer.json()).toEqual({ twoFactorRedirect: true, twoFactorMethods: ['totp'] })
  const cookies = [answer.headers['set-cookie']].flat().map(String)
  const made = cookies.filter((cookie) => cookie.startsWith('gatehouse.session_token='))
  expect(made).toEqual([expect.stringMatching(/^gatehouse\.session_token=; Max-Age=0/)])
  expect(await app.database.db.select().from(session)).toEqual([])
  expect((await caller.query('users.me')).status).toBe(401)
})

test('a code signs in, once', async () => {
  const app = await createTestApp()
  const { email, authenticator, id } = await withTwoFactor(app)
  const [first, second] = [await awaitingCode(app, email), await awaitingCode(app, email)]
  const code = authenticator.code()
  expect((await verifyCode(first, code)).statusCode).toBe(200)
  expect((await first.query<{ user: { id: string } }>('users.me')).data.user.id).toBe(id)
  const replayed = await verifyCode(second, code)
  expect([replayed.statusCode, replayed.json().message]).toEqual([
    401,
    expect.stringContaining('used already'),
  ])
  expect((await second.query('users.me')).status).toBe(401)
  expect((await verifyCode(second, authenticator.code(1))).statusCode).toBe(200)
})

test('of the same code at the same moment in two browsers one signs in', async () => {
  const app = await createTestApp()
  const { email, authenticator } = await withTwoFactor(app)
  for (let round = 0; round < 3; round++) {
    await forgetUsedCodes(app)
    const browsers = await Promise.all([1, 2, 3].map(() => awaitingCode(app, email)))
    const code = authenticator.code()
    const answers = await Promise.all(browsers.map((caller) => verifyCode(caller, code)))
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401])
  }
})

test('a recovery code works once, also when it is sent twice at the same moment', async () => {
  const app = await createTestApp()
  const { email, backupCodes } = await withTwoFactor(app)
  for (const code of backupCodes.slice(0, 3)) {
    const browsers = [await awaitingCode(app, email), await awaitingCode(app, email)]
    const answers = await Promise.all(browsers.map((caller) => verifyRecoveryCode(caller, code)))
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
    const again = await awaitingCode(app, email)
    expect((await verifyRecoveryCode(again, code)).statusCode).toBe(401)
    expect((await again.query('users.me')).status).toBe(401)
    await app.database.db.execute(sql`update lockout set failures = 0, locked_until = 0`)
  }
})

test('turning it off, on again, or asking for new codes needs the password; wrong ones lock', async () => {
  const app = await createTestApp()
  const { owner, email, backupCodes } = await withTwoFactor(app)
  const off = (given: string) => owner.post('/api/auth/two-factor/disable', { password: given })
  expect((await off('wrong-horse-battery')).json().code).toBe('INVALID_PASSWORD')
  const renewed = await owner.post('/api/auth/two-factor/generate-backup-codes', { password })
  expect(renewed.json().backupCodes).toHaveLength(10)
  const other = await awaitingCode(app, email)
  expect((await verifyRecoveryCode(other, backupCodes[0] ?? '')).statusCode).toBe(401)
  expect((await verifyRecoveryCode(other, renewed.json().backupCodes[0])).statusCode).toBe(200)
  expect((await off(password)).statusCode).toBe(200)
  expect(await app.database.db.select().from(twoFactor)).toEqual([])
  expect((await app.browser().signIn(email)).json().user.email).toBe(email)
  const kinds: string[] = []
  for (let tries = 0; tries < 11; tries++) {
    const answer = (await enable(owner, 'wrong-horse-battery')).json()
    kinds.push(answer.reason?.kind ?? answer.code)
  }
  expect(kinds.slice(0, 5)).toEqual(Array(5).fill('INVALID_PASSWORD'))
  expect(kinds.at(-1)).toBe('locked')
})

test('signed out nothing of it is reached, and a code without a sign-in that waits is refused', async () => {
  const { browser } = await createTestApp()
  for (const path of ['enable', 'disable', 'generate-backup-codes'])
    expect((await browser().post(`/api/auth/two-factor/${path}`, { password })).json().reason).toEqual({
      kind: 'signed-out',
    })
  expect((await verifyCode(browser(), '123456')).statusCode).toBe(401)
  expect((await verifyRecoveryCode(browser(), 'abcde-fghij')).statusCode).toBe(401)
})

test.each([
  ['two-factor/enable', { password: 7 }],
  ['two-factor/enable', { password, method: 'otp' }],
  ['two-factor/enable', { password, issuer: 'Evil' }],
  ['two-factor/disable', { password: 'x'.repeat(1_000_000) }],
  ['two-factor/verify-totp', { code: '12345' }],
  ['two-factor/verify-totp', { code: '12345\u0000' }],
  ['two-factor/verify-totp', { code: 123456 }],
  ['two-factor/verify-backup-code', { code: 'abcde-fghij', disableSession: true }],
  ['two-factor/verify-backup-code', { code: 'x'.repeat(1_000_000) }],
])('%s refuses a body that is not as it must be', async (path, body) => {
  const { browser } = await createTestApp()
  const caller = browser()
  await caller.become()
  expect([400, 413]).toContain((await caller.post(`/api/auth/${path}`, body)).statusCode)
})

test('a trusted browser is not asked for 30 days, but for a code after a new password or once two-factor was off', async () => {
  const app = await createTestApp()
  const { email, authenticator, owner } = await withTwoFactor(app)
  const trusted = await awaitingCode(app, email)
  await verifyCode(trusted, authenticator.code(), { trustDevice: true })
  const again = async (given = password) => {
    trusted.cookies.delete('gatehouse.session_token')
    return (await trusted.signIn(email, given)).json()
  }
  expect((await again()).user.email).toBe(email)
  await app.database.db.execute(sql`update verification set expires_at = now() - interval '1 second'`)
  expect((await again()).twoFactorRedirect).toBe(true)

  await verifyCode(trusted, authenticator.code(1), { trustDevice: true })
  expect((await again()).user.email).toBe(email)
  const newPassword = 'a-new-battery-horse'
  const changed = await owner.post('/api/auth/change-password', { currentPassword: password, newPassword })
  expect(changed.statusCode).toBe(200)
  expect((await again(newPassword)).twoFactorRedirect).toBe(true)
})

test('the link of a verification mail verifies, but signs nobody in past the second factor', async () => {
  const app = await createTestApp()
  const { id, owner } = await withTwoFactor(app)
  const link = await app.newestLink()
  await owner.post('/api/auth/sign-out')
  const stranger = app.browser()
  expect((await stranger.get(link)).statusCode).toBe(302)
  const [verified] = await app.database.db.select().from(user).where(eq(user.id, id))
  expect(verified?.emailVerified).toBe(true)
  expect((await stranger.query('users.me')).status).toBe(401)
  expect(await app.database.db.select().from(session)).toEqual([])
  expect([...stranger.cookies.keys()]).not.toContain('gatehouse.session_token')
})

test('a waiting account cannot set it up, and a banned one gets no session by a code', async () => {
  const app = await createTestApp()
  const waiting = app.browser()
  const { id } = await waiting.become()
  await app.database.db.update(user).set({ pendingSince: new Date() }).where(eq(user.id, id))
  expect((await enable(waiting)).json().reason).toEqual({ kind: 'approval' })
  const { email, authenticator, id: bannedId } = await withTwoFactor(app)
  const caller = await awaitingCode(app, email)
  await app.database.db.update(user).set({ bannedAt: new Date() }).where(eq(user.id, bannedId))
  expect((await verifyCode(caller, authenticator.code())).json().code).toBe('ACCOUNT_BANNED')
  expect((await caller.query('users.me')).status).toBe(401)
})

test('secrets are readable after a rotation, and after the older secret is gone once they were renewed', async () => {
  const app = await createTestApp()
  const { email, authenticator, backupCodes } = await withTwoFactor(app)
  const newer = 'Zx9cV8bN7mQ6wE5rT4yU3iO2pA1sD0fG'
  const signsIn = async (secrets: string[], code: string, send = verifyCode) => {
    const rotated = await createTestApp({ database: app.database, config: { secrets } })
    return (await send(await awaitingCode(rotated, email), code)).statusCode
  }
  expect(await signsIn([newer, testSecret], authenticator.code())).toBe(200)
  expect(await signsIn([newer, testSecret], backupCodes[0] ?? '', verifyRecoveryCode)).toBe(200)
  expect(await renewSecrets(app.database.db, [newer, testSecret])).toBe(1)
  expect(await renewSecrets(app.database.db, [newer, testSecret])).toBe(0)
  expect(await signsIn([newer], authenticator.code(1))).toBe(200)
  expect(await signsIn([newer], backupCodes[1] ?? '', verifyRecoveryCode)).toBe(200)
  expect(await signsIn([newer], backupCodes[0] ?? '', verifyRecoveryCode)).toBe(401)
})

test('the secret and the codes stand in no answer but that which sets them up', async () => {
  const app = await createTestApp()
  const { owner, backupCodes, totpURI, email, authenticator } = await withTwoFactor(app)
  const secret = new URL(totpURI).searchParams.get('secret') ?? ''
  const waiting = app.browser()
  const answers = [
    await waiting.signIn(email),
    await verifyCode(waiting, authenticator.code()),
    await owner.get('/api/auth/get-session'),
    await owner.get('/trpc/users.me'),
    await owner.post('/api/auth/two-factor/get-totp-uri', { password }),
    await enable(owner),
  ]
  expect(answers.at(-1)?.statusCode).toBe(400)
  for (const { body } of answers) {
    for (const code of [secret, ...backupCodes]) expect(body).not.toContain(code)
    expect(body).not.toMatch(/\$ba\$|"token"/)
  }
  for (const line of app.logged) for (const code of [secret, ...backupCodes]) expect(line).not.toContain(code)
  const audit = JSON.stringify(await readAudit(app.database.db))
  for (const code of [secret, ...backupCodes]) expect(audit).not.toContain(code)
})
