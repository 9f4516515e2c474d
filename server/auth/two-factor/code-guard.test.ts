import { eq, like, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { lockout, mail, session, twoFactor } from '#drizzle/schema/index.ts'
import { type Browser, createTestApp, password, type TestApp } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { emailHash } from '../email-hash.ts'
import { codesKey } from '../lockout/lockout-store.ts'
import { awaitingCode, verifyCode, verifyRecoveryCode, withTwoFactor } from './two-factor-fixture.ts'

const wrongCodes = (authenticator: { code(steps?: number): string }, count: number) => {
  const right = [-2, -1, 0, 1, 2].map((steps) => authenticator.code(steps))
  return Array.from({ length: count + 10 }, (_, index) => String(index * 7919).padStart(6, '0'))
    .filter((code) => !right.includes(code))
    .slice(0, count)
}

async function codeFailures({ database }: TestApp, email: string): Promise<number | undefined> {
  const [row] = await database.db
    .select()
    .from(lockout)
    .where(eq(lockout.key, codesKey(emailHash(email))))
  return row?.failures
}

// Five browsers know the password; each sends its share of the guesses at the same moment.
async function guessAtOnce(app: TestApp, email: string, codes: string[]) {
  const browsers = await Promise.all(Array.from({ length: 5 }, () => awaitingCode(app, email)))
  const tries = codes.map((code, index) => verifyCode(browsers[index % browsers.length] as Browser, code))
  return (await Promise.all(tries)).map((answer) => answer.json())
}

test('of 40 wrong codes at once by who knows the password no more than five are checked', async () => {
  const app = await createTestApp()
  const { email, authenticator } = await withTwoFactor(app)
  // Challenges made one after the other would each give five guesses of Better Auth's own.
  const answers = await guessAtOnce(app, email, wrongCodes(authenticator, 40))
  const checked = answers.filter(({ code }) => code === 'INVALID_CODE')
  expect(checked.length).toBeGreaterThan(0)
  expect(checked.length).toBeLessThanOrEqual(5)
  // Whatever was let through while others were checked, from five failures on nothing is.
  const last = await awaitingCode(app, email)
  const statuses = []
  for (const code of wrongCodes(authenticator, 46).slice(40))
    statuses.push((await verifyCode(last, code)).statusCode)
  const [row] = await app.database.db.select().from(lockout).where(like(lockout.key, 'codes:%'))
  expect([row?.failures, row?.reserved]).toEqual([5, 0])
  expect(statuses.at(-1)).toBe(429)
  const right = await verifyCode(await awaitingCode(app, email), authenticator.code())
  expect([right.statusCode, right.json().reason?.kind]).toEqual([429, 'locked'])
  expect(Number(right.headers['retry-after'])).toBeGreaterThan(800)
})

test('both kinds of codes share the five tries, which pass after 15 minutes, and the owner is told once', async () => {
  const app = await createTestApp()
  const { email, authenticator, backupCodes } = await withTwoFactor(app)
  const caller = await awaitingCode(app, email)
  const [a = '', b = ''] = wrongCodes(authenticator, 2)
  const statuses = [
    await verifyCode(caller, a),
    await verifyRecoveryCode(caller, 'aaaaa-bbbbb'),
    await verifyCode(caller, b),
    await verifyRecoveryCode(caller, 'aaaaa-ccccc'),
    await verifyRecoveryCode(caller, 'aaaaa-ddddd'),
    await verifyRecoveryCode(caller, backupCodes[0] ?? ''),
  ].map(({ statusCode }) => statusCode)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  const mails = await app.database.db.select().from(mail).where(eq(mail.kind, 'codes-locked'))
  expect(mails.map(({ recipient }) => recipient)).toEqual([email])
  const audit = await readAudit(app.database.db)
  expect(audit.filter(({ action }) => action === 'account.lock')).toMatchObject([
    { after: { method: 'two-factor', until: expect.any(String) } },
  ])
  await app.database.db.execute(
    sql`update lockout set locked_until = 0, window_start = window_start - 900001`,
  )
  const later = await awaitingCode(app, email)
  expect((await verifyRecoveryCode(later, backupCodes[0] ?? '')).statusCode).toBe(200)
})

test('a stranger without the password locks nobody out of their codes', async () => {
  const app = await createTestApp()
  const { email, authenticator } = await withTwoFactor(app)
  const stranger = app.browser()
  for (let tries = 0; tries < 6; tries++) {
    await stranger.signIn(email, 'wrong-horse-battery')
    expect((await verifyCode(stranger, '123456')).statusCode).toBe(401)
  }
  expect(await codeFailures(app, email)).toBe(0)
  await app.database.db.execute(sql`update lockout set failures = 0, locked_until = 0`)
  expect((await verifyCode(await awaitingCode(app, email), authenticator.code())).statusCode).toBe(200)
})

test("another account's challenge in a second cookie is not what is checked", async () => {
  const app = await createTestApp()
  const [victim, attacker] = [await withTwoFactor(app), await withTwoFactor(app)]
  const cookieOf = (caller: Browser) => `gatehouse.two_factor=${caller.cookies.get('gatehouse.two_factor')}`
  const theirs = cookieOf(await awaitingCode(app, victim.email))
  const own = cookieOf(await awaitingCode(app, attacker.email))
  const send = (cookie: string, code: string) =>
    app.browser().post('/api/auth/two-factor/verify-totp', { code }, { cookie })
  // The guesses count for the account that the code is compared with, whichever cookie comes first.
  for (const cookie of [`${own}; ${theirs}`, `${theirs}; ${own}`]) {
    const [code = ''] = wrongCodes(victim.authenticator, 1)
    await send(cookie, code)
  }
  const right = await send(`${own}; ${theirs}`, victim.authenticator.code())
  expect(right.json().code).toBe('INVALID_CODE')
  const sessionOf = (caller: Browser) =>
    `gatehouse.session_token=${caller.cookies.get('gatehouse.session_token')}`
  const mixed = await send(
    `gatehouse.session_token=nonsense; ${sessionOf(attacker.owner)}; ${theirs}`,
    '111111',
  )
  expect(mixed.statusCode).toBe(401)
  expect([await codeFailures(app, victim.email), await codeFailures(app, attacker.email)]).toEqual([2, 2])
})

test('when guesses cannot be counted no code is tested: 503', async () => {
  const app = await createTestApp()
  const { email, authenticator } = await withTwoFactor(app)
  const caller = await awaitingCode(app, email)
  await app.database.db.execute(sql`alter table lockout rename to lockout_gone`)
  try {
    expect((await verifyCode(caller, authenticator.code())).statusCode).toBe(503)
  } finally {
    await app.database.db.execute(sql`alter table lockout_gone rename to lockout`)
  }
  expect((await verifyCode(caller, authenticator.code())).statusCode).toBe(200)
})

test('an admin sees the lock of the codes and takes it away; a new password does not', async () => {
  const app = await createTestApp()
  const { email, id, authenticator } = await withTwoFactor(app)
  const admin = app.browser()
  await admin.become({ role: 'admin' })
  const locked = { failures: 5, lockedUntil: Date.now() + 600_000 }
  await app.database.db
    .update(lockout)
    .set(locked)
    .where(eq(lockout.key, codesKey(emailHash(email))))
  const owner = app.browser()
  await owner.post('/api/auth/request-password-reset', { email, redirectTo: '/reset-password' })
  const landed = await owner.get(await app.newestLink('password-reset'))
  const token = new URL(landed.headers.location ?? '', 'http://x').searchParams.get('token')
  await owner.post('/api/auth/reset-password', { newPassword: `${password}-2`, token })
  expect(await app.database.db.select().from(session).where(eq(session.userId, id))).toEqual([])
  const caller = app.browser()
  await caller.signIn(email, `${password}-2`)
  expect((await verifyCode(caller, authenticator.code())).json().reason.kind).toBe('locked')
  const listed = await admin.query<{ items: { kind: string; user: { id: string } | null }[] }>(
    'limits.lockouts',
    {},
  )
  if (listed.status === 200) {
    expect(listed.data.items).toMatchObject([{ kind: 'codes', user: { id } }])
  }
  const unlocked = await admin.mutate('users.unlock', { id })
  expect(unlocked.status).toBe(200)
  expect((await verifyCode(caller, authenticator.code())).statusCode).toBe(200)
  expect(await app.database.db.$count(twoFactor)).toBe(1)
})
