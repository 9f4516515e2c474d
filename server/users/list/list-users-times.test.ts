import { expect, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import type { Page } from '#shared/pagination.ts'
import type { UserFilter, UserSummary } from '#shared/users.ts'
import { createTestApp } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000)

async function withPeople() {
  const { browser, database } = await createTestApp()
  const admin = browser()
  await admin.become({ role: 'admin' })
  const person = (id: string, created: number, active?: number) => ({
    id,
    name: 'Ada',
    email: `${id}@example.com`,
    createdAt: daysAgo(created),
    lastActiveAt: active === undefined ? undefined : daysAgo(active),
  })
  await database.db
    .insert(user)
    .values([person('new', 1), person('keen', 100, 1), person('gone', 400, 300), person('shy', 400)])
  const list = async (filter: UserFilter) => {
    const { data } = await admin.query<Page<UserSummary>>('users.list', { search: 'Ada', ...filter })
    return data.items.map(({ id }) => id).sort()
  }
  return { admin, list, database }
}

test('the list is of those who came, or were active, in the time that is asked for', async () => {
  const { list } = await withPeople()
  expect(await list({ createdDays: 7 })).toEqual(['new'])
  expect(await list({ activeDays: 7 })).toEqual(['keen'])
  expect(await list({ neverActive: true })).toEqual(['new', 'shy'])
  expect(await list({ neverActive: true, createdDays: 7 })).toEqual(['new'])
  const [from, to] = [daysAgo(200).toISOString(), daysAgo(50).toISOString()]
  expect(await list({ createdFrom: from, createdTo: to })).toEqual(['keen'])
  // Who was never active was not active before any day either.
  expect(await list({ activeTo: to })).toEqual(['gone'])
  expect(await list({ activeFrom: from })).toEqual(['keen'])
  expect(await list({ createdTo: from, activeDays: 7 })).toEqual([])
})

test('the export has who the times leave, and its row in the log says which', async () => {
  const { admin, database } = await withPeople()
  const { data } = await admin.subscribe('users.export', { search: 'Ada', activeDays: 7 })
  expect(data).toContain('keen@example.com')
  for (const other of ['new', 'gone', 'shy']) expect(data).not.toContain(`${other}@example.com`)
  const recorded = (await readAudit(database.db)).filter(({ action }) => action === 'user.export')
  expect(recorded).toMatchObject([{ after: { activeDays: 7, total: 1 } }])
})

test('what is no time is refused', async () => {
  const { admin } = await withPeople()
  for (const bad of [
    { createdFrom: 'yesterday' },
    { createdTo: '2026-01-01' },
    { activeFrom: `2026-01-01T00:00:00.${'0'.repeat(9000)}Z` },
    { activeTo: '1969-12-31T23:59:59.000Z' },
    { createdDays: 0 },
    { activeDays: 1.5 },
    { activeDays: 1e9 },
    { neverActive: false },
  ])
    expect((await admin.query('users.list', bad)).status, JSON.stringify(bad)).toBe(400)
})
