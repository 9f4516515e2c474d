import { expect, test } from 'vitest'
import { account, session } from '#drizzle/schema/index.ts'
import { createTestApp, password } from '#test/app.ts'

test('nothing secret of a whole journey reaches the log', async () => {
  const { browser, database, logged, newestLink } = await createTestApp()
  const caller = browser()
  const { email } = await caller.register()
  const verifyLink = await newestLink()
  await caller.get(verifyLink)
  await caller.post('/api/auth/request-password-reset', { email, redirectTo: '/reset-password' })
  const resetLink = await newestLink('password-reset')
  const landed = await caller.get(resetLink)
  const token = new URL(landed.headers.location ?? '', 'http://x').searchParams.get('token')
  await caller.post('/api/auth/reset-password', { newPassword: 'a-new-battery-horse', token })
  await caller.signIn(email, 'wrong-horse-battery')
  await caller.signIn(email, 'a-new-battery-horse')
  const [{ token: sessionToken = '' } = {}] = await database.db.select().from(session)
  const [{ password: hash = '' } = {}] = await database.db.select().from(account)
  const secrets = { password, sessionToken, hash, token, verifyToken: verifyLink.split(/token=|&/)[1] }
  const log = logged.join('')
  expect(log.length).toBeGreaterThan(500)
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret, name).toMatch(/.{8}/)
    expect(log.includes(secret ?? ''), name).toBe(false)
  }
  for (const wrong of ['a-new-battery-horse', 'wrong-horse-battery']) expect(log).not.toContain(wrong)
})

test('the outbox, which holds live links, is shown to this machine and to admins only', async () => {
  const { browser } = await createTestApp()
  const [stranger, moderator, reader, admin] = [browser(), browser(), browser(), browser()]
  await moderator.become({ role: 'moderator' })
  await reader.become({ role: 'admin_ro' })
  await admin.become({ role: 'admin' })
  for (const caller of [stranger, moderator, reader])
    expect((await caller.get('/dev/mail')).statusCode).toBe(404)
  const throughProxy = await browser('127.0.0.1').get('/dev/mail', { 'x-forwarded-for': '127.0.0.1' })
  expect(throughProxy.statusCode).toBe(404)
  for (const caller of [admin, browser('127.0.0.1'), browser('::1')]) {
    expect((await caller.get('/dev/mail')).statusCode).toBe(200)
  }
})

test('an admin whose sign-in is older than ten minutes confirms it before they see the outbox', async () => {
  const { browser, database } = await createTestApp()
  const admin = browser()
  await admin.become({ role: 'admin' })
  await database.db.update(session).set({ confirmedAt: new Date(Date.now() - 11 * 60 * 1000) })
  for (const path of ['/dev/mail', '/dev/mail/none', '/dev/mail/none/html']) {
    const answer = await admin.get(path)
    expect([answer.statusCode, answer.json().reason]).toEqual([403, { kind: 'confirm' }])
  }
})

test('with a mail server there is no outbox page', async () => {
  const { browser } = await createTestApp({ config: { smtpUrl: 'smtp://127.0.0.1:1' } })
  expect((await browser('127.0.0.1').get('/dev/mail')).statusCode).toBe(404)
})
