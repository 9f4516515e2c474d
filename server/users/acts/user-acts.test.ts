import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { account, auditEvent, invitation, mail, session, user, verification } from '#drizzle/schema/index.ts'
import type { UserDetail, UserSummary } from '#shared/users.ts'
import { password } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { withPeople } from '../people-fixture.ts'

/** Somebody who is signed in twice and has a link to a new password open. */
async function withSomebody() {
  const app = await withPeople()
  const [first, second] = [app.browser(), app.browser()]
  const { id, email } = await first.become({ name: 'Ada' })
  await second.signIn(email)
  await first.post('/api/auth/request-password-reset', { email, redirectTo: '/reset-password' })
  const { db } = app.database
  const left = async () => ({
    sessions: (await db.select().from(session).where(eq(session.userId, id))).length,
    links: (await db.select().from(verification)).length,
  })
  expect(await left()).toEqual({ sessions: 2, links: 1 })
  return { ...app, db, somebody: first, id, email, left }
}

const nothing = { sessions: 0, links: 0 }

test('update changes the name, records the change only, and keeps what is not given', async () => {
  const { admin, id, find, audited, left } = await withSomebody()
  const { data } = await admin.mutate<UserSummary>('users.update', { id, name: ' Ada L ' })
  expect(data).toMatchObject({ id, name: 'Ada L', status: 'active' })
  expect(await find(id)).toMatchObject({ name: 'Ada L' })
  expect((await admin.mutate('users.update', { id, name: 'Ada L' })).status).toBe(200)
  expect((await admin.mutate('users.update', { id })).status).toBe(200)
  expect(await audited()).toMatchObject([
    {
      action: 'user.update',
      subject: id,
      before: { name: 'Ada' },
      after: { name: 'Ada L' },
    },
  ])
  expect((await left()).sessions).toBe(2)
  for (const bad of [
    { name: null },
    { name: 'A\u0000' },
    { name: '' },
    { image: 'https://example.com/ada.png' },
    { role: 'admin' },
  ])
    expect((await admin.mutate('users.update', { id, ...bad })).status).toBe(400)
})

test('a new role ends sessions and links, once', async () => {
  const { admin, somebody, id, find, audited, left } = await withSomebody()
  const { data } = await admin.mutate<UserSummary>('users.setRole', { id, role: 'moderator' })
  expect(data).toMatchObject({ id, role: 'moderator' })
  expect(await left()).toEqual(nothing)
  expect((await somebody.query('users.me')).status).toBe(401)
  expect((await admin.mutate('users.setRole', { id, role: 'moderator' })).status).toBe(200)
  expect((await find(id))?.role).toBe('moderator')
  expect(await audited()).toMatchObject([
    { action: 'user.setRole', subject: id, before: { role: 'user' }, after: { role: 'moderator' } },
  ])
  for (const role of ['root', null, 3, ['admin'], 'admin\u0000'])
    expect((await admin.mutate('users.setRole', { id, role })).status).toBe(400)
})

test('a ban ends sessions and links, keeps out, is recorded, can be changed and taken back', async () => {
  const { admin, browser, id, email, find, audited, left } = await withSomebody()
  const until = new Date(Date.now() + 3600_000).toISOString()
  const { data } = await admin.mutate<UserSummary>('users.ban', { id, reason: 'Spam', until })
  expect(data).toMatchObject({ id, status: 'banned' })
  expect(await left()).toEqual(nothing)
  expect((await browser().signIn(email)).json().code).toBe('ACCOUNT_BANNED')
  const { bannedAt } = (await find(id)) ?? {}
  expect((await admin.query<UserDetail>('users.get', { id })).data).toMatchObject({
    banReason: 'Spam',
    bannedUntil: until,
  })
  expect((await admin.mutate('users.ban', { id, reason: 'Spam', until: null })).status).toBe(200)
  expect((await find(id))?.bannedAt).toEqual(bannedAt)
  expect((await admin.mutate<UserSummary>('users.unban', { id })).data.status).toBe('active')
  expect(await find(id)).toMatchObject({ bannedAt: null, bannedUntil: null, banReason: null })
  expect((await browser().signIn(email)).statusCode).toBe(200)
  const at = bannedAt?.toISOString()
  expect(await audited()).toEqual([
    expect.objectContaining({
      action: 'user.ban',
      before: { bannedAt: null, bannedUntil: null, banReason: null },
      after: { bannedAt: at, bannedUntil: until, banReason: 'Spam' },
    }),
    expect.objectContaining({ before: { bannedUntil: until }, after: { bannedUntil: null } }),
    expect.objectContaining({
      action: 'user.unban',
      before: { bannedAt: at, banReason: 'Spam' },
      after: { bannedAt: null, banReason: null },
    }),
  ])
})

