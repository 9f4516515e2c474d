import { expect, test } from 'vitest'
import { savedView } from '#drizzle/schema/index.ts'
import type { PersonExport } from '#shared/security.ts'
import { maxViews, type SavedView } from '#shared/views.ts'
import type { Browser } from '#test/app.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'

const banned = { list: 'users', name: 'Banned', query: 'status=banned&sort=name' }
const create = (caller: Browser, input: object = banned) => caller.mutate<SavedView>('views.create', input)
const namesOf = async (caller: Browser, list = 'users') =>
  (await caller.query<SavedView[]>('views.list', { list })).data.map(({ name }) => name)

test('a view is kept for who made it, by name, changed and deleted, and each is recorded', async () => {
  const { admin, audited } = await createAppWithAdmin()
  const { data } = await create(admin)
  expect(data).toEqual({ id: expect.any(String), ...banned })
  await create(admin, { ...banned, name: 'all', query: '' })
  await create(admin, { ...banned, list: 'audit' })
  expect(await namesOf(admin)).toEqual(['all', 'Banned'])
  expect(await namesOf(admin, 'audit')).toEqual(['Banned'])
  const update = (change: object) => admin.mutate<SavedView>('views.update', { id: data.id, ...change })
  expect((await update({ name: 'Kept out' })).data).toEqual({ ...data, name: 'Kept out' })
  expect((await update({ query: 'status=banned' })).data).toMatchObject({ query: 'status=banned' })
  // What it is already is no change.
  expect((await update({ name: 'Kept out' })).status).toBe(200)
  expect((await admin.mutate('views.remove', { id: data.id })).data).toEqual({ id: data.id })
  expect(await namesOf(admin)).toEqual(['all'])
  expect((await audited()).filter(({ subject }) => subject === data.id)).toMatchObject([
    { action: 'view.create', after: { list: 'users', name: 'Banned' } },
    { action: 'view.update', before: { name: 'Banned' }, after: { name: 'Kept out' } },
    { action: 'view.update' },
    { action: 'view.remove', before: { list: 'users', name: 'Kept out' } },
  ])
})

test('nobody sees or touches the views of somebody else', async () => {
  const { admin, browser } = await createAppWithAdmin()
  const { data } = await create(admin)
  const other = browser()
  await other.become({ role: 'moderator' })
  expect(await namesOf(other)).toEqual([])
  expect((await other.mutate('views.update', { id: data.id, name: 'Mine' })).status).toBe(404)
  expect((await other.mutate('views.remove', { id: data.id })).status).toBe(404)
  // A name is taken for its owner only.
  expect((await create(other)).status).toBe(200)
  const stranger = browser()
  await stranger.become()
  for (const [path, input] of [
    ['create', banned],
    ['update', { id: data.id }],
    ['remove', { id: data.id }],
  ] as const) {
    const { status, error } = await stranger.mutate(`views.${path}`, input)
    expect([status, error.data.reason]).toEqual([403, { kind: 'permission', permission: 'console.open' }])
  }
  expect((await stranger.query('views.list', { list: 'users' })).status).toBe(403)
})

test('a name stands once in a list, and there are so many at most, also when saved at once', async () => {
  const { admin, adminId, database } = await createAppWithAdmin()
  const { data } = await create(admin)
  const taken = await create(admin)
  expect([taken.status, taken.error.data.fieldErrors]).toEqual([409, { name: [expect.any(String)] }])
  const second = await create(admin, { ...banned, name: 'Second' })
  const renamed = await admin.mutate('views.update', { id: second.data.id, name: data.name })
  expect([renamed.status, renamed.error.data.fieldErrors]).toEqual([409, { name: [expect.any(String)] }])
  await database.db.insert(savedView).values(
    Array.from({ length: maxViews.ofList - 3 }, (_, index) => ({
      id: `view-${index}`,
      userId: adminId,
      list: 'users',
      name: `View ${index}`,
      query: '',
    })),
  )
  const last = await Promise.all(['A', 'B', 'C'].map((name) => create(admin, { ...banned, name })))
  expect(last.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  expect((await create(admin, { ...banned, list: 'audit' })).status).toBe(200)
})

test('what is no view is refused, and who made views gets them with their data', async () => {
  const { admin } = await createAppWithAdmin()
  for (const bad of [
    { list: 'Users' },
    { list: '' },
    { name: '' },
    { name: 'x'.repeat(61) },
    { name: 'a\u202eb' },
    { query: 'x'.repeat(2001) },
    { query: 'a\u0000' },
    { userId: 'somebody' },
  ])
    expect((await create(admin, { ...banned, ...bad })).status, JSON.stringify(bad)).toBe(400)
  await create(admin)
  const { data } = await admin.query<PersonExport>('users.exportMe')
  expect(data.views).toEqual([banned])
})
