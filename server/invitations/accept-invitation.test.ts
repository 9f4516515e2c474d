import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { account, auditEvent, invitation, mail, user } from '#drizzle/schema/index.ts'
import type { Invitation } from '#shared/invitations.ts'
import { createTestApp, password } from '#test/app.ts'
import { auditKeys } from '#test/audit-log.ts'
import { product } from '#test/product.ts'
import { createPasswordQueue } from '../auth/credentials/password-queue.ts'
import { createSystemContext } from '../service-context.ts'
import { addPerson, mailingContextOf } from '../users/people-fixture.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { withInvitations } from './invitations-fixture.ts'
import { inviteUser } from './invite-user.ts'

test('an invitation makes the user whom it says, once, with a password of their own', async () => {
  const { invite, look, accept, expectInvalid, browser, db, adminId } = await withInvitations()
  const { id, token } = await invite({ role: 'moderator', email: 'Ada@Example.com' })
  expect((await look(token)).data).toEqual({
    email: 'ada@example.com',
    name: null,
    nameNeeded: true,
    role: 'moderator',
    invitedBy: 'Admin',
    expiresAt: expect.any(String),
  })
  expect(await db.select().from(user).where(eq(user.email, 'ada@example.com'))).toEqual([])
  const nameless = await accept(token)
  expect([nameless.status, Object.keys(nameless.error.data.fieldErrors ?? {})]).toEqual([400, ['name']])
  const common = await accept(token, { name: 'Ada', password: 'password123' })
  expect([common.status, Object.keys(common.error.data.fieldErrors ?? {})]).toEqual([400, ['password']])
  expect((await accept(token, { name: 'Ada' })).data).toEqual({ id, email: 'ada@example.com' })
  expect(await db.select().from(user).where(eq(user.id, id))).toMatchObject([
    { name: 'Ada', role: 'moderator', emailVerified: true, pendingSince: null },
  ])
  const ada = browser()
  expect((await ada.signIn('ada@example.com')).statusCode).toBe(200)
  expect((await ada.query('users.list', {})).status).toBe(200)
  await expectInvalid(token)
  const [kept] = await db.select().from(invitation)
  expect(kept).toMatchObject({ acceptedAt: expect.any(Date), userId: id, invitedBy: adminId })
  expect(JSON.stringify(await db.select().from(auditEvent))).not.toContain(token)
  expect(JSON.stringify(kept)).not.toContain(token)
})

test('a user who is created waits for the password that only they set', async () => {
  const { create, look, accept, expectInvalid, browser, db, audited, find, admin } = await withInvitations()
  const { id, userId, token } = await create({ role: 'admin_ro' })
  expect(userId).toBe(id)
  expect(await find(id)).toMatchObject({ name: 'Ada', role: 'admin_ro', emailVerified: false })
  expect(await db.select().from(account).where(eq(account.userId, id))).toEqual([])
  expect((await browser().signIn('ada@example.com')).statusCode).toBe(401)
  expect((await look(token)).data).toMatchObject({ name: 'Ada', nameNeeded: false, role: 'admin_ro' })
  await admin.mutate('users.update', { id, name: 'Ada L' })
  expect((await accept(token)).status).toBe(200)
  expect(await find(id)).toMatchObject({ name: 'Ada L', emailVerified: true })
  expect((await browser().signIn('ada@example.com')).statusCode).toBe(200)
  await expectInvalid(token)
  expect(await audited()).toMatchObject([
    {
      action: 'user.create',
      subject: id,
      before: null,
      after: { name: 'Ada', email: 'ada@example.com', role: 'admin_ro' },
    },
    { action: 'user.update' },
  ])
})

