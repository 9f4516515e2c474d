import { expect, test } from 'vitest'
import { mail, session, setting, user } from '#drizzle/schema/index.ts'
import type { PublicSettings, SignUpMode } from '#shared/settings.ts'
import type { SessionUser } from '#shared/users.ts'
import { type Browser, createTestApp, password, type TestApp } from '#test/app.ts'

const smtpUrl = 'smtp://127.0.0.1:1'
const byMode = (signUp: SignUpMode, more: object = {}) => createTestApp({ config: { signUp, ...more } })

const signUp = (caller: Browser, email = 'ada@example.com') =>
  caller.post('/api/auth/sign-up/email', { name: 'Ada', email, password })

const me = async (caller: Browser) => (await caller.query<{ user: SessionUser }>('users.me')).data?.user

async function mailsOf({ database }: TestApp, kind?: string) {
  const rows = await database.db.select({ kind: mail.kind, to: mail.recipient }).from(mail)
  return rows.filter((row) => !kind || row.kind === kind)
}

/** Makes the first admin as the set-up page does. */
async function firstAdmin({ browser, setupToken }: TestApp): Promise<Browser> {
  const admin = browser()
  const email = 'first@example.com'
  await admin.mutate('setup.complete', { token: setupToken, name: 'First', email, password })
  await admin.signIn(email)
  return admin
}

test.each(['invite', 'closed'] as const)('%s: nobody registers, whoever they say they are', async (mode) => {
  const app = await byMode(mode)
  const admin = await firstAdmin(app)
  expect((await me(admin))?.pending).toBe(false)
  const answers = []
  for (const email of ['first@example.com', 'nobody@example.com']) {
    const answer = await signUp(app.browser(), email)
    const { requestId, ...body } = answer.json()
    answers.push([answer.statusCode, body, answer.cookies])
    expect(requestId).toEqual(expect.any(String))
  }
  expect(answers[0]).toEqual([
    403,
    { code: 'FORBIDDEN', message: expect.any(String), reason: { kind: 'sign-up', mode }, fieldErrors: null },
    [],
  ])
  expect(answers[1]).toEqual(answers[0])
  expect(await app.database.db.select().from(user)).toHaveLength(1)
  expect(await mailsOf(app)).toEqual([])
  expect((await app.browser().signIn('first@example.com')).statusCode).toBe(200)
})

test('approval: a new account is signed in, sees that it waits, and reaches nothing else', async () => {
  const app = await byMode('approval')
  const { browser, database } = app
  const caller = browser()
  const answer = await signUp(caller)
  expect(answer.statusCode).toBe(200)
  expect(answer.body).not.toContain('pendingSince')
  expect(await me(caller)).toMatchObject({ email: 'ada@example.com', pending: true })
  expect((await caller.mutate('users.updateMe', { name: 'Eve' })).error.data.reason).toEqual({
    kind: 'approval',
  })
  expect((await caller.get('/api/auth/get-session')).json().user).toMatchObject({ email: 'ada@example.com' })
  // A sign-in gives no more, and a role no more than that.
  const again = browser()
  expect((await again.signIn('ada@example.com')).statusCode).toBe(200)
  await database.db.update(user).set({ role: 'admin' })
  expect((await again.query('users.list', {})).error.data.reason).toEqual({ kind: 'approval' })
  expect((await again.get('/dev/mail')).statusCode).toBe(404)
  expect((await again.get('/api/openapi.json')).statusCode).toBe(403)
  await database.db.update(user).set({ pendingSince: null })
  expect((await again.query('users.list', {})).status).toBe(200)
  expect((await again.post('/api/auth/sign-out')).statusCode).toBe(200)
  expect(await database.db.select().from(session)).toHaveLength(1)
})

test('approval: a pending account signs out, and deletes itself', async () => {
  const { browser, database } = await byMode('approval')
  const [leaving, gone] = [browser(), browser()]
  await signUp(leaving)
  expect((await leaving.post('/api/auth/sign-out')).statusCode).toBe(200)
  expect(await database.db.select().from(session)).toEqual([])
  await signUp(gone, 'gone@example.com')
  expect((await gone.mutate('users.deleteMe', { password })).status).toBe(200)
})

test('the first admin and those who were there before wait for nobody', async () => {
  const app = await byMode('open')
  const before = app.browser()
  await before.become({ email: 'before@example.com' })
  await app.database.db.insert(setting).values({ key: 'signUpMode', value: 'approval' })
  const admin = await firstAdmin(app)
  expect([(await me(admin))?.pending, (await me(before))?.pending]).toEqual([false, false])
  expect((await before.mutate('users.updateMe', { name: 'Ada' })).status).toBe(200)
})

