import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { apiKey, auditEvent, rateLimit } from '#drizzle/schema/index.ts'
import { refuseEndedSession } from '#server/export/refuse-ended-session.ts'
import { createKeySecret } from '#server/key-status/key-secret.ts'
import { contextOf } from '#server/users/people-fixture.ts'
import type { ApiKey } from '#shared/keys.ts'
import type { Permission } from '#shared/roles/roles.ts'
import type { UserSummary } from '#shared/users.ts'
import { appUrl, password } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { withKeys } from './keys-fixture.ts'

const minute = 60_000
const acting = (key: ApiKey) => ({ ...key, expiresAt: new Date(key.expiresAt) })

test('a program calls as the owner of its key, and does no more than the key is for', async () => {
  const { owner, browser, db } = await withKeys()
  const somebody = browser()
  const { id, email } = await somebody.become()
  const permissions: Permission[] = ['console.open', 'users.list', 'users.moderate']
  const admin = await owner('admin', { name: 'Moderation', permissions })
  const me = await admin.program.query('users.me')
  expect(me.data).toMatchObject({
    user: { id: admin.id, role: 'admin' },
    session: null,
    key: { id: admin.key.id, name: 'Moderation', permissions },
  })
  expect(JSON.stringify(me)).not.toContain(admin.secret)
  // Within a call too: an admin reads addresses, this key of theirs does not.
  const shown = await admin.program.query<UserSummary>('users.get', { id })
  expect(shown.data.email).not.toBe(email)
  const refused = await admin.program.mutate('users.remove', { id })
  expect([refused.status, refused.error.data.reason]).toEqual([
    403,
    { kind: 'permission', permission: 'users.manage' },
  ])
  expect((await admin.program.mutate('users.ban', { id, reason: 'Spam', until: null })).status).toBe(200)
  const rows = await readAudit(db)
  expect(rows.filter(({ action }) => action === 'user.ban')).toMatchObject([
    { actorId: admin.id, subject: id, actor: { key: { id: admin.key.id, name: 'Moderation' } } },
  ])
  expect(rows.filter(({ action }) => action === 'access.refuse')).toMatchObject([
    { actorId: admin.id, subject: 'users.remove', actor: { key: { id: admin.key.id } } },
  ])
  // An undo takes the permission of the act that it takes back.
  const narrow = await owner('admin', { permissions: ['console.open'] })
  const [ban] = await db.select().from(auditEvent).where(eq(auditEvent.action, 'user.ban'))
  expect((await narrow.program.mutate('audit.undo', { id: ban?.id })).error.data.reason).toMatchObject({
    kind: 'permission',
    permission: 'users.moderate',
  })
})

test('what needs a person refuses a key, whatever it may do', async () => {
  const { owner, app } = await withKeys()
  const { id, key, program } = await owner('admin', { permissions: ['users.manage', 'settings.manage'] })
  const calls: [string, object][] = [
    ['keys.create', { name: 'Another' }],
    ['keys.rotate', { id: key.id }],
    ['keys.revoke', { id: key.id }],
    ['users.setRole', { id, role: 'user' }],
    ['sessions.impersonate', { userId: id }],
    ['sessions.confirm', { password }],
    ['sessions.endImpersonation', {}],
    ['users.deleteMe', {}],
    ['settings.set', { key: 'signUpMode', value: 'open' }],
  ]
  for (const [path, input] of calls) {
    const { status, error } = await program.mutate(path, input)
    expect([status, error.data.reason], path).toEqual([403, { kind: 'person' }])
  }
  for (const path of ['keys.mine', 'sessions.mine', 'users.exportMe', 'users.mySecurityEvents'])
    expect((await program.query(path, path === 'users.mySecurityEvents' ? {} : undefined)).status, path).toBe(
      403,
    )
  const bodies = {
    'sign-up/email': { email: 'new@example.com', name: 'New', password },
    'sign-in/email': { email: 'new@example.com', password },
    'sign-out': {},
    'update-user': { name: 'Other' },
    'revoke-sessions': {},
  }
  for (const [path, body] of Object.entries(bodies)) {
    const answer = await program.send(`/api/auth/${path}`, { body })
    expect([answer.statusCode, answer.json().reason], path).toEqual([403, { kind: 'person' }])
  }
  expect((await program.send('/api/auth/get-session', {})).statusCode).toBe(403)
  // Pages and pictures are for browsers.
  expect(
    (await app.inject({ url: '/dev/mail', headers: { authorization: 'Bearer x', host: 'gatehouse.test' } }))
      .statusCode,
  ).not.toBe(200)
})

