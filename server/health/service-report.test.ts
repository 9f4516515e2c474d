import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import { mail } from '#drizzle/schema/index.ts'
import type { ServiceReport } from '#shared/health.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'

const { version: ownVersion } = JSON.parse(readFileSync('package.json', 'utf8'))

async function setUp() {
  const app = await createAppWithAdmin()
  return { ...app, report: async () => (await app.admin.query<ServiceReport>('health.get')).data }
}

test('the report names the versions, and that every migration has been made', async () => {
  const { report } = await setUp()
  const { version, nodeVersion, database, startedAt, now, streams } = await report()
  expect([version, nodeVersion, streams]).toEqual([ownVersion, process.versions.node, 0])
  expect(database.kind).toBe(inject('database'))
  expect(database.version).toMatch(/^\d+\.\d+$/)
  expect(database.migrations.applied).toBe(database.migrations.known)
  expect(database.migrations.known).toBeGreaterThan(5)
  expect(Date.parse(now) - Date.parse(startedAt)).toBeGreaterThan(0)
})

test('mails are counted by what became of them', async () => {
  const { report, database } = await setUp()
  await database.db.delete(mail)
  expect((await report()).mail).toEqual({
    sends: false,
    waiting: 0,
    oldestWaitingAt: null,
    failedLastDay: 0,
    lastSentAt: null,
  })
  const at = (iso: string) => new Date(iso)
  const hourAgo = new Date(Date.now() - 3_600_000)
  const made = { kind: 'test', recipient: 'a@example.com', subject: 'S' }
  await database.db.insert(mail).values([
    { ...made, id: 'a', createdAt: at('2026-01-02T00:00:00Z') },
    { ...made, id: 'b', createdAt: at('2026-01-01T00:00:00Z') },
    { ...made, id: 'c', failedAt: hourAgo, createdAt: hourAgo },
    { ...made, id: 'd', failedAt: at('2026-01-01T00:00:00Z'), createdAt: at('2026-01-01T00:00:00Z') },
    { ...made, id: 'e', sentAt: hourAgo, createdAt: hourAgo },
    { ...made, id: 'f', sentAt: at('2026-01-01T00:00:00Z'), createdAt: at('2026-01-01T00:00:00Z') },
  ])
  expect((await report()).mail).toEqual({
    sends: false,
    waiting: 2,
    oldestWaitingAt: '2026-01-01T00:00:00.000Z',
    failedLastDay: 1,
    lastSentAt: hourAgo.toISOString(),
  })
})

test('rows of the audit log that wait for the sealer are counted, with the oldest', async () => {
  const { report, admin, database } = await setUp()
  await admin.mutate('settings.testMail')
  const { unsealed, oldestUnsealedAt, missed } = (await report()).audit
  expect([unsealed > 0, missed]).toEqual([true, 0])
  expect(Date.now() - Date.parse(oldestUnsealedAt ?? '')).toBeLessThan(60_000)
  await admin.mutate('settings.set', { key: 'signUpMode', value: 'closed' })
  expect((await report()).audit).toMatchObject({
    unsealed: unsealed + 1,
    oldestUnsealedAt,
    refusal: null,
  })
  // What the sealer does, without its chain.
  await database.db.execute(sql`update audit_event set position = numbered.row, chain = 'x'
    from (select id, row_number() over (order by at) as row from audit_event) numbered
    where numbered.id = audit_event.id`)
  expect((await report()).audit).toMatchObject({ unsealed: 0, oldestUnsealedAt: null })
})

test('only roles that read settings may see it', async () => {
  const { browser } = await setUp()
  for (const role of ['user', 'moderator', 'admin_ro'] as const) {
    const caller = browser()
    await caller.become({ role })
    expect((await caller.query('health.get')).status).toBe(role === 'admin_ro' ? 200 : 403)
  }
})
