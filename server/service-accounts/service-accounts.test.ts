import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { account, auditEvent, mail, passkey, session, user } from '#drizzle/schema/index.ts'
import type { ApiKey, NewApiKey } from '#shared/keys.ts'
import type { Permission } from '#shared/roles/roles.ts'
import type { ServiceAccount } from '#shared/service-accounts.ts'
import { appUrl, password } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { createProgram } from '../keys/keys-fixture.ts'
import { addPerson, contextOf } from '../users/people-fixture.ts'
import { sweepDeletedUsers } from '../users/sweep-deleted-users.ts'
import { withServices } from './service-accounts-fixture.ts'

const listing: { permissions: Permission[] } = { permissions: ['console.open', 'users.list'] }

test('an admin makes one, and a program calls with its key as itself', async () => {
  const { admin, adminUser, service, view, db } = await withServices()
  const { id, program, key } = await service('moderator', {
    permissions: ['console.open', 'users.list', 'users.moderate'],
  })
  expect((await program.query('users.list', {})).status).toBe(200)
  expect((await program.query('users.me')).data).toMatchObject({
    user: { id, name: 'Nightly', role: 'moderator', email: `service:${id}` },
    session: null,
    key: { id: key.id },
  })
  const somebody = (await service()).id
  expect((await program.mutate('users.ban', { id: somebody, reason: 'x', until: null })).status).toBe(404)
  const lists = await admin.query<ServiceAccount[]>('serviceAccounts.list')
  expect(lists.data.map(({ id, name, role, liveKeys }) => ({ id, name, role, liveKeys }))).toContainEqual({
    id,
    name: 'Nightly',
    role: 'moderator',
    liveKeys: 1,
  })
  expect((await view(id)).keys).toMatchObject([{ id: key.id, status: 'active' }])
  const rows = await readAudit(db)
  const about = rows.filter(({ subject }) => subject === id)
  expect(about.map(({ action, actorId }) => [action, actorId])).toEqual([
    ['serviceAccount.create', adminUser.id],
    ['apiKey.create', adminUser.id],
  ])
  // Nobody reads the mails of a program.
  expect(await db.select().from(mail)).toEqual([])
})

test('what a program does has its account as the actor', async () => {
  const { browser, service, db } = await withServices()
  const { id: bannedId } = await browser().become()
  const { id, key, program } = await service('moderator', { permissions: ['console.open', 'users.moderate'] })
  expect((await program.mutate('users.ban', { id: bannedId, reason: 'Spam', until: null })).status).toBe(200)
  const rows = (await readAudit(db)).filter(({ action }) => action === 'user.ban')
  expect(rows).toMatchObject([
    { actorId: id, subject: bannedId, actor: { name: 'Nightly', key: { id: key.id } } },
  ])
})

test('disabled, enabled, given another role and deleted: each counts at the next call', async () => {
  const { admin, service, view } = await withServices()
  const { id, program } = await service('moderator', listing)
  const answer = async () => {
    const { status, error } = await program.query('users.list', {})
    return error ? [status, error.data.reason] : status
  }
  const act = async (verb: string, input = {}) =>
    (await admin.mutate<{ auditId: string | null }>(`serviceAccounts.${verb}`, { id, ...input })).data
  expect(await answer()).toBe(200)
  const disabled = await act('disable')
  expect(await answer()).toEqual([401, { kind: 'key', problem: 'disabled' }])
  expect((await act('disable')).auditId).toBeNull()
  expect((await view(id)).disabledAt).not.toBeNull()
  await act('enable')
  expect(await answer()).toBe(200)
  const demoted = await act('setRole', { role: 'user' })
  expect(await answer()).toEqual([403, { kind: 'permission', permission: 'users.list' }])
  const renamed = await act('rename', { name: 'Weekly' })
  const removed = await act('remove')
  expect(await answer()).toEqual([401, { kind: 'key', problem: 'unknown' }])
  expect((await admin.query('serviceAccounts.get', { id })).status).toBe(404)
  expect((await admin.query<unknown[]>('serviceAccounts.list')).data).toEqual([])
  // Each is taken back from its row of the log, as long as nothing has changed since.
  const undo = async (auditId: string | null) => (await admin.mutate('audit.undo', { id: auditId })).status
  expect(await undo(disabled.auditId)).toBe(409)
  for (const { auditId } of [removed, renamed, demoted]) expect(await undo(auditId)).toBe(200)
  expect(await view(id)).toMatchObject({ name: 'Nightly', role: 'moderator', disabledAt: null })
  expect(await answer()).toBe(200)
})