test('with a mail server a new account verifies its address first, and only then somebody is asked', async () => {
  const app = await byMode('approval', { smtpUrl })
  await firstAdmin(app)
  const caller = app.browser()
  const answer = await signUp(caller)
  expect([answer.statusCode, answer.cookies, answer.json().token]).toEqual([200, [], undefined])
  expect(await mailsOf(app)).toEqual([{ kind: 'verification', to: 'ada@example.com' }])
  expect((await caller.get(await app.newestLink())).headers.location).toBe('/dashboard?verified=yes')
  expect(await me(caller)).toMatchObject({ pending: true, emailVerified: true })
  expect((await mailsOf(app)).slice(1)).toEqual(
    expect.arrayContaining([
      { kind: 'waiting', to: 'ada@example.com' },
      { kind: 'approval-needed', to: 'first@example.com' },
    ]),
  )
  expect(await mailsOf(app, 'welcome')).toEqual([])
})

test('without a mail server somebody is asked at once; who was approved meanwhile is welcomed', async () => {
  const app = await byMode('approval')
  await firstAdmin(app)
  const caller = app.browser()
  await signUp(caller)
  expect(await mailsOf(app, 'approval-needed')).toHaveLength(1)
  await app.database.db.update(user).set({ pendingSince: null })
  await caller.get(await app.newestLink())
  expect((await mailsOf(app)).map(({ kind }) => kind).sort()).toEqual([
    'approval-needed',
    'verification',
    'welcome',
  ])
})

test('who decides is asked once an hour, however many wait; twenty of them, none of whom could not decide', async () => {
  const app = await byMode('approval')
  const { db } = app.database
  const person = (id: string, more: object = {}) => ({ id, name: id, email: `${id}@example.com`, ...more })
  const now = new Date()
  await db.insert(user).values([
    ...Array.from({ length: 25 }, (_, index) =>
      person(`moderator${index}`, {
        role: index % 2 ? 'admin' : 'moderator',
        lastActiveAt: new Date(now.getTime() - index * 1000),
      }),
    ),
    person('user'),
    person('reader', { role: 'admin_ro' }),
    person('banned', { role: 'admin', bannedAt: now }),
    person('deleted', { role: 'admin', deletedAt: now }),
    person('pending', { role: 'admin', pendingSince: now }),
  ])
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) => signUp(app.browser(), `new${index}@example.com`)),
  )
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 200))
  const asked = (await mailsOf(app, 'approval-needed')).map(({ to }) => to)
  expect(asked.sort()).toEqual(
    Array.from({ length: 20 }, (_, index) => `moderator${index}@example.com`).sort(),
  )
  await db.execute("update mail set created_at = now() - interval '61 minutes'")
  await signUp(app.browser(), 'later@example.com')
  expect(await mailsOf(app, 'approval-needed')).toHaveLength(40)
})

test('that nobody could be told undoes no sign-up', async () => {
  const app = await byMode('approval')
  await firstAdmin(app)
  await app.database.db.update(user).set({ email: 'no address' })
  const caller = app.browser()
  expect((await signUp(caller)).statusCode).toBe(200)
  expect((await me(caller))?.pending).toBe(true)
  expect(await mailsOf(app, 'approval-needed')).toEqual([])
  expect(app.logged.some((line) => line.includes('nobody was told'))).toBe(true)
})

test('a mode that an admin sets holds for the next call, on another replica as well', async () => {
  const app = await byMode('open')
  const admin = await firstAdmin(app)
  const replica = await createTestApp({ database: app.database })
  const register = async (email: string) => (await signUp(replica.browser(), email)).statusCode
  expect(await register('open@example.com')).toBe(200)
  for (const [mode, status] of [
    ['closed', 403],
    ['approval', 200],
    ['invite', 403],
    ['open', 200],
  ] as const) {
    expect((await admin.mutate('settings.set', { key: 'signUpMode', value: mode })).status).toBe(200)
    expect((await replica.browser().query<PublicSettings>('settings.public')).data.signUp).toBe(mode)
    expect(await register(`${mode}.later@example.com`)).toBe(status)
  }
  const rows = await app.database.db.select({ email: user.email, pendingSince: user.pendingSince }).from(user)
  expect(rows.filter(({ pendingSince }) => pendingSince).map(({ email }) => email)).toEqual([
    'approval.later@example.com',
  ])
})