test('a key that does not work is refused with the reason, and no cookie stands in for it', async () => {
  const { owner, change, db } = await withKeys()
  const { browser, id, key, program } = await owner('admin', { permissions: ['console.open', 'users.list'] })
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const refusalWith = async (authorization: string, path = 'users.me') => {
    const { status, error } = await program.query(path, undefined, { authorization, cookie })
    return [status, error?.data.reason]
  }
  for (const text of ['Bearer', 'Bearer ', 'bearer x', 'Bearer gh_live_x', `Bearer ${createKeySecret()}x`]) {
    expect(await refusalWith(text), text).toEqual([401, { kind: 'key', problem: 'form' }])
    expect((await refusalWith(text, 'health.ping'))[0], text).toBe(401)
  }
  expect(await refusalWith(`Bearer ${createKeySecret()}`)).toEqual([401, { kind: 'key', problem: 'unknown' }])
  // Of a proxy in front, which asks for a password of its own.
  expect((await refusalWith('Basic YTpi'))[0]).toBe(200)
  const refusal = async () => {
    const { status, error } = await program.query('users.list', {}, { cookie })
    return [status, error?.data.reason]
  }
  expect((await refusal())[0]).toBe(200)
  const set = (values: Partial<typeof apiKey.$inferInsert>) =>
    db.update(apiKey).set(values).where(eq(apiKey.id, key.id))
  await set({ expiresAt: new Date(Date.now() - 1) })
  expect(await refusal()).toEqual([401, { kind: 'key', problem: 'expired' }])
  await set({ expiresAt: new Date(Date.now() + minute), addresses: ['192.0.2.0/24', '2001:db8::/32'] })
  expect(await refusal()).toEqual([401, { kind: 'key', problem: 'address' }])
  await set({ addresses: ['192.0.2.0/24', '198.51.100.1'] })
  expect((await refusal())[0]).toBe(200)
  await set({ addresses: [], revokedAt: new Date() })
  expect(await refusal()).toEqual([401, { kind: 'key', problem: 'unknown' }])
  await set({ revokedAt: null })
  await change(id, { role: 'user' })
  expect(await refusal()).toEqual([403, { kind: 'permission', permission: 'users.list' }])
  await change(id, { role: 'admin', pendingSince: new Date() })
  expect(await refusal()).toEqual([403, { kind: 'approval' }])
  await change(id, { pendingSince: null, bannedAt: new Date() })
  expect(await refusal()).toEqual([403, { kind: 'banned', until: null }])
  await change(id, { bannedAt: null, deletedAt: new Date() })
  expect(await refusal()).toEqual([401, { kind: 'key', problem: 'unknown' }])
})

test('an export that a key began ends with the key', async () => {
  const { owner, db } = await withKeys()
  const admin = await owner('admin', { permissions: ['console.open', 'export'] })
  const { session, ...actor } = (await contextOf(db, admin.id)).actor
  const ctx = {
    ...(await contextOf(db, admin.id)),
    actor: { ...actor, session: null, key: acting(admin.key) },
  }
  await refuseEndedSession(ctx)
  const { body } = await admin.program.send('/trpc/users.export?input=%7B%7D', {
    headers: { accept: 'text/event-stream' },
  })
  // The key does not read e-mails, though its owner may.
  expect(body).toContain(admin.id)
  expect(body).not.toContain(admin.email)
  for (const set of [{ revokedAt: new Date() }, { revokedAt: null, expiresAt: new Date() }]) {
    await db.update(apiKey).set(set)
    await expect(refuseEndedSession(ctx)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  }
})

test('a call with a key needs no Origin, may have any, and sets no cookie', async () => {
  const { owner, browser } = await withKeys()
  const { program, browser: mine, key } = await owner('admin', { permissions: ['users.moderate'] })
  const cookie = [...mine.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  for (const headers of [{}, { origin: 'https://elsewhere.example' }, { origin: appUrl, cookie }]) {
    const somebody = browser()
    const { id } = await somebody.become()
    const { status, headers: answered } = await program.mutate(
      'users.ban',
      { id, reason: 'Spam', until: null },
      headers,
    )
    expect([status, answered['set-cookie']], JSON.stringify(headers)).toEqual([200, undefined])
  }
  // Without the key another origin is another origin.
  const foreign = await mine.post(
    '/trpc/keys.revoke',
    { id: key.id },
    { origin: 'https://elsewhere.example' },
  )
  expect(foreign.statusCode).toBe(403)
})

test('a key has a limit of its own besides that of its owner', async () => {
  const app = await withKeys()
  const { program, key, id } = await app.owner()
  const counted = async (like: string) =>
    (await app.db.select().from(rateLimit)).filter((row) => row.key === like).map(({ count }) => count)
  for (let i = 0; i < 3; i += 1) await program.query('users.me')
  expect(await counted(`keys/key:${key.id}`)).toEqual([3])
  const used = await counted(`signed-in/user:${id}`)
  expect(used[0]).toBeGreaterThanOrEqual(3)
})