test('keys are made with at most what the role of the account holds, rotated and revoked', async () => {
  const { admin, service, view, mails } = await withServices()
  const { id, key, secret, program } = await service('moderator')
  const make = (permissions: string[]) =>
    admin.mutate('serviceAccounts.createKey', { accountId: id, name: 'Other', permissions })
  expect((await make(['users.manage'])).error.data).toMatchObject({
    httpStatus: 400,
    fieldErrors: { permissions: ['The role moderator does not hold users.manage.'] },
  })
  expect((await make(['users.list'])).status).toBe(200)
  const of = { accountId: id, id: key.id }
  const named = await admin.mutate<ApiKey>('serviceAccounts.renameKey', { ...of, name: 'Report' })
  expect(named.data).toMatchObject({ name: 'Report', start: key.start })
  const { data } = await admin.mutate<NewApiKey>('serviceAccounts.rotateKey', of)
  expect(data.key.name).toBe('Report')
  expect((await program.query('users.me')).status).toBe(200)
  await admin.mutate('serviceAccounts.revokeKey', of)
  for (const each of [secret, data.secret])
    expect((await program.query('users.me', undefined, { authorization: `Bearer ${each}` })).status).toBe(401)
  expect((await view(id)).liveKeys).toBe(1)
  // Another account's key is not found by this one, nor a person's.
  const other = await service()
  const others = { accountId: id, id: other.key.id }
  for (const [verb, input] of [
    ['renameKey', { ...others, name: 'Mine' }],
    ['rotateKey', others],
    ['revokeKey', others],
  ] as const)
    expect((await admin.mutate(`serviceAccounts.${verb}`, input)).status).toBe(404)
  expect(await mails()).toEqual([])
})

test('a key of one that was found is revoked, and those who manage them are told', async () => {
  const { browser, service, mails, adminUser } = await withServices()
  const { secret, program } = await service('admin')
  await browser().become({ role: 'admin_ro' })
  await browser().mutate('keys.report', { key: secret })
  expect((await program.query('users.me')).status).toBe(401)
  const [told, ...others] = await mails()
  expect(others).toEqual([])
  expect(told).toMatchObject({ kind: 'service-key-reported', recipient: adminUser.email })
  expect(told?.text).toContain('Nightly')
})

test('only admins make and change them; who reads everything sees them; a person is none', async () => {
  const { browser, admin, service } = await withServices()
  const { id, key } = await service()
  const person = await browser().become()
  const changes: [string, object][] = [
    ['create', { name: 'Other', role: 'user' }],
    ['rename', { id, name: 'Other' }],
    ['setRole', { id, role: 'user' }],
    ['disable', { id }],
    ['enable', { id }],
    ['remove', { id }],
    ['createKey', { accountId: id, name: 'Other' }],
    ['renameKey', { accountId: id, id: key.id, name: 'Other' }],
    ['rotateKey', { accountId: id, id: key.id }],
    ['revokeKey', { accountId: id, id: key.id }],
  ]
  for (const role of ['moderator', 'admin_ro'] as const) {
    const staff = browser()
    await staff.become({ role })
    for (const [verb, input] of changes)
      expect((await staff.mutate(`serviceAccounts.${verb}`, input)).status, verb).toBe(403)
    expect((await staff.query('serviceAccounts.get', { id })).status).toBe(role === 'admin_ro' ? 200 : 403)
  }
  for (const [verb, input] of changes.slice(1)) {
    const given = 'accountId' in input ? { ...input, accountId: person.id } : { ...input, id: person.id }
    expect((await admin.mutate(`serviceAccounts.${verb}`, given)).status, verb).toBe(404)
  }
  expect((await admin.query('serviceAccounts.get', { id: person.id })).status).toBe(404)
})

