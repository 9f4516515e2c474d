import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { auditEvent, limitOverride, setting, user } from '#drizzle/schema/index.ts'
import type { Acted, AuditAction, AuditEvent } from '#shared/audit/audit.ts'
import type { LimitOverride } from '#shared/limits/limit-rules.ts'
import type { Page } from '#shared/pagination.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'
import { auditKeys } from '#test/audit-log.ts'
import { type AuditEntry, recordAudit } from '../audit/record/record-audit.ts'

async function setUp() {
  const app = await createAppWithAdmin()
  const { admin, database } = app
  const person = app.browser()
  const { id, email } = await person.become({ name: 'Ada', email: 'ada@example.com' })
  const { db } = database
  const row = async () => (await db.select().from(user).where(eq(user.id, id)))[0]
  const newest = async (action: AuditAction) => {
    const { data } = await admin.query<Page<AuditEvent>>('audit.list', { actions: [action], limit: 1 })
    return data.items[0]?.id ?? 'none'
  }
  const undo = async (action: AuditAction) => admin.mutate('audit.undo', { id: await newest(action) })
  return { ...app, db, person, id, email, row, newest, undo }
}

const ban = { reason: 'Spam', until: null }

test('a ban is taken back, its sessions stay ended, and both are in the log', async () => {
  const { admin, adminId, audited, db, id, person, row, newest, undo } = await setUp()
  await admin.mutate('users.ban', { id, ...ban })
  const act = await newest('user.ban')
  expect((await undo('user.ban')).data).toEqual({ id: act, action: 'user.ban' })
  expect(await row()).toMatchObject({ bannedAt: null, banReason: null })
  expect((await person.query('users.me')).status).toBe(401)
  expect((await audited()).map(({ action }) => action).sort()).toEqual([
    'audit.undo',
    'user.ban',
    'user.unban',
  ])
  const [undone] = await db.select().from(auditEvent).where(eq(auditEvent.subjectId, act))
  expect(undone).toMatchObject({
    action: 'audit.undo',
    actorId: adminId,
    after: { action: 'user.ban', subject: id },
  })
  // Another time, though the same has been done again.
  await admin.mutate('users.ban', { id, ...ban })
  const again = await admin.mutate('audit.undo', { id: act })
  expect([again.status, again.error.data.reason]).toEqual([409, { kind: 'undone', by: undone?.id }])
  expect(await row()).toMatchObject({ banReason: 'Spam' })
})

test('each act answers with its own row, and null when there was nothing to change', async () => {
  const { admin, db, id, newest } = await setUp()
  const override = { target: 'address', value: '198.51.100.7', effect: 'exempt', reason: 'x' }
  const made = await admin.mutate<LimitOverride & Acted>('limits.setOverride', override)
  const acts: [procedure: string, action: AuditAction, input: object, repeated: string | null | number][] = [
    ['users.update', 'user.update', { id, name: 'Other' }, null],
    ['users.setRole', 'user.setRole', { id, role: 'moderator' }, null],
    ['users.setEmail', 'user.setEmail', { id, email: 'other@example.com', verified: false }, 400],
    ['users.markVerified', 'user.setVerified', { id }, null],
    ['users.ban', 'user.ban', { id, ...ban }, null],
    ['users.unban', 'user.unban', { id }, 409],
    ['users.remove', 'user.remove', { id }, 409],
    ['users.restore', 'user.restore', { id }, 409],
    ['settings.set', 'setting.set', { key: 'signUpMode', value: 'closed' }, null],
    ['limits.setOverride', 'override.set', { ...override, id: made.data.id, reason: 'y' }, null],
    ['limits.removeOverride', 'override.remove', { id: made.data.id }, 404],
  ]
  expect(made.data.auditId).toBe(await newest('override.set'))
  for (const [procedure, action, input, repeated] of acts) {
    const before = await newest(action)
    const { data } = await admin.mutate<Acted>(procedure, input)
    expect(data.auditId, procedure).toBe(await newest(action))
    expect(data.auditId, procedure).not.toBe(before)
    const again = await admin.mutate<Acted>(procedure, input)
    expect(again.status === 200 ? again.data.auditId : again.status, procedure).toBe(repeated)
    expect(await newest(action), procedure).toBe(data.auditId)
  }
  await db.update(user).set({ pendingSince: new Date() }).where(eq(user.id, id))
  const refused = await admin.mutate<Acted>('users.refuse', { id })
  expect(refused.data.auditId).toBe(await newest('user.refuse'))
})

