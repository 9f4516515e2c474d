import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { auditEvent, userNote } from '#drizzle/schema/index.ts'
import type { UserNote } from '#shared/notes.ts'
import type { Page } from '#shared/pagination.ts'
import type { Role } from '#shared/roles/roles.ts'
import type { PersonExport, SecurityEventPage } from '#shared/security.ts'
import type { Browser } from '#test/app.ts'
import { withPeople } from '../users/people-fixture.ts'

async function withSomebody() {
  const app = await withPeople()
  const somebody = app.browser()
  const { id } = await somebody.become({ name: 'Ada' })
  const as = async (role: Role, name = 'Colleague') => {
    const caller = app.browser()
    return Object.assign(caller, await caller.become({ role, name }))
  }
  const add = async (caller: Browser, text = 'Called about the invoice.') =>
    (await caller.mutate<UserNote>('notes.add', { userId: id, text })).data
  const list = async (caller: Browser, input: object = {}) =>
    (await caller.query<Page<UserNote>>('notes.list', { userId: id, ...input })).data
  return { ...app, somebody, id, as, add, list }
}

test('a note is written, read newest first, changed and deleted by its author, and each is recorded', async () => {
  const { admin, adminId, id, add, list, audited } = await withSomebody()
  const first = await add(admin, ' One\r\ntwo ')
  expect(first).toEqual({
    id: expect.any(String),
    text: 'One\ntwo',
    author: { id: adminId, name: 'Admin' },
    createdAt: expect.any(String),
    editedAt: null,
  })
  const second = await add(admin, 'Three')
  const page = await list(admin, { limit: 1 })
  const rest = await list(admin, { limit: 1, cursor: page.nextCursor })
  expect([...page.items, ...rest.items].map(({ id }) => id).sort()).toEqual([first.id, second.id].sort())
  expect([page.total, rest.nextCursor]).toEqual([2, null])
  const edit = (text: string) => admin.mutate<UserNote>('notes.edit', { id: first.id, text })
  expect((await edit('Four')).data).toMatchObject({ text: 'Four', editedAt: expect.any(String) })
  // What it says already is no change.
  expect((await edit('Four')).status).toBe(200)
  expect((await admin.mutate('notes.remove', { id: first.id })).data).toEqual({ id: first.id })
  expect((await list(admin)).items.map(({ text }) => text)).toEqual(['Three'])
  expect(await audited()).toMatchObject([
    { action: 'note.add', subject: id, after: { note: first.id, text: 'One\ntwo' } },
    { action: 'note.add', after: { note: second.id, text: 'Three' } },
    { action: 'note.edit', before: { text: 'One\ntwo' }, after: { text: 'Four' } },
    { action: 'note.remove', before: { note: first.id, text: 'Four' } },
  ])
})

test('only its author changes a note; an admin deletes that of another, a moderator does not', async () => {
  const { admin, as, add, list } = await withSomebody()
  const [author, other] = [await as('moderator'), await as('moderator')]
  const note = await add(author)
  for (const caller of [other, admin]) {
    const { status, error } = await caller.mutate('notes.edit', { id: note.id, text: 'Mine now' })
    expect([status, error.data.reason]).toEqual([403, { kind: 'author' }])
  }
  expect((await other.mutate('notes.remove', { id: note.id })).error.data.reason).toEqual({ kind: 'author' })
  expect((await admin.mutate('notes.remove', { id: note.id })).status).toBe(200)
  for (const path of ['notes.edit', 'notes.remove'])
    expect(
      (await author.mutate(path, { id: note.id, ...(path === 'notes.edit' && { text: 'x' }) })).status,
    ).toBe(404)
  expect((await list(admin)).total).toBe(0)
})

test('who may open the console reads notes; only who outranks the user writes them', async () => {
  const { admin, adminId, somebody, id, as, add, list } = await withSomebody()
  await add(admin)
  const [reader, moderator] = [await as('admin_ro'), await as('moderator')]
  expect((await list(reader)).total).toBe(1)
  expect((await list(moderator)).total).toBe(1)
  expect((await somebody.query('notes.list', { userId: id })).status).toBe(403)
  const reasonOf = async (caller: Browser, userId: string) =>
    (await caller.mutate('notes.add', { userId, text: 'Text' })).error.data.reason?.kind
  expect(await reasonOf(reader, id)).toBe('permission')
  expect(await reasonOf(moderator, reader.id)).toBe('rank')
  expect(await reasonOf(moderator, moderator.id)).toBe('self')
  expect(await reasonOf(admin, adminId)).toBe('self')
  expect((await admin.mutate('notes.add', { userId: 'nobody', text: 'Text' })).status).toBe(404)
  for (const text of ['', ' \n ', 'a\u0000', 'a\u202eb', 'x'.repeat(2001), null])
    expect((await admin.mutate('notes.add', { userId: id, text })).status).toBe(400)
})

test('the person gets the notes with their data, without who wrote them, and does not see them else', async () => {
  const { admin, somebody, add } = await withSomebody()
  await add(admin, 'Was kind.')
  const { data } = await somebody.query<PersonExport>('users.exportMe')
  expect(data.notes).toEqual([
    { text: 'Was kind.', createdAt: expect.any(String), updatedAt: expect.any(String) },
  ])
  expect(JSON.stringify(data)).not.toContain('Admin')
  const events = await somebody.query<SecurityEventPage>('users.mySecurityEvents', {})
  expect(JSON.stringify(events.data)).not.toContain('note.')
})

test('erasing a person takes their notes, in the log too; those of an author who is erased stay', async () => {
  const { admin, db, id, as, add, list } = await withSomebody()
  const author = await as('moderator')
  await add(author, 'Says Ada lives in Turin.')
  const erase = async (userId: string) => {
    await admin.mutate('users.remove', { id: userId })
    // A deleted user has notes still.
    expect((await list(admin)).total).toBe(1)
    await admin.mutate('users.purge', { id: userId })
  }
  await erase(author.id)
  expect((await list(admin)).items).toMatchObject([{ author: null, text: 'Says Ada lives in Turin.' }])
  await erase(id)
  expect(await db.select().from(userNote)).toEqual([])
  const logged = await db.select().from(auditEvent).where(eq(auditEvent.subjectId, id))
  expect(logged.map(({ action }) => action)).toContain('note.add')
  expect(JSON.stringify(logged)).not.toContain('Turin')
})
