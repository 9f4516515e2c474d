import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { lockout, mail, session, user, verification } from '#drizzle/schema/index.ts'
import { type Browser, createTestApp, password, type TestApp } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'

const ask = (caller: Browser, newEmail: string, callbackURL = '/account') =>
  caller.post('/api/auth/change-email', { newEmail, callbackURL })

const kinds = async ({ database }: TestApp) =>
  (await database.db.select({ kind: mail.kind, to: mail.recipient }).from(mail).orderBy(mail.createdAt))
    .filter(({ kind }) => kind.startsWith('email-change'))
    .map(({ kind, to }) => `${kind} ${to}`)

const emailOf = async ({ database }: TestApp, id: string) =>
  (
    await database.db
      .select({ email: user.email, verified: user.emailVerified })
      .from(user)
      .where(eq(user.id, id))
  )[0]

/** A person whose address is verified. */
async function withVerified() {
  const app = await createTestApp()
  const owner = app.browser()
  const { id, email } = await owner.register({ name: 'Ada' })
  await owner.get(await app.newestLink())
  return { app, owner, id, email }
}

test('the old address allows it, the new one proves itself, and then reset links of before are dead', async () => {
  const { app, owner, id, email } = await withVerified()
  await owner.post('/api/auth/request-password-reset', { email, redirectTo: '/reset-password' })
  const reset = await app.newestLink('password-reset')
  expect((await ask(owner, 'New@Example.com')).json()).toEqual({ status: true })
  expect(await kinds(app)).toEqual([`email-change-confirmation ${email}`])
  const confirmed = await owner.get(await app.newestLink('email-change-confirmation'))
  expect(confirmed.headers.location).toBe('/account')
  expect(await emailOf(app, id)).toEqual({ email, verified: true })
  const done = await owner.get(await app.newestLink('email-change-verification'))
  expect(done.headers.location).toBe('/account')
  expect(await emailOf(app, id)).toEqual({ email: 'new@example.com', verified: true })
  expect(await kinds(app)).toEqual([
    `email-change-confirmation ${email}`,
    'email-change-verification new@example.com',
    `email-changed ${email}`,
  ])
  expect((await owner.get(reset)).headers.location).toContain('error=INVALID_TOKEN')
  expect((await app.browser().signIn('new@example.com')).statusCode).toBe(200)
  expect((await app.browser().signIn(email)).statusCode).toBe(401)
  // Nobody is welcomed a second time, and other sessions know the new address at once.
  expect(await app.database.db.$count(mail, eq(mail.kind, 'welcome'))).toBe(1)
  expect((await owner.query('users.me')).data).toMatchObject({ user: { email: 'new@example.com' } })
  const changes = (await readAudit(app.database.db)).filter(({ action }) => action === 'user.changeEmail')
  expect(changes).toMatchObject([
    { actorId: id, subject: id, before: { email }, after: { email: 'new@example.com' } },
  ])
})

test('an address that somebody has is answered alike, and nobody gets a mail', async () => {
  const { app, owner } = await withVerified()
  await app.browser().become({ email: 'taken@example.com' })
  const [taken, free] = [await ask(owner, 'taken@example.com'), await ask(owner, 'free@example.com')]
  expect([taken.statusCode, taken.body]).toEqual([free.statusCode, free.body])
  expect(await kinds(app)).toHaveLength(1)
})

test('an address that was taken meanwhile is refused at the end, and nothing is changed', async () => {
  const { app, owner, id, email } = await withVerified()
  await ask(owner, 'new@example.com')
  await owner.get(await app.newestLink('email-change-confirmation'))
  await app.browser().become({ email: 'new@example.com' })
  const refused = await owner.get(await app.newestLink('email-change-verification'))
  expect([refused.statusCode, refused.headers.location]).toEqual([302, '/account?error=EMAIL_TAKEN'])
  expect((await emailOf(app, id))?.email).toBe(email)
})

test('each link works once, also when it is opened twice at the same moment', async () => {
  const { app, owner, id } = await withVerified()
  await ask(owner, 'new@example.com')
  const link = await app.newestLink('email-change-confirmation')
  const answers = await Promise.all([owner.get(link), owner.get(link)])
  expect(answers.map(({ headers }) => headers.location).sort()).toEqual([
    '/account',
    '/account?error=INVALID_TOKEN',
  ])
  expect(await kinds(app)).toHaveLength(2)
  const last = await app.newestLink('email-change-verification')
  const done = await Promise.all([owner.get(last), owner.get(last)])
  expect(done.map(({ headers }) => headers.location).sort()).toEqual([
    '/account',
    '/account?error=INVALID_TOKEN',
  ])
  expect((await emailOf(app, id))?.email).toBe('new@example.com')
})

test('the links are nothing to a browser that is not signed in as the person, the new address included', async () => {
  const { app, owner, id, email } = await withVerified()
  await ask(owner, 'typo@example.com')
  const [stranger, other] = [app.browser(), app.browser()]
  await other.become()
  const tryBoth = async (link: string) => {
    expect((await stranger.get(link)).headers.location).toBe('/login?error=SIGN_IN_FIRST')
    expect((await other.get(link)).headers.location).toBe('/account?error=INVALID_TOKEN')
  }
  const first = await app.newestLink('email-change-confirmation')
  await tryBoth(first)
  await owner.get(first)
  const second = await app.newestLink('email-change-verification')
  await tryBoth(second)
  expect((await stranger.query('users.me')).status).toBe(401)
  const token = new URL(second, 'http://x').searchParams.get('token')
  expect((await stranger.post('/api/auth/verify-email', { token })).json().reason).toEqual({
    kind: 'signed-out',
  })
  expect((await emailOf(app, id))?.email).toBe(email)
})