test('the rows of the audit log name the person, and who did it', async () => {
  const { invite, accept, admin, adminId, audited, db, token } = await withInvitations()
  const { id } = await invite({ name: 'Ada' })
  await admin.mutate('invitations.resend', { id })
  await accept(await token())
  expect(await audited()).toMatchObject([
    {
      action: 'invitation.create',
      actorId: adminId,
      subject: id,
      after: { email: 'ada@example.com', role: 'user' },
    },
    { action: 'invitation.resend', actorId: adminId, subject: id },
  ])
  const [accepted] = await db.select().from(auditEvent).where(eq(auditEvent.action, 'invitation.accept'))
  expect(accepted).toMatchObject({
    actorId: null,
    subjectId: id,
    subjectFacts: { name: 'Ada', email: 'ada@example.com' },
  })
})

test('of many who accept at the same moment one does', async () => {
  const { invite, create, accept, db } = await withInvitations()
  const links = [await invite(), await create({ email: 'bob@example.com' })]
  for (const { id, token } of links) {
    const results = await Promise.all(Array.from({ length: 6 }, () => accept(token, { name: 'Ada' })))
    expect(results.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404, 404])
    expect(await db.select().from(account).where(eq(account.userId, id))).toHaveLength(1)
  }
})

test('unknown, used, revoked and expired links answer alike, and so does one that was sent again', async () => {
  const { invite, admin, expectInvalid, accept, db, token } = await withInvitations()
  await expectInvalid('A'.repeat(43))
  const revoked = await invite({ email: 'revoked@example.com' })
  expect((await admin.mutate<Invitation>('invitations.revoke', { id: revoked.id })).data).toMatchObject({
    id: revoked.id,
    status: 'revoked',
  })
  await expectInvalid(revoked.token)
  const again = await admin.mutate('invitations.revoke', { id: revoked.id })
  expect(again.status).toBe(409)
  const expired = await invite({ email: 'expired@example.com' })
  await db.update(invitation).set({ expiresAt: new Date() }).where(eq(invitation.id, expired.id))
  await expectInvalid(expired.token)
  for (const { id, token: old } of [revoked, expired]) {
    expect(
      (await admin.mutate<Invitation>('invitations.resend', { id, expiresInDays: 30 })).data,
    ).toMatchObject({
      id,
      status: 'open',
      revokedAt: null,
    })
    const renewed = await token()
    await expectInvalid(old)
    expect((await accept(renewed, { name: 'Ada' })).status).toBe(200)
    expect((await admin.mutate('invitations.resend', { id })).status).toBe(409)
    expect((await admin.mutate('invitations.revoke', { id })).status).toBe(409)
  }
})

test.each([
  ['demoted', 'users.setRole', { role: 'user' }],
  ['banned', 'users.ban', { reason: 'Spam', until: null }],
  ['removed', 'users.remove', {}],
])('the role from an inviter who is %s since is given no more, being a user is', async (_, path, input) => {
  const { admin, browser, token, expectInvalid, accept } = await withInvitations()
  const other = browser()
  const { id } = await other.become({ role: 'admin' })
  const links: string[] = []
  for (const role of ['user', 'moderator', 'admin'] as const) {
    await other.mutate('users.invite', { email: `${role}@example.com`, role })
    links.push(await token())
  }
  await admin.mutate(path, { id, ...input })
  const [plain = '', ...others] = links
  for (const link of others) await expectInvalid(link)
  expect((await accept(plain, { name: 'Ada' })).status).toBe(200)
})

const lost = [
  ['demoted', { role: 'user' }],
  ['banned', { bannedAt: new Date() }],
  ['deleted', { deletedAt: new Date() }],
] as const

test.each(lost)('an inviter who is %s by whatever hand gives no role any more', async (_, change) => {
  const { adminId, db, expectInvalid, invite } = await withInvitations()
  const { token } = await invite({ role: 'moderator' })
  await db.update(user).set(change).where(eq(user.id, adminId))
  await expectInvalid(token)
})

