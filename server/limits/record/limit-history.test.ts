import { expect, test } from 'vitest'
import { limitBlock, limitMinute } from '#drizzle/schema/index.ts'
import type { BlockedCaller, BlockedCalls, LimitHistoryPoint } from '#shared/limits/limit-events.ts'
import type { Page } from '#shared/pagination.ts'
import { createTestApp } from '#test/app.ts'
import { accountValue } from '../limit-keys.ts'

const minuteMs = 60_000
const at = (time: string) => new Date(`2026-03-01T${time}:00.000Z`)

async function withReader() {
  const app = await createTestApp()
  const reader = app.browser()
  await reader.become({ role: 'admin_ro' })
  return { ...app, db: app.database.db, reader }
}

test('history adds minutes up to points of the wanted length, oldest first', async () => {
  const { db, reader } = await withReader()
  await db.insert(limitMinute).values([
    { policy: 'public', minute: at('10:00'), passed: 5, blocked: 1 },
    { policy: 'public', minute: at('10:04'), passed: 7, blocked: 0 },
    { policy: 'mail', minute: at('10:04'), passed: 1, blocked: 2 },
    { policy: 'public', minute: at('10:05'), passed: 1, blocked: 1 },
    { policy: 'public', minute: at('11:00'), passed: 100, blocked: 100 },
  ])
  const ask = (input: object) => reader.query<Page<LimitHistoryPoint>>('limits.history', input)
  const hour = { from: at('10:00').toISOString(), to: at('11:00').toISOString() }
  const { data } = await ask({ ...hour, bucketMinutes: 5 })
  const point = { bucketMinutes: 5 }
  expect(data).toEqual({
    items: [
      { ...point, policy: 'mail', at: at('10:00').toISOString(), passed: 1, blocked: 2 },
      { ...point, policy: 'public', at: at('10:00').toISOString(), passed: 12, blocked: 1 },
      { ...point, policy: 'public', at: at('10:05').toISOString(), passed: 1, blocked: 1 },
    ],
    nextCursor: null,
    total: 3,
  })
  expect((await ask({ ...hour, policy: 'public' })).data.items.map(({ passed }) => passed)).toEqual([5, 7, 1])
  const week = { from: '2026-02-24T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' }
  const { items } = (await ask({ ...week, policy: 'public' })).data
  expect(items.map(({ bucketMinutes, passed }) => [bucketMinutes, passed])).toEqual([
    [60, 13],
    [60, 100],
  ])
})