test('of two undos at once one takes the act back, and the log shows by which it was', async () => {
  const { admin, audited } = await setUp()
  const input = { target: 'address', value: '198.51.100.7', effect: 'exempt', reason: 'x' }
  const { data } = await admin.mutate<LimitOverride>('limits.setOverride', input)
  const { data: removed } = await admin.mutate<Acted>('limits.removeOverride', { id: data.id })
  const id = removed.auditId
  expect((await admin.query<AuditEvent>('audit.get', { id })).data.undoneBy).toBeNull()
  const both = await Promise.all([1, 2].map(() => admin.mutate('audit.undo', { id })))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(both.find(({ status }) => status === 409)?.error.data.reason?.kind).toBe('undone')
  expect((await audited()).filter(({ action }) => action === 'override.set')).toHaveLength(2)
  const { undoneBy } = (await admin.query<AuditEvent>('audit.get', { id })).data
  const listed = await admin.query<Page<AuditEvent>>('audit.list', {
    actions: ['override.remove', 'audit.undo'],
  })
  expect(listed.data.items.find((row) => row.id === id)?.undoneBy).toBe(undoneBy)
  expect(listed.data.items.find((row) => row.id === undoneBy)?.action).toBe('audit.undo')
})

test('who may do an act may take it back, of people below their rank', async () => {
  const { admin, browser, id, newest, row } = await setUp()
  const moderator = browser()
  await moderator.become({ role: 'moderator' })
  await admin.mutate('users.ban', { id, ...ban })
  expect((await moderator.mutate('audit.undo', { id: await newest('user.ban') })).status).toBe(200)
  expect(await row()).toMatchObject({ bannedAt: null })

  const own = await moderator.mutate<Acted>('users.ban', { id, ...ban })
  await admin.mutate('users.setRole', { id, role: 'moderator' })
  const outranked = await moderator.mutate('audit.undo', { id: own.data.auditId })
  expect([outranked.status, outranked.error.data.reason]).toEqual([403, { kind: 'rank' }])
  const { status, error } = await moderator.mutate('audit.undo', { id: await newest('user.setRole') })
  expect([status, error.data.reason]).toEqual([403, { kind: 'permission', permission: 'users.manage' }])
})

test('an unban, and another ban over a ban, go back to the ban that was', async () => {
  const { admin, id, row, undo } = await setUp()
  await admin.mutate('users.ban', { id, ...ban })
  await admin.mutate('users.ban', { id, reason: 'Worse', until: '2999-01-01T00:00:00.000Z' })
  expect((await undo('user.ban')).status).toBe(200)
  expect(await row()).toMatchObject({ banReason: 'Spam', bannedUntil: null, bannedAt: expect.any(Date) })
  await admin.mutate('users.unban', { id })
  expect((await undo('user.unban')).status).toBe(200)
  expect(await row()).toMatchObject({ banReason: 'Spam', bannedUntil: null, bannedAt: expect.any(Date) })
})

test('role, profile, deletion and restoration go back', async () => {
  const { admin, email, id, person, row, undo } = await setUp()
  await admin.mutate('users.setRole', { id, role: 'moderator' })
  expect((await undo('user.setRole')).status).toBe(200)
  expect(await row()).toMatchObject({ role: 'user' })
  await admin.mutate('users.update', { id, name: 'Other' })
  expect((await undo('user.update')).status).toBe(200)
  expect(await row()).toMatchObject({ name: 'Ada' })
  await admin.mutate('users.remove', { id })
  expect((await undo('user.remove')).status).toBe(200)
  expect(await row()).toMatchObject({ email, deletedAt: null, deletedEmail: null })
  expect((await person.signIn(email)).statusCode).toBe(200)
  await admin.mutate('users.remove', { id })
  await admin.mutate('users.restore', { id })
  expect((await undo('user.restore')).status).toBe(200)
  expect((await row())?.deletedAt).toBeInstanceOf(Date)
})

test('a refusal goes back, with its reason or without', async () => {
  const { admin, db, id, row, undo } = await setUp()
  for (const reason of [undefined, 'Not a customer']) {
    await db.update(user).set({ pendingSince: new Date() }).where(eq(user.id, id))
    expect((await admin.mutate('users.refuse', { id, reason })).status).toBe(200)
    expect((await undo('user.refuse')).status).toBe(200)
    expect(await row()).toMatchObject({ deletedAt: null, pendingSince: expect.any(Date) })
  }
})

test('a row of a version that recorded the act in another way is shown, and not taken back', async () => {
  const { admin, adminId, db, id, newest } = await setUp()
  const [owner] = await db.select().from(user).where(eq(user.id, adminId))
  const ctx = {
    db,
    audit: auditKeys,
    requestId: 'r',
    clientAddress: '192.0.2.1',
    device: null,
    now: new Date(),
  }
  await recordAudit({ ...ctx, actor: owner ? { user: owner, impersonator: null } : null }, {
    action: 'user.setRole',
    subject: { type: 'user', id },
    before: { role: 'guest', level: 1 },
    after: { role: 'user', level: 2 },
  } as unknown as AuditEntry)
  const act = await newest('user.setRole')
  const shown = await admin.query<AuditEvent>('audit.get', { id: act })
  expect(shown.data.before).toEqual({ role: 'guest', level: 1 })
  const { status, error } = await admin.mutate('audit.undo', { id: act })
  expect([status, error.message]).toEqual([409, 'What it was before is not allowed any more.'])
})