test('a ban needs a reason and an end that is to come; one that is over is none', async () => {
  const { admin, add } = await withPeople()
  const { id } = await add()
  const past = new Date(Date.now() - 1000)
  for (const bad of [
    { reason: 'Spam' },
    { until: null },
    { reason: '', until: null },
    { reason: 'a\u0000', until: null },
    { reason: 'x'.repeat(501), until: null },
    { reason: 'Spam', until: 'tomorrow' },
    { reason: 'Spam', until: 5 },
    { reason: 'Spam', until: past.toISOString() },
  ])
    expect((await admin.mutate('users.ban', { id, ...bad })).status).toBe(400)
  const over = await add({ bannedAt: past, bannedUntil: past })
  const { status, error } = await admin.mutate('users.unban', { id: over.id })
  expect([status, error.data.reason]).toEqual([409, { kind: 'status', status: 'active' }])
})

test('remove and restore: everything is as before but for the sessions', async () => {
  const { admin, browser, db, id, email, find, audited, left } = await withSomebody()
  const before = await find(id)
  expect((await admin.mutate<UserSummary>('users.remove', { id })).data).toMatchObject({
    id,
    email,
    status: 'deleted',
  })
  expect(await left()).toEqual(nothing)
  expect((await browser().signIn(email)).json().code).toBe('INVALID_EMAIL_OR_PASSWORD')
  expect((await admin.mutate<UserSummary>('users.restore', { id })).data).toMatchObject({
    id,
    email,
    status: 'active',
  })
  expect(await find(id)).toEqual({ ...before, updatedAt: expect.any(Date) })
  expect(await db.select().from(account).where(eq(account.userId, id))).toMatchObject([
    { accountId: id, deletedAccountId: null, deletedAt: null },
  ])
  expect(await left()).toEqual(nothing)
  expect((await browser().signIn(email)).statusCode).toBe(200)
  const deletedAt = expect.any(String)
  expect(await audited()).toMatchObject([
    { action: 'user.remove', subject: id, before: { deletedAt: null }, after: { deletedAt } },
    { action: 'user.restore', subject: id, before: { deletedAt }, after: { deletedAt: null } },
  ])
})

test('restore says that the address, or the account of a provider, has been taken since', async () => {
  const { admin, browser, db, id, email, find } = await withSomebody()
  const linked = { providerId: 'google', accountId: 'google-1' }
  await db.insert(account).values({ ...linked, id: 'first', userId: id })
  await admin.mutate('users.remove', { id })
  const next = await browser().become({ email })
  const byEmail = await admin.mutate('users.restore', { id })
  expect([byEmail.status, byEmail.error.data.reason]).toEqual([409, { kind: 'email-taken' }])
  await db.update(user).set({ email: 'other@example.com' }).where(eq(user.id, next.id))
  await db.insert(account).values({ ...linked, id: 'second', userId: next.id })
  const byProvider = await admin.mutate('users.restore', { id })
  expect([byProvider.status, byProvider.error.data.reason]).toEqual([
    409,
    { kind: 'provider-taken', provider: 'google' },
  ])
  expect((await find(id))?.deletedAt).not.toBeNull()
  await db.delete(account).where(eq(account.id, 'second'))
  expect((await admin.mutate('users.restore', { id })).status).toBe(200)
})

test('purge erases a deleted user with all that is theirs, and only then', async () => {
  const { admin, browser, db, id, email, find, audited } = await withSomebody()
  const early = await admin.mutate('users.purge', { id })
  expect([early.status, early.error.data.reason]).toEqual([409, { kind: 'status', status: 'active' }])
  await admin.mutate('users.ban', { id, reason: 'Spam to the choir', until: null })
  await admin.mutate('users.unban', { id })
  await admin.mutate('users.remove', { id })
  const next = await browser().register({ email })
  expect((await admin.mutate('users.purge', { id })).data).toEqual({ id })
  expect(await find(id)).toBeUndefined()
  expect(await db.select().from(account).where(eq(account.userId, id))).toEqual([])
  const kinds = (await db.select().from(mail).where(eq(mail.recipient, email))).map(({ kind }) => kind)
  expect(kinds).toEqual(['verification'])
  expect(await find(next.id)).toBeDefined()
  const purged = (await audited()).find(({ action }) => action === 'user.purge')
  expect(purged).toMatchObject({ subject: id, before: { role: 'user' }, after: null })
  expect(JSON.stringify(purged)).not.toContain(email)
  // What was done to the person stays in the log, and nothing in it tells who it was.
  const kept = await db.select().from(auditEvent).where(eq(auditEvent.subjectId, id))
  expect(kept.map(({ action }) => action)).toEqual(expect.arrayContaining(['user.ban', 'user.purge']))
  expect(JSON.stringify(kept)).not.toMatch(/"Ada"|Spam/)
  expect(JSON.stringify(kept)).not.toContain(email)
})

