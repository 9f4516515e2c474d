import { desc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { invitation, mail, session, user, verification } from '#drizzle/schema/index.ts'
import type { AuditEvent } from '#shared/audit/audit.ts'
import type { Page } from '#shared/pagination.ts'
import type { Role } from '#shared/roles/roles.ts'
import type { UserDetail, UserSummary } from '#shared/users.ts'
import { appUrl } from '#test/app.ts'
import { withPeople } from '../people-fixture.ts'

async function withSomebody() {
  const app = await withPeople()
  const somebody = app.browser()
  const { id, email } = await somebody.become({ name: 'Ada', email: 'ada@example.com' })
  const set = (values: Partial<typeof user.$inferInsert>) =>
    app.db.update(user).set(values).where(eq(user.id, id))
  const mails = async () => {
    const rows = await app.db.select().from(mail).orderBy(mail.createdAt, mail.kind)
    return rows.map(({ kind, recipient }) => [kind, recipient])
  }
  const as = async (role: Role) => {
    const caller = app.browser()
    await caller.become({ role })
    return caller
  }
  const undoNewest = async () => {
    const { data } = await app.admin.query<Page<AuditEvent>>('audit.list', { subjectId: id, limit: 1 })
    return app.admin.mutate('audit.undo', { id: data.items[0]?.id })
  }
  return { ...app, somebody, id, email, set, mails, as, undoNewest }
}

test('a reset mail leads to a new password, once; it is recorded, and nobody sees the link', async () => {
  const { admin, id, email, browser, newestLink, audited } = await withSomebody()
  const answer = await admin.mutate('users.sendPasswordReset', { id })
  expect(answer.data).toEqual({ id })
  const link = await newestLink('password-reset')
  const { headers } = await browser().get(link)
  const landing = new URL(String(headers.location), appUrl)
  expect(landing.pathname).toBe('/reset-password')
  const reset = { token: landing.searchParams.get('token'), newPassword: 'another-long-battery' }
  expect((await browser().post('/api/auth/reset-password', reset)).statusCode).toBe(200)
  expect((await browser().post('/api/auth/reset-password', reset)).statusCode).toBe(400)
  expect((await browser().signIn(email, reset.newPassword)).statusCode).toBe(200)
  expect(await audited()).toMatchObject([{ action: 'user.requestReset', subject: id }])
  expect(JSON.stringify(await audited())).not.toContain(String(reset.token))
})

test('a banned or deleted user gets no reset mail', async () => {
  const { admin, id, mails, db } = await withSomebody()
  await admin.mutate('users.ban', { id, reason: 'Spam', until: null })
  const banned = await admin.mutate('users.sendPasswordReset', { id })
  expect([banned.status, banned.error.data.reason]).toEqual([409, { kind: 'status', status: 'banned' }])
  await admin.mutate('users.remove', { id })
  expect((await admin.mutate('users.sendPasswordReset', { id })).status).toBe(409)
  expect([await mails(), await db.select().from(verification)]).toEqual([[], []])
})

test('a verification mail verifies the address; a verified one gets none', async () => {
  const { admin, id, find, set, browser, newestLink, audited } = await withSomebody()
  await set({ emailVerified: false })
  expect((await admin.mutate('users.sendVerification', { id })).data).toEqual({ id })
  const { headers } = await browser().get(await newestLink())
  expect(headers.location).toBe('/dashboard')
  expect((await find(id))?.emailVerified).toBe(true)
  expect((await admin.mutate('users.sendVerification', { id })).status).toBe(409)
  expect(await audited()).toMatchObject([{ action: 'user.sendVerification', subject: id }])
})

test('an e-mail is marked as verified once, and that is taken back', async () => {
  const { admin, id, find, set, audited, undoNewest } = await withSomebody()
  await set({ emailVerified: false })
  for (let time = 0; time < 2; time++)
    expect((await admin.mutate<UserSummary>('users.markVerified', { id })).data.emailVerified).toBe(true)
  expect(await audited()).toMatchObject([
    {
      action: 'user.setVerified',
      subject: id,
      before: { emailVerified: false },
      after: { emailVerified: true },
    },
  ])
  expect((await undoNewest()).status).toBe(200)
  expect((await find(id))?.emailVerified).toBe(false)
})

test('another e-mail holds at once, both addresses are told, and links to the old one stop working', async () => {
  const { admin, somebody, id, email, browser, db, mails, audited, newestLink, find, set } =
    await withSomebody()
  await set({ emailVerified: true })
  await browser().post('/api/auth/request-password-reset', { email, redirectTo: '/reset-password' })
  await db.delete(mail)
  const { data } = await admin.mutate<UserSummary>('users.setEmail', { id, email: ' King@Example.com ' })
  expect(data).toMatchObject({ email: 'king@example.com', emailVerified: false })
  expect(await mails()).toEqual([
    ['email-changed', email],
    ['email-set', 'king@example.com'],
  ])
  expect(await db.select().from(verification)).toEqual([])
  // Whoever is signed in stays so, and signs in with the new address from now on.
  expect((await somebody.query('users.me')).data).toMatchObject({ user: { email: 'king@example.com' } })
  expect((await browser().signIn(email)).statusCode).toBe(401)
  expect((await browser().signIn('king@example.com')).statusCode).toBe(200)
  await browser().get(await newestLink('email-set'))
  expect((await find(id))?.emailVerified).toBe(true)
  expect(await audited()).toMatchObject([
    {
      action: 'user.setEmail',
      subject: id,
      before: { email, emailVerified: true },
      after: { email: 'king@example.com', emailVerified: false },
    },
  ])
})

test('a known address is marked as verified with it, and the change is taken back', async () => {
  const { admin, id, email, db, mails, find, undoNewest } = await withSomebody()
  await admin.mutate('users.setEmail', { id, email: 'king@example.com', verified: true })
  expect(await find(id)).toMatchObject({ email: 'king@example.com', emailVerified: true })
  await db.delete(mail)
  await db.update(session).set({ confirmedAt: new Date(Date.now() - 11 * 60_000) })
  expect((await undoNewest()).error.data.reason).toEqual({ kind: 'confirm' })
  await db.update(session).set({ confirmedAt: new Date() })
  expect((await undoNewest()).status).toBe(200)
  expect(await find(id)).toMatchObject({ email, emailVerified: false })
  expect(await mails()).toEqual([
    ['email-changed', 'king@example.com'],
    ['email-set', email],
  ])
})

test('an address that somebody has is refused; one that a deleted user gave up is free', async () => {
  const { admin, id, add, email } = await withSomebody()
  const other = await add({ email: 'other@example.com' })
  const change = (to: string) => admin.mutate('users.setEmail', { id, email: to })
  const taken = await change('OTHER@example.com')
  expect([taken.status, taken.error.data.reason]).toEqual([409, { kind: 'email-taken' }])
  expect((await change(email)).error.data.fieldErrors).toHaveProperty('email')
  await admin.mutate('users.remove', { id: other.id })
  expect((await change(other.email)).status).toBe(200)
  expect((await admin.mutate('users.restore', { id: other.id })).error.data.reason).toEqual({
    kind: 'email-taken',
  })
  for (const bad of [
    '',
    'no address',
    'a@b.c\u0000',
    `deleted:${id}`,
    `${'a'.repeat(250)}@example.com`,
    null,
  ])
    expect((await admin.mutate('users.setEmail', { id, email: bad })).status).toBe(400)
})

test('two who are given one address at once: one gets it, the other is told that it is taken', async () => {
  const { admin, id, add, db } = await withSomebody()
  const other = await add()
  const answers = await Promise.all(
    [id, other.id].map((each) => admin.mutate('users.setEmail', { id: each, email: 'new@example.com' })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 409)?.error.data.reason).toEqual({ kind: 'email-taken' })
  expect(await db.$count(user, eq(user.email, 'new@example.com'))).toBe(1)
})

test('the invitation that went to the old address stops working, and is sent again to the new one', async () => {
  const { admin, browser, db, newestLink } = await withPeople()
  await admin.mutate('users.create', { email: 'typo@example.com', name: 'Ada', role: 'user' })
  const link = await newestLink('invitation')
  const [open] = await db.select().from(invitation)
  await admin.mutate('users.setEmail', { id: open?.userId, email: 'right@example.com' })
  const token = link.split('=')[1]
  expect((await browser().query('invitations.find', { token })).status).toBe(404)
  expect((await admin.mutate('invitations.resend', { id: open?.id })).status).toBe(200)
  const [last] = await db.select().from(mail).where(eq(mail.kind, 'invitation')).orderBy(desc(mail.createdAt))
  expect(last?.recipient).toBe('right@example.com')
})

test('an account that wrong passwords locked says so, and is unlocked', async () => {
  const { admin, as, id, email, browser, audited } = await withSomebody()
  const read = async () => (await admin.query<UserDetail>('users.get', { id })).data.lock
  expect(await read()).toBeNull()
  for (let tries = 0; tries < 5; tries++) await browser().signIn(email, 'wrong-horse-battery')
  expect(await read()).toEqual({ of: 'passwords', until: expect.any(String) })
  expect((await browser().signIn(email)).statusCode).toBe(429)
  expect((await admin.mutate('users.unlock', { id })).data).toEqual({ id, count: 1 })
  expect(await read()).toBeNull()
  expect((await browser().signIn(email)).statusCode).toBe(200)
  // Nothing is held any more: nothing done, nothing recorded.
  expect((await (await as('moderator')).mutate('users.unlock', { id })).data).toEqual({ id, count: 0 })
  expect(await audited()).toMatchObject([
    {
      action: 'account.unlock',
      subject: id,
      before: { account: { failures: 5, lockedUntil: expect.any(String) } },
    },
  ])
})

test('each needs its permission, and a rank above the user', async () => {
  const { id, as, add, set } = await withSomebody()
  await set({ emailVerified: false })
  const moderators = ['users.sendPasswordReset', 'users.sendVerification', 'users.unlock']
  const admins = ['users.markVerified', 'users.setEmail']
  const [reader, moderator, admin] = [await as('admin_ro'), await as('moderator'), await as('admin')]
  const peer = await add({ role: 'moderator' })
  for (const path of [...moderators, ...admins]) {
    const input = path === 'users.setEmail' ? { email: 'new@example.com' } : {}
    const reasonOf = async (caller: typeof reader, to: string) =>
      (await caller.mutate(path, { id: to, ...input })).error?.data.reason?.kind
    expect([path, await reasonOf(reader, id)]).toEqual([path, 'permission'])
    const ofModerator = await reasonOf(moderator, id)
    expect([path, ofModerator]).toEqual([path, admins.includes(path) ? 'permission' : undefined])
    if (!admins.includes(path)) expect(await reasonOf(moderator, peer.id)).toBe('rank')
    const { data } = await admin.query<{ user: { id: string } }>('users.me')
    expect([path, await reasonOf(admin, data.user.id)]).toEqual([path, 'self'])
    expect((await admin.mutate(path, { id: 'nobody', ...input })).status).toBe(404)
  }
})
