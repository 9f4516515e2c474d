import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { auditEvent, feedback } from '#drizzle/schema/index.ts'
import type { UndoGroupAnswer } from '#shared/audit/audit.ts'
import type { SetManyFeedbackAnswer } from '#shared/feedback.ts'
import type { PersonExport, SecurityEventPage } from '#shared/security.ts'
import { withFeedback } from './feedback-fixture.ts'

test('the list is filtered by state, stars, person, day and text, newest first, page by page', async () => {
  const { db, ada, as, sent, list, set } = await withFeedback()
  const bob = await as('user', 'Bob 100%')
  const ids = [
    await sent({ content: 'First, 50% off', rating: 1 }),
    await sent({ content: 'Second', page: '/account/credits' }),
    await sent({ content: 'Third', rating: 5 }, bob),
  ]
  for (const [index, id] of ids.entries()) {
    const createdAt = new Date(Date.UTC(2026, 0, 1 + index))
    await db
      .update(feedback)
      .set({ createdAt })
      .where(eq(feedback.id, id ?? ''))
  }
  const [first, second, third] = ids
  await set({ id: second, status: 'done', note: 'Told them how.' })
  const found = async (filter: object) => (await list(filter)).items.map(({ id }) => id)
  expect(await found({})).toEqual([third, second, first])
  expect(await found({ status: 'new' })).toEqual([third, first])
  expect(await found({ rating: 5 })).toEqual([third])
  expect(await found({ userId: ada.id })).toEqual([second, first])
  expect(await found({ from: '2026-01-02T00:00:00.000Z', to: '2026-01-03T00:00:00.000Z' })).toEqual([second])
  expect(await found({ search: '50%' })).toEqual([first])
  expect(await found({ search: 'BOB 100%' })).toEqual([third])
  expect(await found({ search: 'told them' })).toEqual([second])
  expect(await found({ search: '/account' })).toEqual([second])
  const page = await list({ limit: 2 })
  const rest = await list({ limit: 2, cursor: page.nextCursor })
  expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual([third, second, first])
  expect([page.total, rest.total, rest.nextCursor]).toEqual([3, 3, null])
})

test('state and note are set, recorded with the sender’s name, and taken back as long as nothing has changed', async () => {
  const { admin, adminId, sent, set, list, audited } = await withFeedback()
  const id = await sent()
  const opened = await set({ id, status: 'open', note: ' Asked\r\nthem ' })
  expect(opened.data).toMatchObject({
    status: 'open',
    note: 'Asked\nthem',
    decidedBy: { id: adminId, name: 'Admin' },
    auditId: expect.any(String),
  })
  // What it is already is no change.
  expect((await set({ id, status: 'open' })).data.auditId).toBeNull()
  const done = await set({ id, status: 'done' })
  expect(done.data).toMatchObject({ status: 'done', note: 'Asked\nthem' })
  expect(await audited()).toMatchObject([
    {
      action: 'feedback.set',
      subjectType: 'feedback',
      subject: id,
      before: { status: 'new', note: null },
      after: { status: 'open', note: 'Asked\nthem' },
    },
    { action: 'feedback.set', before: { status: 'open' }, after: { status: 'done' } },
  ])
  const undo = (auditId: string | null) => admin.mutate('audit.undo', { id: auditId })
  const late = await undo(opened.data.auditId)
  expect([late.status, late.error.data.reason]).toEqual([409, { kind: 'changed-since', fields: ['status'] }])
  expect((await undo(done.data.auditId)).status).toBe(200)
  expect((await undo(opened.data.auditId)).status).toBe(200)
  expect((await list()).items[0]).toMatchObject({ status: 'new', note: null })
  for (const [field, value] of [
    ['status', 'closed'],
    ['note', 'x'.repeat(501)],
    ['note', 'a\u0007'],
    ['note', ''],
  ] as const) {
    const { status, error } = await set({ id, [field]: value })
    expect([status, Object.keys(error.data.fieldErrors ?? {})]).toEqual([400, [field]])
  }
  expect((await set({ id: 'none', status: 'done' })).status).toBe(404)
})

test('moderators read and decide without addresses, read-only admins read, users neither', async () => {
  const { ada, as, admin, sent, list, set } = await withFeedback()
  const id = await sent()
  const [moderator, reader] = [await as('moderator'), await as('admin_ro')]
  expect((await list({}, moderator)).items[0]?.user?.email).toMatch(/^.•••@e•••\.com$/)
  expect((await list({ search: ada.email }, moderator)).total).toBe(0)
  expect((await list({}, reader)).items[0]?.user?.email).toBe(ada.email)
  const decided = await set({ id, status: 'spam' }, moderator)
  expect(decided.data.user?.email).toMatch(/•••/)
  expect((await moderator.mutate('audit.undo', { id: decided.data.auditId })).status).toBe(200)
  const refused = async (call: Promise<{ status: number; error: { data: { reason: unknown } } }>) => {
    const { status, error } = await call
    return [status, error.data.reason]
  }
  expect(await refused(set({ id, status: 'done' }, reader))).toEqual([
    403,
    { kind: 'permission', permission: 'feedback.manage' },
  ])
  expect(await refused(ada.query('feedback.list', {}))).toEqual([
    403,
    { kind: 'permission', permission: 'feedback.read' },
  ])
  expect((await moderator.subscribe('feedback.export', {})).error.data.reason).toEqual({
    kind: 'permission',
    permission: 'export',
  })
  expect((await admin.query('feedback.list', {})).status).toBe(200)
})

