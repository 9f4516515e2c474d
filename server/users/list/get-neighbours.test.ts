import { expect, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import type { UserNeighbours, UserNeighboursInput } from '#shared/users.ts'
import { createTestApp } from '#test/app.ts'

async function withPeople() {
  const { browser, database } = await createTestApp()
  const admin = browser()
  await admin.become({ role: 'admin', name: 'Zoe', email: 'zoe@example.com' })
  await database.db.insert(user).values(
    ['a', 'b', 'c', 'd'].map((id, index) => ({
      id,
      name: `Name ${id}`,
      email: `${id}@mail.example`,
      // Two are of one moment.
      createdAt: new Date(Date.UTC(2026, 0, 1 + Math.floor(index / 2))),
      emailVerified: id !== 'c',
    })),
  )
  const beside = async (input: Partial<UserNeighboursInput>) => {
    const { data } = await admin.query<UserNeighbours>('users.neighbours', { sort: 'createdAt', ...input })
    return [data.previous?.id ?? null, data.next?.id ?? null]
  }
  return { admin, browser, beside }
}

test('before and behind a user stands who does in the list, to its ends', async () => {
  const { beside } = await withPeople()
  const list = { search: 'Name', direction: 'asc' } as const
  expect(await beside({ id: 'a', ...list })).toEqual([null, 'b'])
  expect(await beside({ id: 'b', ...list })).toEqual(['a', 'c'])
  expect(await beside({ id: 'd', ...list })).toEqual(['c', null])
  expect(await beside({ id: 'b', ...list, direction: 'desc' })).toEqual(['c', 'a'])
  expect(await beside({ id: 'b', ...list, sort: 'email' })).toEqual(['a', 'c'])
  expect(await beside({ id: 'c', direction: 'asc', createdTo: '2026-01-02T00:00:00.001Z' })).toEqual([
    'b',
    'd',
  ])
})

test('somebody who has left the list meanwhile has neighbours where they stood', async () => {
  const { beside } = await withPeople()
  const list = { verified: true, search: 'Name', direction: 'asc' } as const
  expect(await beside({ id: 'c', ...list })).toEqual(['b', 'd'])
  expect(await beside({ id: 'c', search: 'nobody', direction: 'asc' })).toEqual([null, null])
})

test('a moderator walks no list that tells addresses; who is unknown has no neighbours', async () => {
  const { admin, browser } = await withPeople()
  const moderator = browser()
  await moderator.become({ role: 'moderator' })
  const hidden = await moderator.query('users.neighbours', { id: 'a', sort: 'email' })
  expect([hidden.status, hidden.error.data.reason?.kind]).toEqual([403, 'permission'])
  expect((await moderator.query('users.neighbours', { id: 'a' })).status).toBe(200)
  expect((await admin.query('users.neighbours', { id: 'nobody' })).status).toBe(404)
  const stranger = browser()
  await stranger.become()
  expect((await stranger.query('users.neighbours', { id: 'a' })).status).toBe(403)
})
