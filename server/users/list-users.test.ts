import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import type { Page } from '#shared/pagination.ts'
import type { Role } from '#shared/roles.ts'
import type { ListUsersInput, UserDetail, UserSummary } from '#shared/users.ts'
import { createTestApp, password } from '#test/app.ts'

async function withUsers(role: Role, people: Partial<typeof user.$inferInsert>[]) {
  const { browser, database } = await createTestApp()
  const admin = browser()
  const { id } = await admin.register({ role, name: 'Zoe Admin', email: 'zoe@example.com' })
  await database.db.insert(user).values(
    people.map((person, index) => ({
      id: `id-${index}`,
      name: `Name ${index}`,
      email: `mail${index}@example.com`,
      createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, 0, index)),
      ...person,
    })),
  )
  const list = (input: Partial<ListUsersInput> = {}) => admin.query<Page<UserSummary>>('users.list', input)
  const names = async (input: Partial<ListUsersInput>) =>
    (await list(input)).data.items.map(({ name }) => name)
  return { admin, database, id, list, names }
}

test('pages follow each other without gaps or repeats, in each order, among equals too', async () => {
  const same = new Date('2026-01-01T00:00:00.500Z')
  const people = Array.from({ length: 25 }, (_, index) => ({
    name: `N${index % 3}`,
    createdAt: index % 2 ? same : undefined,
  }))
  const { list } = await withUsers('admin', people)
  for (const sort of ['createdAt', 'name', 'email'] as const) {
    for (const direction of ['asc', 'desc'] as const) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const { data } = await list({ sort, direction, cursor, limit: 4 })
        expect(data.total).toBe(26)
        seen.push(...data.items.map(({ id }) => id))
        cursor = data.nextCursor ?? undefined
      } while (cursor)
      expect(new Set(seen).size).toBe(26)
      const all = (await list({ sort, direction, limit: 100 })).data.items.map(({ id }) => id)
      expect(seen).toEqual(all)
    }
  }
})

test('search looks in name, e-mail and id, and takes wildcards as letters', async () => {
  const { names } = await withUsers('admin', [
    { name: 'Ada Lovelace' },
    { name: '100%' },
    { email: 'under_score@example.com' },
  ])
  expect(await names({ search: 'LOVE' })).toEqual(['Ada Lovelace'])
  expect(await names({ search: '%' })).toEqual(['100%'])
  expect(await names({ search: 'r_s' })).toEqual(['Name 2'])
  expect(await names({ search: 'id-0' })).toEqual(['Ada Lovelace'])
  expect(await names({ search: '\\' })).toEqual([])
})

test('filters by role and status; deleted users are shown only when asked for', async () => {
  const now = new Date()
  const { names } = await withUsers('admin', [
    { name: 'Moderator', role: 'moderator' },
    { name: 'Banned', bannedAt: now },
    { name: 'Ban over', bannedAt: now, bannedUntil: new Date(now.getTime() - 1000) },
    { name: 'Deleted', deletedAt: now, email: 'deleted:id-3', deletedEmail: 'was@example.com' },
  ])
  expect(await names({ role: 'moderator' })).toEqual(['Moderator'])
  expect(await names({ status: 'banned' })).toEqual(['Banned'])
  expect(await names({ status: 'deleted' })).toEqual(['Deleted'])
  expect((await names({ status: 'active' })).sort()).toEqual(['Ban over', 'Moderator', 'Zoe Admin'])
  expect((await names({})).sort()).toEqual(['Ban over', 'Banned', 'Moderator', 'Zoe Admin'])
})

test('a deleted user is listed and found by the address they had', async () => {
  const { list } = await withUsers('admin', [
    { deletedAt: new Date(), email: 'deleted:id-0', deletedEmail: 'was@example.com' },
  ])
  const { data } = await list({ status: 'deleted', search: 'was@' })
  expect(data.items).toMatchObject([{ email: 'was@example.com', status: 'deleted' }])
})

test('a moderator sees masked addresses and cannot find them out by search or sort', async () => {
  const { list, admin } = await withUsers('moderator', [{ name: 'Ada', email: 'secret.ada@example.com' }])
  expect((await list({ search: 'Ada' })).data.items).toMatchObject([{ email: 's•••@e•••.com' }])
  expect((await list({ search: 'secret' })).data.total).toBe(0)
  expect((await list({ search: 'secret.ada@example.co' })).data.total).toBe(0)
  expect((await list({ search: 'Secret.Ada@example.com' })).data.total).toBe(1)
  expect((await list({ sort: 'email' })).error.data.reason).toEqual({
    kind: 'permission',
    permission: 'users.readEmail',
  })
  expect((await admin.query<UserDetail>('users.get', { id: 'id-0' })).data.email).toBe('s•••@e•••.com')
  const { data } = await list({ limit: 1 })
  expect(atob(data.nextCursor ?? '')).not.toContain('@')
})

test('get tells how somebody signs in, and nothing secret; an unknown id is not found', async () => {
  const { admin, id, database } = await withUsers('admin', [{}])
  const { data } = await admin.query<UserDetail>('users.get', { id })
  expect(data).toMatchObject({ id, role: 'admin', providers: ['credential'], sessionCount: 1 })
  const [stored] = await database.db.query.account.findMany({ where: (table) => eq(table.userId, id) })
  expect(JSON.stringify(data)).not.toContain(stored?.password)
  expect(JSON.stringify(data)).not.toContain(password)
  expect((await admin.query('users.get', { id: 'nobody' })).status).toBe(404)
})