test('many are marked at once, each with its answer, and taken back together by who may', async () => {
  const { as, sent, list } = await withFeedback()
  const [moderator, reader] = [await as('moderator'), await as('admin_ro')]
  const ids = [await sent(), await sent(), await sent()]
  const mark = (input: object) =>
    moderator.mutate<SetManyFeedbackAnswer>('feedback.setMany', { status: 'spam', ...input })
  const first = await mark({ ids: [ids[0], 'none'], amount: 4 })
  const { groupId } = first.data
  expect(first.data.results).toMatchObject([
    { id: ids[0], ok: true, changed: true },
    { id: 'none', ok: false, code: 'NOT_FOUND' },
  ])
  expect((await mark({ ids: ids.slice(1), groupId })).data).toMatchObject({ groupId })
  expect((await list({ status: 'spam' })).total).toBe(3)
  expect((await mark({ ids: [ids[0]] })).data).toEqual({
    groupId: null,
    results: [{ id: ids[0], ok: true, changed: false }],
  })
  expect((await mark({ ids, groupId: 'none' })).status).toBe(404)
  expect((await mark({ ids: [ids[0], ids[0]] })).status).toBe(400)
  expect((await reader.mutate('audit.undoGroup', { id: groupId })).error.data.reason).toEqual({
    kind: 'permission',
    permission: 'feedback.manage',
  })
  const undone = await moderator.mutate<UndoGroupAnswer>('audit.undoGroup', { id: groupId })
  expect(undone.data.results).toMatchObject(ids.map(() => ({ ok: true, changed: true, name: 'Ada' })))
  expect((await list({ status: 'new' })).total).toBe(3)
})

test('a moderator does not take back an act on many users', async () => {
  const { admin, as, add } = await withFeedback()
  const people = [await add(), await add()]
  const act = { action: 'ban', reason: 'Spam', until: null, ids: people.map(({ id }) => id) }
  const { data } = await admin.mutate<{ groupId: string }>('users.bulk', act)
  const refused = await (await as('moderator')).mutate('audit.undoGroup', { id: data.groupId })
  expect([refused.status, refused.error.data.reason]).toEqual([
    403,
    { kind: 'permission', permission: 'users.manage' },
  ])
})

test('people get their own feedback with their data, and do not see what was decided else', async () => {
  const { ada, as, sent, set } = await withFeedback()
  const id = await sent({ rating: 2, page: '/dashboard' })
  await sent({ content: 'Of somebody else.' }, await as('user'))
  await set({ id, status: 'done', note: 'Was kind.' })
  const { data } = await ada.query<PersonExport>('users.exportMe')
  expect(data.feedback).toEqual([
    {
      content: 'The list is slow.',
      rating: 2,
      page: '/dashboard',
      status: 'done',
      note: 'Was kind.',
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    },
  ])
  expect(JSON.stringify(data)).not.toContain('Admin')
  const events = await ada.query<SecurityEventPage>('users.mySecurityEvents', {})
  expect(JSON.stringify(events.data)).not.toContain('feedback')
})

test('who is erased takes along what they wrote, in the log too; that there was something stays', async () => {
  const { admin, db, ada, sent, list, set } = await withFeedback()
  const waiting = await sent({ content: 'I live in Turin.', rating: 3, page: '/dashboard' })
  const spam = await sent({ content: 'Turin, Turin.' })
  const { data: decided } = await set({ id: spam, status: 'spam', note: 'From Turin.' })
  await admin.mutate('users.remove', { id: ada.id })
  expect((await list()).items[0]?.user?.email).toBe(ada.email)
  await admin.mutate('users.purge', { id: ada.id })
  const { items } = await list()
  const erased = { content: null, page: null, note: null, user: null }
  expect(items.find(({ id }) => id === waiting)).toMatchObject({ ...erased, rating: 3, status: 'done' })
  expect(items.find(({ id }) => id === spam)).toMatchObject({ ...erased, status: 'spam' })
  const logged = await db.select().from(auditEvent)
  expect(logged.map(({ action }) => action)).toContain('feedback.set')
  expect(JSON.stringify([logged, await db.select().from(feedback)])).not.toContain('Turin')
  expect((await set({ id: waiting, status: 'open' })).status).toBe(409)
  expect((await admin.mutate('audit.undo', { id: decided.auditId })).status).toBe(409)
})

test('who decided is nobody once they were erased; what they decided stays', async () => {
  const { admin, as, sent, list, set } = await withFeedback()
  const moderator = await as('moderator')
  await set({ id: await sent(), status: 'open', note: 'Asked.' }, moderator)
  await admin.mutate('users.remove', { id: moderator.id })
  await admin.mutate('users.purge', { id: moderator.id })
  expect((await list()).items[0]).toMatchObject({
    status: 'open',
    note: 'Asked.',
    content: 'The list is slow.',
    decidedBy: null,
  })
})