test('a new password, a ban or a deletion takes the links back', async () => {
  const { app, owner, id, email } = await withVerified()
  await ask(owner, 'new@example.com')
  const link = await app.newestLink('email-change-confirmation')
  await owner.post('/api/auth/change-password', {
    currentPassword: password,
    newPassword: 'a-new-battery-horse',
  })
  expect((await owner.get(link)).headers.location).toBe('/account?error=INVALID_TOKEN')
  await ask(owner, 'new@example.com')
  await app.database.db.update(user).set({ bannedAt: new Date() }).where(eq(user.id, id))
  const banned = await owner.get(await app.newestLink('email-change-confirmation'))
  expect(banned.headers.location).toContain('error=')
  expect((await emailOf(app, id))?.email).toBe(email)
})

test('of an unverified address only the new one is asked, and the old one is told', async () => {
  const app = await createTestApp()
  const owner = app.browser()
  const { id, email } = await owner.become()
  await ask(owner, 'new@example.com')
  expect(await kinds(app)).toEqual(['email-change-verification new@example.com'])
  await owner.get(await app.newestLink('email-change-verification'))
  expect(await emailOf(app, id)).toEqual({ email: 'new@example.com', verified: true })
  expect((await kinds(app)).at(-1)).toBe(`email-changed ${email}`)
})

test('it needs a fresh session, one that is the person’s own, and an address', async () => {
  const { app, owner } = await withVerified()
  expect((await ask(app.browser(), 'new@example.com')).json().reason).toEqual({ kind: 'signed-out' })
  for (const newEmail of ['nobody', 7, 'a\u0000@example.com', `${'x'.repeat(900_000)}@example.com`])
    expect((await owner.post('/api/auth/change-email', { newEmail })).statusCode).toBe(400)
  expect((await ask(owner, 'new@example.com', '//evil.example')).statusCode).toBe(400)
  await app.database.db.update(session).set({ confirmedAt: new Date(Date.now() - 11 * 60_000) })
  expect((await ask(owner, 'new@example.com')).json().reason).toEqual({ kind: 'confirm' })
  expect(await kinds(app)).toEqual([])
})

test('a change of password needs the old one, ends the other sessions, keeps this one and tells the owner', async () => {
  const app = await createTestApp()
  const [owner, thief] = [app.browser(), app.browser()]
  const { id, email } = await owner.become()
  await thief.signIn(email)
  const change = (currentPassword: string, newPassword: string) =>
    owner.post('/api/auth/change-password', { currentPassword, newPassword })
  expect((await change('wrong-horse-battery', 'a-new-battery-horse')).json().code).toBe('INVALID_PASSWORD')
  expect(Object.keys((await change(password, 'password123')).json().fieldErrors)).toEqual(['newPassword'])
  expect((await thief.query('users.me')).status).toBe(200)
  const done = await change(password, 'a-new-battery-horse')
  expect([done.statusCode, done.body.includes('"token"')]).toEqual([200, false])
  expect((await thief.query('users.me')).status).toBe(401)
  expect((await owner.query('users.me')).status).toBe(200)
  expect(await app.database.db.$count(session)).toBe(1)
  expect((await app.browser().signIn(email)).statusCode).toBe(401)
  expect((await app.browser().signIn(email, 'a-new-battery-horse')).statusCode).toBe(200)
  const mails = await app.database.db.select().from(mail).where(eq(mail.kind, 'password-changed'))
  expect(mails.map(({ recipient }) => recipient)).toEqual([email])
  const audit = await readAudit(app.database.db)
  expect(audit.filter(({ action }) => action === 'user.changePassword')).toMatchObject([
    { actorId: id, subject: id },
  ])
  expect(JSON.stringify(audit)).not.toMatch(/battery|argon2/)
  const again = await owner.post('/api/auth/change-password', {
    currentPassword: 'a-new-battery-horse',
    newPassword: 'and-a-third-horse',
    revokeOtherSessions: false,
  })
  expect(again.statusCode).toBe(400)
})

test('guessing the old password is locked after five wrong ones', async () => {
  const app = await createTestApp()
  const owner = app.browser()
  const { email } = await owner.become()
  const statuses: number[] = []
  for (let tries = 0; tries < 6; tries++) {
    const answer = await owner.post('/api/auth/change-password', {
      currentPassword: tries < 5 ? 'wrong-horse-battery' : password,
      newPassword: 'a-new-battery-horse',
    })
    statuses.push(answer.statusCode)
  }
  expect(statuses).toEqual([400, 400, 400, 400, 400, 429])
  expect((await app.browser().signIn(email)).json().reason.kind).toBe('locked')
  expect(await app.database.db.$count(lockout, sql`locked_until > 0`)).toBe(1)
  expect(await app.database.db.$count(verification)).toBe(0)
})
