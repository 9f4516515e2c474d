import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import type { Page } from '#shared/pagination.ts'
import type { ListUsersInput, UserDetail, UserSummary } from '#shared/users.ts'
import { createTestApp } from '#test/app.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute))

test('who never called was never active: in the list, on the page, and in the file', async () => {
  const { app, browser, database } = await createTestApp()
  const admin = browser()
  await admin.become({ role: 'admin', name: 'Zoe', email: 'zoe@example.com' })
  await database.db.insert(user).values({ id: 'ada', name: 'Ada', email: 'ada@example.com' })
  const read = async () => {
    const { items } = (await admin.query<Page<UserSummary>>('users.list', { search: 'ada@' })).data
    const { lastActiveAt } = (await admin.query<UserDetail>('users.get', { id: 'ada' })).data
    const file = (await admin.get(`/trpc/users.export?input=${encodeURIComponent('{"search":"ada@"}')}`)).body
    const [line] = file.match(/\\"Ada\\".*?\\r\\n/) ?? []
    return [items[0]?.lastActiveAt, lastActiveAt, line?.split(',').at(-2)]
  }
  expect(await read()).toEqual([null, null, '\\"\\"'])
  await app.close()
  const rows = await database.db
    .select({ name: user.name, at: user.lastActiveAt })
    .from(user)
    .orderBy(user.name)
  expect(rows).toEqual([
    { name: 'Ada', at: null },
    { name: 'Zoe', at: expect.any(Date) },
  ])
})

test('never is longer ago than any time, in either direction, from page to page', async () => {
  const { browser, database } = await createTestApp()
  const admin = browser()
  await admin.become({ role: 'admin', email: 'zoe@example.com' })
  await database.db.insert(user).values(
    [at(2), undefined, at(1), undefined, undefined].map((lastActiveAt, index) => ({
      id: `id-${index}`,
      name: `Name ${index}`,
      email: `mail${index}@example.com`,
      lastActiveAt,
    })),
  )
  const read = async (input: Partial<ListUsersInput>) => {
    const ids: string[] = []
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = { sort: 'lastActiveAt', search: 'mail', limit: 2, cursor, ...input }
      const { data } = await admin.query<Page<UserSummary>>('users.list', page)
      ids.push(...data.items.map(({ id }) => id))
      cursor = data.nextCursor ?? undefined
    }
    return ids
  }
  const newestFirst = ['id-0', 'id-2', 'id-4', 'id-3', 'id-1']
  expect(await read({ direction: 'desc' })).toEqual(newestFirst)
  expect(await read({ direction: 'asc' })).toEqual(newestFirst.toReversed())
})

test('the migration takes the time from those only who never called', async () => {
  const { database } = await createTestApp()
  const person = (id: string) => ({ id, name: id, email: `${id}@example.com`, createdAt: at(0) })
  await database.db.insert(user).values([
    { ...person('never'), lastActiveAt: new Date(at(0).getTime() + 20) },
    { ...person('at-once'), lastActiveAt: at(0), activeOn: '2026-01-01' },
    { ...person('later'), lastActiveAt: at(5) },
  ])
  const file = new URL('../../../drizzle/migrations/0011_last-active-of-nobody.sql', import.meta.url)
  await database.db.execute(sql.raw(readFileSync(file, 'utf8')))
  const rows = await database.db.select({ id: user.id, at: user.lastActiveAt }).from(user).orderBy(user.id)
  expect(rows.map(({ id, at }) => [id, at])).toEqual([
    ['at-once', at(0)],
    ['later', at(5)],
    ['never', null],
  ])
})