test('what was changed since stays as it is, and the fields are named', async () => {
  const { admin, id, row, newest } = await setUp()
  await admin.mutate('users.update', { id, name: 'Second' })
  const act = await newest('user.update')
  await admin.mutate('users.update', { id, name: 'Third' })
  const { status, error } = await admin.mutate('audit.undo', { id: act })
  expect([status, error.data.reason]).toEqual([409, { kind: 'changed-since', fields: ['name'] }])
  expect(await row()).toMatchObject({ name: 'Third' })
})

test('a restoration by undo says that the address has been taken', async () => {
  const { admin, browser, email, id, newest } = await setUp()
  await admin.mutate('users.remove', { id })
  await browser().become({ email })
  const { status, error } = await admin.mutate('audit.undo', { id: await newest('user.remove') })
  expect([status, error.data.reason]).toEqual([409, { kind: 'email-taken' }])
})

test('the guards of the inverse hold: nobody takes back what they were given by themselves', async () => {
  const { admin, adminId, browser, db, newest } = await setUp()
  const second = browser()
  const { id } = await second.become()
  await admin.mutate('users.setRole', { id, role: 'admin' })
  const act = await newest('user.setRole')
  await second.signIn((await db.select().from(user).where(eq(user.id, id)))[0]?.email ?? '')
  await second.mutate('users.setRole', { id: adminId, role: 'user' })
  const { status, error } = await second.mutate('audit.undo', { id: act })
  expect([status, error.data.reason?.kind]).toEqual([403, 'self'])
  expect((await admin.mutate('audit.undo', { id: act })).status).toBe(401)
})

test('overrides go back: made, changed and removed', async () => {
  const { admin, db, undo } = await setUp()
  const input = {
    target: 'address',
    value: '198.51.100.0/24',
    policy: null,
    effect: 'limit',
    limit: 7,
    reason: 'x',
  }
  const { data } = await admin.mutate<LimitOverride>('limits.setOverride', { ...input, expiresAt: null })
  await admin.mutate('limits.setOverride', { ...input, id: data.id, limit: 9, expiresAt: null })
  expect((await undo('override.set')).status).toBe(200)
  expect(await db.select().from(limitOverride)).toMatchObject([{ limit: 7 }])
  await admin.mutate('limits.removeOverride', { id: data.id })
  expect((await undo('override.remove')).status).toBe(200)
  expect(await db.select().from(limitOverride)).toMatchObject([{ limit: 7, value: '198.51.100.0/24' }])
  expect((await undo('override.set')).status).toBe(200)
  expect(await db.select().from(limitOverride)).toEqual([])
})

test('a setting goes back, unless it has been changed since', async () => {
  const { admin, db, newest, undo } = await setUp()
  await admin.mutate('settings.set', { key: 'signUpMode', value: 'closed' })
  const act = await newest('setting.set')
  expect((await undo('setting.set')).status).toBe(200)
  expect(await db.select().from(setting)).toMatchObject([{ value: 'open' }])
  await admin.mutate('settings.set', { key: 'signUpMode', value: 'closed' })
  expect((await admin.mutate('audit.undo', { id: act })).error.data.reason?.kind).toBe('undone')
})

test('roles and settings need a fresh session here as well', async () => {
  const { admin, db, id, undo } = await setUp()
  await admin.mutate('users.setRole', { id, role: 'moderator' })
  await admin.mutate('settings.set', { key: 'signUpMode', value: 'closed' })
  await db.execute(sql`update session set confirmed_at = now() - interval '11 minutes'`)
  for (const action of ['user.setRole', 'setting.set'] as const)
    expect((await undo(action)).error.data.reason).toEqual({ kind: 'confirm' })
})

test('who may not do an act may not take it back; what is unknown, or cannot be undone, is refused', async () => {
  const { admin, browser, id, newest } = await setUp()
  await admin.mutate('users.ban', { id, ...ban })
  const act = await newest('user.ban')
  for (const role of ['user', 'admin_ro'] as const) {
    const caller = browser()
    await caller.become({ role })
    const { status, error } = await caller.mutate('audit.undo', { id: act })
    expect([status, error.data.reason?.kind]).toEqual([403, 'permission'])
  }
  expect((await admin.mutate('audit.undo', { id: 'nothing' })).status).toBe(404)
  await browser().register()
  expect((await admin.mutate('audit.undo', { id: await newest('session.signIn') })).status).toBe(400)
  for (const bad of ['', '\u0000', 7, 'x'.repeat(1000)])
    expect((await admin.mutate('audit.undo', { id: bad })).status).toBe(400)
})
