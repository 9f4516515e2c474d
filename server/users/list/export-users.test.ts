import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session, user } from '#drizzle/schema/index.ts'
import type { ExportUsersInput, UsersExportChunk } from '#shared/users.ts'
import { type Browser, createTestApp, password } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { chunksOf, readExport } from '#test/exports.ts'
import { product } from '#test/product.ts'
import type { ActorContext } from '../../service-context.ts'
import { exportUsers } from './export-users.ts'

const exported = (browser: Browser, input: Partial<ExportUsersInput> = {}, lastEventId?: string) =>
  readExport<UsersExportChunk>(browser, { procedure: 'users.export', input, lastEventId })

async function withPeople(count: number) {
  const { browser, database, app } = await createTestApp()
  const admin = browser()
  const { id } = await admin.become({ role: 'admin', name: 'Zoe Admin', email: 'zoe@example.com' })
  await database.db.insert(user).values(
    Array.from({ length: count }, (_, index) => ({
      id: `id-${index}`,
      name: `Name ${index % 7}`,
      email: `mail${index}@example.com`,
      createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, 0, index % 50)),
    })),
  )
  return { admin, app, browser, database, id }
}

test('the file holds everybody of the filter once, in order, under one line of columns, in pieces of a thousand', async () => {
  const { admin, database, id } = await withPeople(2500)
  const events = await exported(admin, { search: 'mail', sort: 'name', direction: 'asc' })
  const chunks = chunksOf(events)
  expect(chunks.map(({ data }) => [data.rows, data.total, data.totalCapped])).toEqual([
    [1000, 2500, false],
    [2000, 2500, false],
    [2500, 2500, false],
  ])
  expect(events.at(-1)?.type).toBe('return')
  const lines = chunks
    .map(({ data }) => data.csv)
    .join('')
    .split('\r\n')
  expect(lines[0]).toBe(
    '\uFEFF"id","name","email","emailVerified","role","status","providers","twoFactorEnabled","createdAt","lastActiveAt","deletedAt"',
  )
  const ids = lines.slice(1, -1).map((line) => line.split('"')[1])
  expect(new Set(ids).size).toBe(2500)
  const names = lines.slice(1, -1).map((line) => line.split('"')[3] ?? '')
  expect(names).toEqual([...names].sort())
  const file = lines.join('')
  const [own] = await database.db.select().from(session).where(eq(session.userId, id))
  for (const secret of [own?.token ?? 'none', password]) expect(file).not.toContain(secret)
  expect((await readAudit(database.db)).filter(({ action }) => action === 'user.export')).toMatchObject([
    {
      actorId: id,
      subjectType: 'procedure',
      subject: 'users.export',
      after: {
        search: 'mail',
        sort: 'name',
        direction: 'asc',
        total: 2500,
        totalCapped: false,
        resumed: false,
      },
    },
  ])
})

test('a stream that broke goes on behind the last piece, without a row twice and without a second head', async () => {
  const { admin, database } = await withPeople(2501)
  // Without the admin, whose own row tells when they were last active.
  const people = { search: 'mail' }
  const whole = chunksOf(await exported(admin, people)).map(({ data }) => data.csv)
  const [first, second] = chunksOf(await exported(admin, people))
  const rest = chunksOf(await exported(admin, people, first?.id))
  expect([first?.data.csv, ...rest.map(({ data }) => data.csv)]).toEqual(whole)
  expect(rest.map(({ data }) => data.rows)).toEqual([2000, 2501])
  expect(chunksOf(await exported(admin, people, rest.at(-1)?.id))).toEqual([])
  expect(rest[0]?.data).toEqual(second?.data)
  const recorded = (await readAudit(database.db)).filter(({ action }) => action === 'user.export')
  expect(recorded.map(({ after }) => (after as { resumed: boolean }).resumed).sort()).toEqual([
    false,
    false,
    true,
    true,
  ])
})

test('nobody to export is a file of its head', async () => {
  const { admin } = await withPeople(1)
  const chunks = chunksOf(await exported(admin, { search: 'nobody at all' }))
  expect(chunks.map(({ data }) => [data.rows, data.total])).toEqual([[0, 0]])
  expect(chunks[0]?.data.csv).toMatch(/^\uFEFF"id",[^\n]*\r\n$/)
})

test('a name that is a formula is none in the file', async () => {
  const { admin, database } = await withPeople(1)
  await database.db.update(user).set({ name: '=HYPERLINK("x")' }).where(eq(user.id, 'id-0'))
  const [chunk] = chunksOf(await exported(admin, { search: 'mail0' }))
  expect(chunk?.data.csv).toContain(`"id-0","'=HYPERLINK(""x"")","mail0@example.com"`)
})

test.each(['user', 'moderator'] as const)('a %s may not export, and nothing is recorded', async (role) => {
  const { browser, database } = await withPeople(1)
  const caller = browser()
  await caller.become({ role, email: 'lesser@example.com' })
  const events = await exported(caller)
  expect(chunksOf(events)).toEqual([])
  expect(JSON.stringify(events)).toContain('"permission":"export"')
  expect((await readAudit(database.db)).filter(({ action }) => action === 'user.export')).toEqual([])
})

test.each([
  { limit: 5 },
  { sort: 'password' },
  { search: 'a\u0000b' },
  { search: 'x'.repeat(1_000) },
  { status: ['banned'] },
  { lastEventId: 'nonsense' },
  { lastEventId: `3~${btoa('["no date","x","1"]')}` },
])('input %o is refused as such', async (input) => {
  const { admin } = await withPeople(1)
  const events = await exported(admin, input as object)
  expect(chunksOf(events)).toEqual([])
  expect(JSON.stringify(events)).toContain('BAD_REQUEST')
})

test('reads only what is taken, and ends with the session', async () => {
  const { database, id } = await withPeople(2500)
  const { db } = database
  const [own] = await db.select().from(session).where(eq(session.userId, id))
  const ctx = {
    db,
    now: new Date(),
    requestId: 'test',
    clientAddress: '203.0.113.9',
    device: null,
    audit: { sign: () => ({ keyId: 'test', mac: 'test' }) },
    product,
    actor: {
      user: { id, role: 'admin', name: 'Zoe', email: 'zoe@example.com' },
      session: own,
      key: null,
      impersonator: null,
    },
  } as unknown as ActorContext
  const pieces = await exportUsers(ctx, { sort: 'createdAt', direction: 'asc' })
  expect((await pieces.next()).value?.chunk.rows).toBe(1000)
  await db.update(user).set({ name: 'Renamed' }).where(eq(user.id, 'id-49'))
  const second = await pieces.next()
  expect(second.value?.chunk.rows).toBe(2000)
  await db.update(user).set({ role: 'moderator' }).where(eq(user.id, id))
  await expect(pieces.next()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
})
