import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session, user } from '#drizzle/schema/index.ts'
import { hasPermission, outranks, type Permission, type Role, roles } from '#shared/roles/roles.ts'
import type { Browser } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { banUser } from '../acts/ban-user.ts'
import { contextOf, withPeople } from '../people-fixture.ts'

type Status = 'active' | 'pending' | 'banned' | 'deleted'
interface Act {
  permission: Permission
  /** What the subject must be. */
  on: Status
  input?: Record<string, unknown>
  action: string
}

const acts: Record<string, Act> = {
  'users.update': { permission: 'users.manage', on: 'active', input: { name: 'New' }, action: 'user.update' },
  'users.setRole': {
    permission: 'users.manage',
    on: 'active',
    input: { role: 'moderator' },
    action: 'user.setRole',
  },
  'users.ban': {
    permission: 'users.moderate',
    on: 'active',
    input: { reason: 'Spam', until: null },
    action: 'user.ban',
  },
  'users.unban': { permission: 'users.moderate', on: 'banned', action: 'user.unban' },
  'users.approve': { permission: 'users.moderate', on: 'pending', action: 'user.approve' },
  'users.refuse': { permission: 'users.moderate', on: 'pending', action: 'user.refuse' },
  'users.remove': { permission: 'users.manage', on: 'active', action: 'user.remove' },
  'users.restore': { permission: 'users.manage', on: 'deleted', action: 'user.restore' },
  'users.purge': { permission: 'users.manage', on: 'deleted', action: 'user.purge' },
}
const states: Record<Status, Partial<typeof user.$inferInsert>> = {
  active: {},
  pending: { pendingSince: new Date() },
  banned: { bannedAt: new Date(), banReason: 'Spam' },
  deleted: { deletedAt: new Date() },
}

async function setUp() {
  const app = await withPeople()
  const callers = new Map<Role, { browser: Browser; id: string }>()
  callers.set('admin', { browser: app.admin, id: app.adminId })
  for (const role of ['user', 'moderator', 'admin_ro'] as const) {
    const browser = app.browser()
    callers.set(role, { browser, id: (await browser.become({ role })).id })
  }
  return { ...app, callers }
}

test.each(Object.entries(acts))(
  '%s: each role on each role, as the table of permissions and rank say',
  async (path, { permission, on, input, action }) => {
    const { add, find, callers, database } = await setUp()
    for (const role of roles) {
      const { browser, id: actorId } = callers.get(role) as { browser: Browser; id: string }
      for (const subjectRole of roles) {
        const { id } = await add({ role: subjectRole, ...states[on] })
        const before = await find(id)
        const { status, error } = await browser.mutate(path, { id, ...input })
        const rows = (await readAudit(database.db)).filter(({ subject }) => subject === id)
        const label = `${role} on ${subjectRole}`
        if (hasPermission(role, permission) && outranks(role, subjectRole)) {
          expect([status, error], label).toEqual([200, undefined])
          const unchanged = action === 'user.setRole' && subjectRole === 'moderator'
          expect(
            rows.filter((row) => row.action !== 'audit.erase'),
            label,
          ).toMatchObject(unchanged ? [] : [{ action, actorId }])
          if (!unchanged) expect(await find(id), label).not.toEqual(before)
        } else {
          const reason = hasPermission(role, permission)
            ? { kind: 'rank' }
            : { kind: 'permission', permission }
          expect([status, error.data.reason], label).toEqual([403, reason])
          expect(await find(id), label).toEqual(before)
          expect(rows.filter((row) => row.action === action)).toEqual([])
        }
      }
    }
  },
)

test.each(Object.entries(acts))(
  '%s: not on oneself, not on nobody, not on what is no id',
  async (path, act) => {
    const { admin, adminId, find } = await withPeople()
    const before = await find(adminId)
    const self = await admin.mutate(path, { id: adminId, ...act.input })
    if (path === 'users.update') expect(self.status).toBe(200)
    else {
      expect([self.status, self.error.data.reason]).toEqual([403, { kind: 'self' }])
      expect(await find(adminId)).toEqual(before)
    }
    expect((await admin.mutate(path, { id: 'nobody', ...act.input })).status).toBe(404)
    const long = 'x'.repeat(1000_000)
    for (const id of [7, null, '', 'a\u0000b', "'; --", ['x'], { id: 'x' }, long]) {
      const { status, error } = await admin.mutate(path, { ...act.input, id })
      expect([status, Object.keys(error.data.fieldErrors ?? {})]).toEqual([400, ['id']])
    }
    expect((await admin.mutate(path, { id: 'nobody', ...act.input, more: 1 })).status).toBe(400)
  },
)

test.each(Object.entries(acts).filter(([path]) => path !== 'users.update' && path !== 'users.setRole'))(
  '%s: a second time there is nothing to do it to',
  async (path, { on, input }) => {
    const { admin, add } = await withPeople()
    const { id } = await add(states[on])
    expect((await admin.mutate(path, { id, ...input })).status).toBe(200)
    const again = await admin.mutate(path, { id, ...input })
    // The same ban again changes nothing; a purged user is not known any more.
    const expected = path === 'users.ban' ? 200 : path === 'users.purge' ? 404 : 409
    expect(again.status).toBe(expected)
    if (expected === 409) expect(again.error.data.reason).toMatchObject({ kind: 'status' })
  },
)

test.each(Object.entries(acts).filter(([, { on }]) => on !== 'deleted'))(
  '%s: a deleted user is to be restored first',
  async (path, { input, on }) => {
    const { admin, add, find } = await withPeople()
    const { id } = await add({ ...states[on], ...states.deleted })
    const before = await find(id)
    const { status, error } = await admin.mutate(path, { id, ...input })
    expect([status, error.data.reason]).toEqual([409, { kind: 'status', status: 'deleted' }])
    expect(await find(id)).toEqual(before)
  },
)

test.each(['users.setRole', 'users.purge'])('%s needs a fresh session', async (path) => {
  const { admin, add, find, database } = await withPeople()
  const { id } = await add(path === 'users.purge' ? states.deleted : {})
  await database.db.update(session).set({ confirmedAt: new Date(Date.now() - 11 * 60_000) })
  const { status, error } = await admin.mutate(path, { id, ...acts[path]?.input })
  expect([status, error.data.reason]).toEqual([403, { kind: 'confirm' }])
  expect(await find(id)).toMatchObject({ role: 'user' })
})

test.each([
  ['demoted', { role: 'user' as const }],
  ['banned', { bannedAt: new Date() }],
  ['deleted', { deletedAt: new Date() }],
])('who was %s a moment ago cannot act any more', async (_, change) => {
  const { add, find, database } = await withPeople()
  const { db } = database
  await add({ id: 'actor', role: 'moderator' })
  await add({ id: 'subject' })
  const ctx = await contextOf(db, 'actor')
  await db.update(user).set(change).where(eq(user.id, 'actor'))
  await expect(banUser(ctx, { id: 'subject', reason: 'Spam', until: null })).rejects.toMatchObject({
    code: 'FORBIDDEN',
    reason: { kind: 'permission', permission: 'users.moderate' },
  })
  expect((await find('subject'))?.bannedAt).toBeNull()
})
