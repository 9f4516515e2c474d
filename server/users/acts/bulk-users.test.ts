import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session } from '#drizzle/schema/index.ts'
import type { BulkUserResult, BulkUsersInput } from '#shared/users.ts'
import { readAudit } from '#test/audit-log.ts'
import { withPeople } from '../people-fixture.ts'

async function setUp() {
  const app = await withPeople()
  const bulk = (input: BulkUsersInput) => app.admin.mutate<BulkUserResult[]>('users.bulk', input)
  return { ...app, bulk }
}

test('each user has an answer in the order of the ids; one bad one does not stop the rest', async () => {
  const { bulk, add, adminId, find, audited } = await setUp()
  const people = [
    await add(),
    await add({ deletedAt: new Date() }),
    await add(),
    await add({ role: 'admin' }),
  ]
  const [one, deleted, two, other] = people.map(({ id }) => id) as [string, string, string, string]
  const ids = [one, 'nobody', adminId, deleted, two, other]
  const { data } = await bulk({ action: 'ban', ids, reason: 'Spam', until: null })
  expect(data).toEqual([
    { id: one, ok: true },
    { id: 'nobody', ok: false, code: 'NOT_FOUND', message: expect.any(String), reason: null },
    { id: adminId, ok: false, code: 'FORBIDDEN', message: expect.any(String), reason: { kind: 'self' } },
    {
      id: deleted,
      ok: false,
      code: 'CONFLICT',
      message: expect.any(String),
      reason: { kind: 'status', status: 'deleted' },
    },
    { id: two, ok: true },
    { id: other, ok: true },
  ])
  expect((await find(two))?.bannedAt).toBeInstanceOf(Date)
  expect((await find(adminId))?.bannedAt).toBeNull()
  expect((await audited()).map(({ action, subject }) => [action, subject]).sort()).toEqual(
    [one, two, other].map((id) => ['user.ban', id]).sort(),
  )
})

test('every action does what its procedure does, and records it', async () => {
  const { bulk, add, adminId, find, audited, database } = await setUp()
  const { id } = await add()
  const expiresAt = new Date(Date.now() + 60_000)
  await database.db.insert(session).values({ id: 'open', token: 'open', userId: id, expiresAt })
  const steps: [BulkUsersInput, object][] = [
    [{ action: 'endSessions', ids: [id] }, {}],
    [{ action: 'setRole', ids: [id], role: 'moderator' }, { role: 'moderator' }],
    [{ action: 'ban', ids: [id], reason: 'Spam', until: null }, { banReason: 'Spam' }],
    [{ action: 'unban', ids: [id] }, { bannedAt: null }],
    [{ action: 'remove', ids: [id] }, { deletedAt: expect.any(Date) }],
    [{ action: 'restore', ids: [id] }, { deletedAt: null }],
  ]
  for (const [input, expected] of steps) {
    expect((await bulk(input)).data, input.action).toEqual([{ id, ok: true }])
    expect(await find(id), input.action).toMatchObject(expected)
  }
  expect(await database.db.$count(session, sql`${session.userId} = ${id}`)).toBe(0)
  const ended = (await readAudit(database.db)).find(({ action }) => action === 'session.end')
  expect(ended).toMatchObject({ actorId: adminId, subject: id, before: { all: 1 } })
  expect((await audited()).map(({ action }) => action)).toEqual([
    'user.setRole',
    'user.ban',
    'user.unban',
    'user.remove',
    'user.restore',
  ])
})

test('100 at once are done, more are refused, so is anything twice or of no kind', async () => {
  const { admin, bulk, add } = await setUp()
  const ids: string[] = []
  for (let count = 0; count < 101; count++) ids.push((await add()).id)
  const { data } = await bulk({ action: 'ban', ids: ids.slice(1), reason: 'Spam', until: null })
  expect(data.map(({ id }) => id)).toEqual(ids.slice(1))
  expect(data.every(({ ok }) => ok)).toBe(true)
  const [id = ''] = ids
  for (const bad of [
    { action: 'remove', ids },
    { action: 'remove', ids: [] },
    { action: 'remove', ids: [id, id] },
    { action: 'remove', ids: id },
    { action: 'remove', ids: ['a\u0000b'] },
    { action: 'remove', ids: [id], role: 'admin' },
    { action: 'purge', ids: [id] },
    { action: 'setRole', ids: [id] },
    { action: 'ban', ids: [id], reason: 'Spam' },
    { ids: [id] },
  ])
    expect((await admin.mutate('users.bulk', bad)).status, JSON.stringify(bad).slice(0, 80)).toBe(400)
})

test('roles in bulk need a fresh session, and nobody but an admin acts in bulk', async () => {
  const { bulk, add, find, browser, database } = await setUp()
  const { id } = await add()
  for (const role of ['user', 'moderator', 'admin_ro'] as const) {
    const caller = browser()
    await caller.become({ role })
    const { status, error } = await caller.mutate('users.bulk', { action: 'endSessions', ids: [id] })
    expect([status, error.data.reason]).toEqual([403, { kind: 'permission', permission: 'users.manage' }])
  }
  await database.db.update(session).set({ confirmedAt: new Date(Date.now() - 11 * 60_000) })
  const { status, error } = await bulk({ action: 'setRole', ids: [id], role: 'admin' })
  expect([status, error.data.reason]).toEqual([403, { kind: 'confirm' }])
  expect((await find(id))?.role).toBe('user')
})

test('what nobody foresaw is one user’s answer, says nothing, and is logged', async () => {
  const { bulk, add, database, logged } = await setUp()
  const [one, two] = [await add(), await add({ name: 'Unlucky' })]
  await database.db.execute(sql`
    create function fail_for_unlucky() returns trigger language plpgsql as $$
    begin if new.name = 'Unlucky' then raise exception 'a secret of the table'; end if; return new; end $$`)
  await database.db.execute(
    sql`create trigger fail_for_unlucky before update on "user" for each row execute function fail_for_unlucky()`,
  )
  try {
    const { data } = await bulk({ action: 'ban', ids: [two.id, one.id], reason: 'Spam', until: null })
    expect(data).toMatchObject([
      { ok: false, code: 'INTERNAL_SERVER_ERROR', message: 'Internal server error', reason: null },
      { ok: true },
    ])
    expect(logged.some((line) => line.includes('a secret of the table'))).toBe(true)
  } finally {
    await database.db.execute(sql`drop trigger fail_for_unlucky on "user"`)
    await database.db.execute(sql`drop function fail_for_unlucky()`)
  }
})