test('who waits is approved or refused, and is told', async () => {
  const { admin, add, db, find, audited, newestLink } = { ...(await withSomebody()) }
  const since = new Date()
  const [one, two] = [await add({ pendingSince: since }), await add({ pendingSince: since })]
  const approved = await admin.mutate<UserSummary>('users.approve', { id: one.id })
  expect(approved.data).toMatchObject({ id: one.id, status: 'active' })
  expect((await find(one.id))?.pendingSince).toBeNull()
  expect(await newestLink('approved')).toBe('/dashboard')
  const refused = await admin.mutate<UserSummary>('users.refuse', { id: two.id, reason: 'Not a <customer>' })
  expect(refused.data).toMatchObject({ id: two.id, status: 'deleted' })
  const [told] = await db.select().from(mail).where(eq(mail.kind, 'refused'))
  expect(told).toMatchObject({ recipient: two.email, text: expect.stringContaining('Not a <customer>') })
  expect(told?.html).toContain('Not a &lt;customer&gt;')
  expect(await audited()).toMatchObject([
    { action: 'user.approve', subject: one.id, before: { pendingSince: since.toISOString() } },
    {
      action: 'user.refuse',
      subject: two.id,
      before: { deletedAt: null },
      after: { deletedAt: expect.any(String), reason: 'Not a <customer>' },
    },
  ])
  const again = await add({ email: two.email })
  expect(again.id).not.toBe(two.id)
})

test('who loses the right to invite loses the open invitations that give a role', async () => {
  const { admin, adminId, add, db, audited } = await withPeople()
  const { id } = await add({ role: 'admin' })
  const invited = (values: Partial<typeof invitation.$inferInsert>) => {
    const own = values.id as string
    const expiresAt = new Date(Date.now() + 60_000)
    return {
      email: `${own}@example.com`,
      role: 'user' as const,
      tokenHash: own,
      expiresAt,
      invitedBy: id,
      ...values,
      id: own,
    }
  }
  await db
    .insert(invitation)
    .values([
      invited({ id: 'role', role: 'moderator' }),
      invited({ id: 'plain' }),
      invited({ id: 'others', role: 'admin', invitedBy: adminId }),
      invited({ id: 'used', role: 'admin', acceptedAt: new Date() }),
      invited({ id: 'own', userId: id, invitedBy: adminId }),
    ])
  const revoked = async () =>
    (await db.select().from(invitation))
      .filter((row) => row.revokedAt)
      .map((row) => row.id)
      .sort()
  await admin.mutate('users.setRole', { id, role: 'user' })
  expect(await revoked()).toEqual(['role'])
  await admin.mutate('users.ban', { id, reason: 'Spam', until: null })
  expect(await revoked()).toEqual(['own', 'role'])
  expect((await audited()).map(({ action, subject }) => `${action} ${subject}`)).toEqual(
    expect.arrayContaining(['invitation.revoke role', 'invitation.revoke own']),
  )
})

test('whoever is banned, demoted or removed ends with the sessions in which they act as others', async () => {
  const { admin, add, db } = await withPeople()
  const acts: [string, object][] = [
    ['users.setRole', { role: 'user' }],
    ['users.ban', { reason: 'Spam', until: null }],
    ['users.remove', {}],
  ]
  for (const [path, input] of acts) {
    const [{ id }, other] = [await add({ role: 'admin' }), await add()]
    const expiresAt = new Date(Date.now() + 60_000)
    await db
      .insert(session)
      .values({ id: other.id, token: other.id, userId: other.id, impersonatedBy: id, expiresAt })
    await admin.mutate(path, { id, ...input })
    expect(await db.select().from(session).where(eq(session.userId, other.id)), path).toEqual([])
  }
})

test('what people do to themselves is recorded too', async () => {
  const { db, somebody, id, email } = await withSomebody()
  await somebody.mutate('users.updateMe', { name: 'Ada L' })
  await somebody.mutate('users.updateMe', { name: 'Ada L' })
  await somebody.mutate('users.deleteMe', { password })
  const rows = (await readAudit(db)).filter(({ action }) => /^user\.(update|remove)$/.test(action))
  expect(rows).toMatchObject([
    { action: 'user.update', actorId: id, subject: id, before: { name: 'Ada' }, after: { name: 'Ada L' } },
    { action: 'user.remove', actorId: id, subject: id, before: { deletedAt: null }, actor: { email } },
  ])
})