test('nobody signs in as one, by no way there is', async () => {
  const { browser, admin, service, db } = await withServices()
  const { id, secret } = await service('moderator')
  const email = `service:${id}`
  const stranger = browser()
  const bodies = {
    'sign-in/email': { email, password },
    'sign-up/email': { email, password, name: 'Me' },
    'request-password-reset': { email },
    'send-verification-email': { email },
  }
  for (const [path, body] of Object.entries(bodies)) {
    const answer = await stranger.post(`/api/auth/${path}`, body)
    expect([400, 404], path).toContain(answer.statusCode)
    // As a token of a session, a key is none.
    const withKey = await stranger.post(`/api/auth/${path}`, body, { authorization: `Bearer ${secret}` })
    expect(withKey.statusCode, path).toBeGreaterThanOrEqual(400)
  }
  for (const [path, input] of [
    ['sessions.impersonate', { userId: id }],
    ['users.sendPasswordReset', { id }],
    ['users.setEmail', { id, email: 'mine@example.com' }],
    ['users.invite', { email, role: 'user' }],
    ['users.create', { email, name: 'Me', role: 'user' }],
  ] as const)
    expect([400, 404], path).toContain((await admin.mutate(path, input)).status)
  // Whatever else might try it: the database has no session of one.
  const row = { id: 's', token: 't', userId: id, expiresAt: new Date(Date.now() + 60_000) }
  await expect(db.insert(session).values(row)).rejects.toMatchObject({ cause: { code: 'GH004' } })
  expect(await db.$count(account, eq(account.userId, id))).toBe(0)
  expect(await db.$count(passkey, eq(passkey.userId, id))).toBe(0)
})

test('it changes nothing of its own account, and none makes or changes another one by a key', async () => {
  const { service } = await withServices()
  const { id, key, program } = await service('admin', {
    permissions: ['users.manage', 'serviceAccounts.read', 'serviceAccounts.manage'],
  })
  const { data } = await program.query<ServiceAccount[]>('serviceAccounts.list')
  expect(data.map((each) => each.id)).toEqual([id])
  for (const [path, input, reason] of [
    ['users.updateMe', { name: 'Other' }, 'person'],
    ['serviceAccounts.create', { name: 'Other', role: 'admin' }, 'person'],
    ['serviceAccounts.createKey', { accountId: id, name: 'Other' }, 'person'],
    ['serviceAccounts.rotateKey', { accountId: id, id: key.id }, 'person'],
    ['serviceAccounts.setRole', { id, role: 'user' }, 'person'],
    ['serviceAccounts.enable', { id }, 'self'],
    ['serviceAccounts.remove', { id }, 'self'],
  ] as const) {
    const { status, error } = await program.mutate(path, input)
    expect([status, error.data.reason?.kind], path).toEqual([403, reason])
  }
})

test('it is no admin who keeps the product administrable', async () => {
  const { admin, adminUser, service, browser, db } = await withServices()
  await service('admin')
  const { program } = await service('admin', { permissions: ['users.manage', 'users.moderate'] })
  const refused = await program.mutate('users.remove', { id: adminUser.id })
  expect(refused.error.data.reason).toEqual({ kind: 'last-admin' })
  const second = browser()
  await second.become({ role: 'admin' })
  expect((await program.mutate('users.remove', { id: adminUser.id })).status).toBe(200)
  expect((await admin.query('users.me')).status).toBe(401)
  expect(await db.$count(user, and(eq(user.role, 'admin'), eq(user.email, adminUser.email)))).toBe(0)
})

test('one that was deleted a month ago is gone, and its acts keep its name', async () => {
  const { admin, service, db, browser } = await withServices()
  const { id, program } = await service('moderator', { permissions: ['console.open', 'users.moderate'] })
  const { id: bannedId } = await browser().become()
  await program.mutate('users.ban', { id: bannedId, reason: 'Spam', until: null })
  await admin.mutate('serviceAccounts.remove', { id })
  const ctx = await contextOf(db, (await addPerson(db, { role: 'admin' })).id)
  const later = new Date(Date.now() + 31 * 24 * 60 * 60 * 1000)
  expect(await sweepDeletedUsers({ ...ctx, now: later })).toBe(1)
  expect(await db.$count(user, eq(user.id, id))).toBe(0)
  const [ban] = await db.select().from(auditEvent).where(eq(auditEvent.action, 'user.ban'))
  expect(ban).toMatchObject({ actorId: id })
  expect(JSON.stringify(ban)).toContain('Nightly')
})

test('a key of one needs no Origin and is refused where the address is not its own', async () => {
  const app = await withServices()
  const { secret } = await app.service('user', { addresses: ['192.0.2.0/24'] })
  const inside = createProgram(app, secret, '192.0.2.7')
  expect((await inside.query('users.me', undefined, { origin: appUrl })).status).toBe(200)
  expect((await createProgram(app, secret).query('users.me')).error.data.reason).toEqual({
    kind: 'key',
    problem: 'address',
  })
})
