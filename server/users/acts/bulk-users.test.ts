import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session, user } from '#drizzle/schema/index.ts'
import type { AuditEvent } from '#shared/audit/audit.ts'
import type { BulkPlan } from '#shared/bulk-plan.ts'
import type { BulkUsersAnswer } from '#shared/bulk-users.ts'
import type { Page } from '#shared/pagination.ts'
import { readAudit } from '#test/audit-log.ts'
import { withPeople } from '../people-fixture.ts'

async function setUp() {
  const app = await withPeople()
  const bulk = (input: object) => app.admin.mutate<BulkUsersAnswer>('users.bulk', input)
  const listed = async (filter: object) =>
    (await app.admin.query<Page<AuditEvent>>('audit.list', { limit: 100, ...filter })).data.items
  return { ...app, bulk, listed }
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
  expect(data.results).toEqual([
    { id: one, ok: true, changed: true },
    { id: 'nobody', ok: false, code: 'NOT_FOUND', message: expect.any(String), reason: null },
    { id: adminId, ok: false, code: 'FORBIDDEN', message: expect.any(String), reason: { kind: 'self' } },
    {
      id: deleted,
      ok: false,
      code: 'CONFLICT',
      message: expect.any(String),
      reason: { kind: 'status', status: 'deleted' },
    },
    { id: two, ok: true, changed: true },
    { id: other, ok: true, changed: true },
  ])
  expect((await find(two))?.bannedAt).toBeInstanceOf(Date)
  expect((await find(adminId))?.bannedAt).toBeNull()
  expect((await audited()).map(({ action, subject }) => [action, subject]).sort()).toEqual(
    [...[one, two, other].map((id) => ['user.ban', id]), ['user.bulk', 'users.bulk']].sort(),
  )
})

test('every action does what its procedure does, and records it', async () => {
  const { bulk, add, adminId, find, audited, database } = await setUp()
  const { id } = await add()
  const expiresAt = new Date(Date.now() + 60_000)
  await database.db.insert(session).values({ id: 'open', token: 'open', userId: id, expiresAt })
  const steps: [input: { action: string; [field: string]: unknown }, left: object][] = [
    [{ action: 'endSessions', ids: [id] }, {}],
    [{ action: 'setRole', ids: [id], role: 'moderator' }, { role: 'moderator' }],
    [{ action: 'ban', ids: [id], reason: 'Spam', until: null }, { banReason: 'Spam' }],
    [{ action: 'unban', ids: [id] }, { bannedAt: null }],
    [{ action: 'remove', ids: [id] }, { deletedAt: expect.any(Date) }],
    [{ action: 'restore', ids: [id] }, { deletedAt: null }],
  ]
  for (const [input, expected] of steps) {
    const expectedAnswer = { groupId: null, results: [{ id, ok: true, changed: true }] }
    expect((await bulk(input)).data, input.action).toEqual(expectedAnswer)
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
  expect(data.results.map(({ id }) => id)).toEqual(ids.slice(1))
  expect(data.results.every(({ ok }) => ok)).toBe(true)
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
    { action: 'remove', ids: [id], people: 10_001 },
    { action: 'remove', ids: [id], filter: { search: 'x', name: 'y' } },
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
    expect(data.results).toMatchObject([
      { ok: false, code: 'INTERNAL_SERVER_ERROR', message: 'Internal server error', reason: null },
      { ok: true },
    ])
    expect(logged.some((line) => line.includes('a secret of the table'))).toBe(true)
  } finally {
    await database.db.execute(sql`drop trigger fail_for_unlucky on "user"`)
    await database.db.execute(sql`drop function fail_for_unlucky()`)
  }
})

