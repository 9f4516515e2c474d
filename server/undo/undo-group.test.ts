import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { auditEvent, session, user } from '#drizzle/schema/index.ts'
import type { AuditEvent, UndoGroupAnswer } from '#shared/audit/audit.ts'
import type { BulkUsersAnswer } from '#shared/bulk-users.ts'
import type { Page } from '#shared/pagination.ts'
import { auditKeys } from '#test/audit-log.ts'
import { verifyAudit } from '../audit/verify/verify-audit.ts'
import { withPeople } from '../users/people-fixture.ts'

async function setUp(people: number) {
  const app = await withPeople()
  const { admin } = app
  const ids: string[] = []
  for (let count = 0; count < people; count++) ids.push((await app.add({ name: `Person ${count}` })).id)
  const group = async (act: object) => {
    const first = await admin.mutate<BulkUsersAnswer>('users.bulk', {
      ...act,
      ids: ids.slice(0, 100),
      people,
    })
    const { groupId } = first.data
    if (people > 100) await admin.mutate('users.bulk', { ...act, ids: ids.slice(100), groupId })
    return groupId ?? 'none'
  }
  const undo = (input: object) => admin.mutate<UndoGroupAnswer>('audit.undoGroup', input)
  const event = async (id: string) => (await admin.query<AuditEvent>('audit.get', { id })).data
  const lines = async () =>
    (await admin.query<Page<AuditEvent>>('audit.list', { grouped: true, entity: 'user' })).data.items
  return { ...app, ids, group, undo, event, lines }
}

const ban = { action: 'ban', reason: 'Spam', until: null }
const live = sql`${user.bannedAt} is null`

test('an act on many is taken back at once, a hundred a call, and both are one line of the log', async () => {
  const { db, group, undo, event, admin, adminId } = await setUp(120)
  const id = await group(ban)
  const first = await undo({ id })
  expect(first.data.results).toHaveLength(100)
  expect(first.data.results[0]).toMatchObject({ ok: true, changed: true, name: 'Person 0' })
  expect((await event(id)).group).toEqual({ acts: 120, undone: 100 })
  const { run, after } = first.data
  const second = await undo({ id, run, after })
  expect([second.data.run, second.data.results.length, second.data.after]).toEqual([run, 20, null])
  expect(await db.$count(user, live)).toBe(121)
  expect(await event(id)).toMatchObject({ undoneBy: run, group: { acts: 120, undone: 120 } })
  expect(await event(run)).toMatchObject({
    action: 'audit.undo',
    actor: { id: adminId },
    subject: { id },
    group: { acts: 120 },
  })
  const listed = await admin.query<Page<AuditEvent>>('audit.list', { grouped: true, actorId: adminId })
  const acts = listed.data.items.filter(({ action }) => action === 'audit.undo' || action.startsWith('user.'))
  expect(acts.map((row) => row.id).slice(0, 2)).toEqual([run, id])
  expect((await undo({ id })).status).toBe(409)
})

test('what cannot be undone is that one’s result, and a later run tries what is left', async () => {
  const { admin, add, ids, find, group, undo, event } = await setUp(3)
  const [one = '', two = '', three = ''] = ids
  const id = await group({ action: 'remove' })
  const removed = await find(two)
  const taker = await add({ email: removed?.deletedEmail ?? '' })
  await admin.mutate('users.restore', { id: three })
  await admin.mutate('users.remove', { id: three })
  const { data } = await undo({ id })
  expect(data.results).toMatchObject([
    { name: 'Person 0', ok: true },
    { name: 'Person 1', ok: false, code: 'CONFLICT', reason: { kind: 'email-taken' } },
    { name: 'Person 2', ok: false, code: 'CONFLICT', reason: { kind: 'changed-since' } },
  ])
  expect((await find(one))?.deletedAt).toBeNull()
  expect((await find(two))?.deletedAt).toBeInstanceOf(Date)
  await admin.mutate('users.setEmail', { id: taker.id, email: 'elsewhere@example.com', verified: false })
  const again = await undo({ id })
  expect(again.data.results.map(({ ok }) => ok)).toEqual([true, false])
  expect(again.data.run).not.toBe(data.run)
  expect((await event(id)).group).toEqual({ acts: 3, undone: 2 })
})

test('it needs what the act needed: the permission, a fresh session for roles, a run of one’s own', async () => {
  const { browser, db, ids, group, undo, find } = await setUp(2)
  const id = await group({ action: 'setRole', role: 'moderator' })
  const { run } = (await undo({ id })).data
  expect((await find(ids[0] ?? ''))?.role).toBe('user')
  for (const role of ['user', 'moderator', 'admin_ro'] as const) {
    const caller = browser()
    await caller.become({ role })
    const { status, error } = await caller.mutate('audit.undoGroup', { id })
    expect([status, error.data.reason?.kind]).toEqual([403, 'permission'])
  }
  const other = browser()
  await other.become({ role: 'admin' })
  expect((await other.mutate('audit.undoGroup', { id, run })).status).toBe(404)
  await db.update(session).set({ confirmedAt: new Date(Date.now() - 11 * 60_000) })
  expect((await undo({ id })).error.data.reason).toEqual({ kind: 'confirm' })
})

test('a row that stands for no act on many, or for one without an inverse, is refused', async () => {
  const { admin, ids, group, undo } = await setUp(2)
  expect((await undo({ id: 'nothing' })).status).toBe(404)
  const single = await admin.mutate<{ auditId: string }>('users.update', { id: ids[0], name: 'Other' })
  expect((await undo({ id: single.data.auditId })).status).toBe(404)
  expect((await undo({ id: await group({ action: 'endSessions' }) })).status).toBe(400)
})

test('who takes a row out of its group, or puts one in, alters the log', async () => {
  const { admin, db, ids, group } = await setUp(2)
  const id = await group(ban)
  const single = await admin.mutate<{ auditId: string }>('users.update', { id: ids[0], name: 'Other' })
  const verify = () => verifyAudit({ db, audit: auditKeys })
  expect((await verify()).problem).toBeNull()
  const move = (row: string, groupId: string | null) =>
    db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`)
      await tx.update(auditEvent).set({ groupId }).where(eq(auditEvent.id, row))
    })
  const [member] = await db.select().from(auditEvent).where(eq(auditEvent.groupId, id))
  await move(member?.id ?? '', null)
  expect((await verify()).problem).toMatchObject({ kind: 'altered', id: member?.id })
  await move(member?.id ?? '', id)
  await move(single.data.auditId, id)
  expect((await verify()).problem).toMatchObject({ kind: 'altered', id: single.data.auditId })
})