test.each(lost)('nor does one who is %s between the look at the link and the new user', async (_, change) => {
  const { adminId, db, invite } = await withInvitations()
  const { token } = await invite({ role: 'moderator' })
  const late = Object.create(db, {
    transaction: {
      async value(run: Parameters<typeof db.transaction>[0]) {
        await db.update(user).set(change).where(eq(user.id, adminId))
        return db.transaction(run)
      },
    },
  })
  const ctx = {
    ...createSystemContext({ db: late, audit: auditKeys, product, device: 'test' }),
    passwordQueue: createPasswordQueue(),
    clientNetwork: '203.0.113.1',
  }
  await expect(acceptInvitation(ctx, { token, password, name: 'Ada' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    reason: { kind: 'invitation' },
  })
  expect(await db.select().from(user).where(eq(user.email, 'ada@example.com'))).toEqual([])
})

test('a link does not change a password that is there, nor lets in a banned or deleted user', async () => {
  const { create, expectInvalid, admin, db } = await withInvitations()
  const { id, token } = await create()
  await db
    .insert(account)
    .values({ id: 'a', userId: id, accountId: id, providerId: 'credential', password: 'x' })
  await expectInvalid(token)
  const banned = await create({ email: 'banned@example.com' })
  await admin.mutate('users.ban', { id: banned.id, reason: 'Spam', until: null })
  await expectInvalid(banned.token)
  const refused = await admin.mutate('invitations.resend', { id: banned.id })
  expect([refused.status, refused.error.data.reason]).toEqual([409, { kind: 'status', status: 'banned' }])
  const removed = await create({ email: 'removed@example.com' })
  await admin.mutate('users.remove', { id: removed.id })
  await expectInvalid(removed.token)
})

test('an address that is taken or invited is refused; who registers makes their invitation void', async () => {
  const { invite, create, admin, browser, expectInvalid } = await withInvitations()
  const { id, token } = await invite()
  const input = { email: 'ADA@example.com', role: 'user', name: 'Ada' }
  for (const path of ['users.invite', 'users.create']) {
    const { status, error } = await admin.mutate(path, input)
    expect([status, error.data.reason]).toEqual([409, { kind: 'invited', invitationId: id }])
  }
  await browser().become({ email: 'ada@example.com' })
  await expectInvalid(token)
  await create({ email: 'bob@example.com' })
  for (const path of ['users.invite', 'users.create'])
    for (const email of ['ada@example.com', 'bob@example.com']) {
      const { status, error } = await admin.mutate(path, { ...input, email })
      expect([status, error.data.reason]).toEqual([409, { kind: 'email-taken' }])
    }
  const late = await admin.mutate('invitations.resend', { id })
  expect([late.status, late.error.data.reason]).toEqual([409, { kind: 'email-taken' }])
})

test('two admins who invite somebody at the same moment send one link', async () => {
  const { admin, db } = await withInvitations()
  const input = { email: 'ada@example.com', role: 'user', name: 'Ada' }
  const paths = ['users.invite', 'users.create', 'users.invite', 'users.create']
  const results = await Promise.all(paths.map((path) => admin.mutate(path, input)))
  expect(results.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
  expect(await db.select().from(invitation)).toHaveLength(1)
  expect(await db.select().from(mail).where(eq(mail.kind, 'invitation'))).toHaveLength(1)
})

test.each(['approval', 'invite', 'closed'] as const)('works while sign-up is %s', async (signUp) => {
  const { browser, database, newestLink } = await createTestApp({ config: { signUp } })
  const { db } = database
  const { id: adminId } = await addPerson(db, { role: 'admin' })
  const ctx = await mailingContextOf(db, adminId)
  await inviteUser(ctx, { email: 'ada@example.com', role: 'user', expiresInDays: 7 })
  const token = (await newestLink('invitation')).split('=')[1]
  const { data } = await browser().mutate<{ id: string }>('invitations.accept', {
    token,
    password,
    name: 'Ada',
  })
  expect(await db.select().from(user).where(eq(user.id, data.id))).toMatchObject([{ pendingSince: null }])
  expect((await browser().signIn('ada@example.com')).statusCode).toBe(200)
})