test.each([
  { from: '2026-03-01T00:00:00Z', to: '2026-03-08T00:00:01Z' },
  { from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' },
  { from: '2026-03-01T00:00:00Z', to: '2026-03-03T00:00:00Z', bucketMinutes: 1 },
  { bucketMinutes: 7 },
  { from: 'yesterday' },
])('history refuses %o', async (input) => {
  const { reader } = await withReader()
  expect((await reader.query('limits.history', input)).status).toBe(400)
})

test('what happened just now is there a moment later, by procedure and never by the path that was sent', async () => {
  const { app, database, reader, browser } = await withReader()
  const caller = browser()
  const paths = Array.from({ length: 160 }, (_, index) => `/api/auth/secret-${index}`)
  const answers = await Promise.all(paths.map((path) => caller.get(path)))
  for (let index = 0; index < 3; index++) await caller.query('health.ping')
  await app.close()
  const rows = await database.db.select().from(limitBlock).orderBy(limitBlock.minute)
  expect(new Set(rows.map(({ key, lastProcedure }) => `${key} ${lastProcedure}`))).toEqual(
    new Set([`auth/ip:${caller.address} GET /api/auth/*`]),
  )
  expect(rows.reduce((total, { count }) => total + count, 0)).toBe(10)
  const refused = answers.filter(({ statusCode }) => statusCode === 429)
  expect(refused.map(({ headers }) => headers['x-request-id'])).toContain(rows.at(-1)?.lastRequestId)
  const minutes = await database.db.select().from(limitMinute)
  const sum = (policy: string) =>
    minutes.filter((minute) => minute.policy === policy).reduce((total, { passed }) => total + passed, 0)
  expect([sum('public'), sum('auth')]).toEqual([3, 150])
  expect(reader.address).not.toBe(caller.address)
})

test('blocked is paged by key, newest first, and found by policy, scope, procedure, request and e-mail', async () => {
  const { db, reader } = await withReader()
  const row = (key: string, minutesAgo: number, procedure = 'users.list') => ({
    key,
    policy: key.split('/')[0] ?? '',
    scope: key.split(/[/:]/)[1] ?? '',
    minute: new Date(Math.floor(Date.now() / minuteMs) * minuteMs - minutesAgo * minuteMs),
    count: 3,
    lastProcedure: procedure,
    lastRequestId: `request of ${key}`,
    lastAt: new Date(),
  })
  const account = `mail/account:${accountValue('ada@example.com')}`
  await db
    .insert(limitBlock)
    .values([
      row('public/ip:10.0.0.1', 0),
      row('public/ip:10.0.0.2', 0),
      row('public/ip:10.0.0.1', 1),
      row('signed-in/user:u1', 2, 'users.updateMe'),
      row(account, 3, 'POST /api/auth/request-password-reset'),
    ])
  const ask = async (input: object = {}) =>
    (await reader.query<Page<BlockedCalls>>('limits.blocked', input)).data
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await ask({ limit: 2, cursor })
    expect(page.total).toBe(5)
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(seen).toEqual([
    'public/ip:10.0.0.2',
    'public/ip:10.0.0.1',
    'public/ip:10.0.0.1',
    'signed-in/user:u1',
    account,
  ])
  const keys = async (input: object) => (await ask(input)).items.map(({ value }) => value)
  expect(await keys({ policy: 'signed-in' })).toEqual(['u1'])
  expect(await keys({ scope: 'user' })).toEqual(['u1'])
  expect(await keys({ search: '0.0.2' })).toEqual(['10.0.0.2'])
  expect(await keys({ search: 'updateME' })).toEqual(['u1'])
  expect(await keys({ search: 'request of signed-in/user:u1' })).toEqual(['u1'])
  expect(await keys({ search: 'Ada@Example.com' })).toEqual([accountValue('ada@example.com')])
  expect(await keys({ search: '%' })).toEqual([])
  expect((await reader.query('limits.blocked', { cursor: btoa('["x","y"]') })).status).toBe(400)
})

test('the most blocked comes first, since a time and by policy', async () => {
  const { db, reader } = await withReader()
  const row = (key: string, minutesAgo: number, count: number) => ({
    key,
    policy: key.split('/')[0] ?? '',
    scope: 'ip',
    minute: new Date(Math.floor(Date.now() / minuteMs) * minuteMs - minutesAgo * minuteMs),
    count,
    lastProcedure: 'users.list',
    lastRequestId: 'request',
    lastAt: new Date(Date.now() - minutesAgo * minuteMs),
  })
  await db
    .insert(limitBlock)
    .values([
      row('public/ip:10.0.0.1', 1, 3),
      row('public/ip:10.0.0.1', 2, 4),
      row('public/ip:10.0.0.2', 1, 6),
      row('auth/ip:10.0.0.1', 90, 50),
    ])
  const ask = async (input: object = {}) =>
    (await reader.query<Page<BlockedCaller>>('limits.mostBlocked', input)).data.items.map(
      ({ id, count }) => `${id} ${count}`,
    )
  expect(await ask()).toEqual(['public/ip:10.0.0.1 7', 'public/ip:10.0.0.2 6'])
  const from = new Date(Date.now() - 100 * minuteMs).toISOString()
  expect((await ask({ from }))[0]).toBe('auth/ip:10.0.0.1 50')
  expect(await ask({ from, policy: 'public', limit: 1 })).toEqual(['public/ip:10.0.0.1 7'])
})