test('several calls are one act in the log, which stands for them; nobody goes on with one that is not theirs', async () => {
  const { bulk, add, adminId, browser, listed } = await setUp()
  const ids = [(await add()).id, (await add()).id, (await add()).id]
  const [first = '', ...rest] = ids
  const act = { action: 'ban', reason: 'Spam', until: null, people: 3 }
  const { groupId } = (await bulk({ ...act, ids: [first] })).data
  expect((await bulk({ ...act, ids: rest, groupId })).data.groupId).toBe(groupId)
  const [head, ...others] = (await listed({ grouped: true })).filter(({ action }) =>
    action.startsWith('user.b'),
  )
  expect(others).toEqual([])
  expect(head).toMatchObject({
    id: groupId,
    action: 'user.bulk',
    actor: { id: adminId },
    after: { action: 'user.ban', people: 3, until: null },
    group: { acts: 3, undone: 0 },
    groupId: null,
    undoneBy: null,
  })
  const members = await listed({ groupId })
  expect(members.map(({ subject }) => subject.id).sort()).toEqual([...ids].sort())
  expect(members.every((row) => row.action === 'user.ban' && row.groupId === groupId)).toBe(true)

  const other = browser()
  await other.become({ role: 'admin' })
  const goOn = { action: 'unban', ids: [first], groupId }
  expect((await other.mutate('users.bulk', { ...act, ids: [first], groupId })).status).toBe(404)
  expect((await bulk(goOn)).status).toBe(404)
  expect((await bulk({ ...goOn, groupId: members[0]?.id })).status).toBe(404)
})

test('who is banned already keeps that ban, unless another is wanted', async () => {
  const { bulk, add, find } = await setUp()
  const bannedUntil = new Date('2999-01-01T00:00:00.000Z')
  const held = await add({ bannedAt: new Date(), bannedUntil, banReason: 'First' })
  const free = await add()
  const ids = [held.id, free.id]
  const act = { action: 'ban', ids, reason: 'Second', until: null }
  expect((await bulk(act)).data.results).toMatchObject([
    { id: held.id, ok: false, code: 'CONFLICT', reason: { kind: 'status', status: 'banned' } },
    { id: free.id, ok: true, changed: true },
  ])
  expect(await find(held.id)).toMatchObject({ banReason: 'First', bannedUntil })
  expect((await bulk({ ...act, overBans: true })).data.results).toEqual([
    { id: held.id, ok: true, changed: true },
    { id: free.id, ok: true, changed: false },
  ])
  expect(await find(held.id)).toMatchObject({ banReason: 'Second', bannedUntil: null })
})

test('a filter is counted on the server, and who does not match any more when it is done is left alone', async () => {
  const { admin, adminId, bulk, add, db, find, listed } = await setUp()
  const people = [
    await add({ name: 'Match A', pendingSince: new Date() }),
    await add({ name: 'Match B' }),
    await add({ name: 'Match C', bannedAt: new Date(), banReason: 'First' }),
  ]
  await add({ name: 'Match D', deletedAt: new Date() })
  await db.update(user).set({ name: 'Match me' }).where(eq(user.id, adminId))
  const filter = { search: 'match' }
  const plan = async (action: string, wanted: object = filter) =>
    (await admin.query<BulkPlan>('users.planBulk', { action, filter: wanted })).data
  const [pending, active, banned] = people.map(({ id, name }) => ({ id, name }))
  expect(await plan('ban')).toEqual({
    people: [pending, active],
    banned: [banned],
    oneself: true,
    others: 0,
  })
  expect(await plan('unban')).toEqual({ people: [banned], banned: [], oneself: true, others: 2 })
  expect(await plan('restore', { ...filter, status: 'deleted' })).toMatchObject({ oneself: false, others: 0 })

  const waiting = { ...filter, status: 'pending' }
  expect((await plan('remove', waiting)).people).toEqual([pending])
  await admin.mutate('users.approve', { id: pending?.id })
  const ids = [pending?.id, active?.id]
  const { data } = await bulk({ action: 'remove', ids, filter: { search: 'match', verified: false } })
  expect(data.results.map(({ ok }) => ok)).toEqual([true, true])
  await admin.mutate('users.restore', { id: pending?.id })
  const late = await bulk({ action: 'remove', ids: [pending?.id], people: 2, filter: waiting })
  expect(late.data.results).toMatchObject([{ ok: false, reason: { kind: 'unmatched' } }])
  expect(await find(pending?.id ?? '')).toMatchObject({ deletedAt: null })
  expect((await listed({ actions: ['user.bulk'] }))[0]).toMatchObject({
    after: { action: 'user.remove', people: 2, filter: waiting },
    group: { acts: 0, undone: 0 },
  })
})
