import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { account, rateLimit, session, user, verification } from '#drizzle/schema/index.ts'
import { createTestApp, password } from '#test/app.ts'

test('updateMe changes the name', async () => {
  const { browser } = await createTestApp()
  const caller = browser()
  await caller.become({ name: 'Before' })
  expect((await caller.mutate('users.updateMe', { name: ' After ' })).data).toMatchObject({ name: 'After' })
  expect((await caller.mutate('users.updateMe', {})).data).toMatchObject({ name: 'After' })
})

test('deleteMe ends every session and link, keeps the row, and frees the e-mail', async () => {
  const { browser, database } = await createTestApp()
  const [caller, other] = [browser(), browser()]
  const { id, email } = await caller.become()
  await other.signIn(email)
  await caller.post('/api/auth/request-password-reset', { email, redirectTo: '/reset-password' })
  expect((await caller.mutate('users.deleteMe', { password })).data).toEqual({ id })
  expect(await database.db.select().from(session)).toEqual([])
  expect(await database.db.select().from(verification)).toEqual([])
  const [deleted] = await database.db.select().from(user).where(eq(user.id, id))
  expect(deleted).toMatchObject({ email: `deleted:${id}`, deletedEmail: email, deletedAt: expect.any(Date) })
  const [credential] = await database.db.select().from(account)
  expect(credential).toMatchObject({ deletedAccountId: id, accountId: `deleted:${credential?.id}` })
  for (const browserOfTheirs of [caller, other])
    expect((await browserOfTheirs.query('users.me')).status).toBe(401)
  expect((await browser().signIn(email)).json().code).toBe('INVALID_EMAIL_OR_PASSWORD')
  const again = await browser().become({ email })
  expect(again.id).not.toBe(id)
})

test('deleteMe needs the password or a sign-in of the last ten minutes', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser()
  await caller.become()
  expect(
    (await caller.mutate('users.deleteMe', { password: 'wrong-horse-battery' })).error.data,
  ).toMatchObject({
    httpStatus: 403,
    reason: { kind: 'wrong-password' },
    fieldErrors: { password: expect.any(Array) },
  })
  await database.db.execute(sql`update session set confirmed_at = now() - interval '11 minutes'`)
  expect((await caller.mutate('users.deleteMe', {})).error.data.reason).toEqual({ kind: 'password-needed' })
  expect((await caller.query('users.me')).status).toBe(200)
  await database.db.execute(sql`update session set confirmed_at = now() - interval '9 minutes'`)
  expect((await caller.mutate('users.deleteMe', {})).status).toBe(200)
})

test('the last admin cannot delete themselves', async () => {
  const { browser } = await createTestApp()
  const admin = browser()
  await admin.become({ role: 'admin' })
  await browser().become({ role: 'admin_ro' })
  const { status, error } = await admin.mutate('users.deleteMe', { password })
  expect([status, error.data.reason]).toEqual([403, { kind: 'last-admin' }])
})

test('of two admins who delete themselves at the same moment, one stays', async () => {
  const { browser, database } = await createTestApp()
  for (let round = 0; round < 4; round++) {
    await database.db.delete(user)
    const admins = [browser(), browser()]
    for (const admin of admins) await admin.become({ role: 'admin' })
    const results = await Promise.all(admins.map((admin) => admin.mutate('users.deleteMe', { password })))
    expect(results.map(({ status }) => status).sort()).toEqual([200, 403])
  }
})

test('guessing a password by deleteMe counts as trying to sign in', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser()
  await caller.become()
  const kinds: string[] = []
  for (let tries = 0; tries < 22; tries++) {
    const { error } = await caller.mutate('users.deleteMe', { password: 'wrong-horse-battery' })
    kinds.push(error.data.reason?.kind ?? '')
  }
  const expected = [...Array(5).fill('wrong-password'), ...Array(15).fill('locked'), 'limit', 'limit']
  expect(kinds).toEqual(expected)
  const rows = await database.db.select({ key: rateLimit.key }).from(rateLimit)
  expect(rows).toContainEqual({ key: `sign-in/ip:${caller.address}` })
})
