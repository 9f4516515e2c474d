import { sql } from 'drizzle-orm'
import pino from 'pino'
import { expect, test } from 'vitest'
import { session } from '#drizzle/schema/index.ts'
import type {
  AuditAction,
  AuditEvent,
  AuditHead,
  AuditVerification,
  ListAuditInput,
} from '#shared/audit/audit.ts'
import type { Page } from '#shared/pagination.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'
import { auditKeys, readAudit } from '#test/audit-log.ts'
import { product } from '#test/product.ts'
import { createAuditSealer } from '../chain/audit-sealer.ts'
import { type AuditEntry, recordAudit } from '../record/record-audit.ts'
import { exportAudit } from './export-audit.ts'

const bob = { id: 'bob', name: 'Bob =Boss', email: 'bob@example.com' }
const una = { id: 'una', name: 'Una', email: 'una@example.com' }

/** An app with an admin, and a log that holds only what the test writes. */
async function setUp() {
  const app = await createAppWithAdmin()
  const { db } = app.database
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(sql`truncate audit_event`)
  })
  let hours = 0
  const write = (
    entry: { [Key in keyof AuditEntry]?: Key extends 'action' ? AuditAction : object | null } = {},
    { actor = bob, impersonator = null as typeof una | null } = {},
  ) =>
    recordAudit(
      {
        db,
        audit: auditKeys,
        actor: { user: actor, impersonator },
        requestId: `request${hours}`,
        clientAddress: `192.0.2.${hours}`,
        device:
          'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
        now: new Date(Date.parse('2026-01-01T00:00:00Z') + hours++ * 3_600_000),
      },
      { action: 'user.ban', subject: { type: 'user', ...una }, ...entry } as AuditEntry,
    )
  const list = async (input: Partial<ListAuditInput> = {}) => {
    const { data, error } = await app.admin.query<Page<AuditEvent>>('audit.list', input)
    expect(error).toBeUndefined()
    return data
  }
  const seal = () => createAuditSealer({ db, keys: auditKeys, logger: pino({ level: 'silent' }) }).seal()
  return { ...app, db, write, list, seal }
}

const requests = ({ items }: Page<AuditEvent>) => items.map(({ requestId }) => requestId)

test('audit.list and audit.get show a row with all that is known of it', async () => {
  const { admin, list, seal, write } = await setUp()
  const change = {
    action: 'user.update',
    before: { name: 'U', role: 'user' },
    after: { name: 'Una', role: 'admin' },
  } as const
  await write(change, { impersonator: una })
  const [unsealed] = (await list()).items
  expect(unsealed).toMatchObject({ position: null })
  await seal()
  const page = await list()
  expect(page).toMatchObject({ nextCursor: null, total: 1, totalCapped: false })
  expect(page.items[0]).toEqual({
    id: expect.any(String),
    at: '2026-01-01T00:00:00.000Z',
    action: 'user.update',
    actor: { id: 'bob', name: 'Bob =Boss', email: 'bob@example.com' },
    key: null,
    impersonator: { id: 'una', name: 'Una' },
    subject: { type: 'user', ...una },
    before: { name: 'U', role: 'user' },
    after: { name: 'Una', role: 'admin' },
    address: '192.0.2.0',
    device: expect.stringContaining('Chrome/131'),
    browser: { browser: 'Chrome 131', os: 'Linux', kind: 'desktop' },
    requestId: 'request0',
    position: 1,
    erased: false,
    groupId: null,
    group: null,
    undoneBy: null,
  })
  const { data } = await admin.query('audit.get', { id: page.items[0]?.id })
  expect(data).toEqual(page.items[0])
  expect((await admin.query('audit.get', { id: 'nothing' })).status).toBe(404)
})

test('pages go from the newest to the oldest, without a row twice while new ones come', async () => {
  const { list, write } = await setUp()
  for (let row = 0; row < 7; row += 1) await write()
  const first = await list({ limit: 3 })
  await write()
  const second = await list({ limit: 3, cursor: first.nextCursor ?? '' })
  const third = await list({ limit: 3, cursor: second.nextCursor ?? '' })
  expect([first, second, third].map(requests)).toEqual([
    ['request6', 'request5', 'request4'],
    ['request3', 'request2', 'request1'],
    ['request0'],
  ])
  expect([first.total, second.total, third.nextCursor]).toEqual([7, 8, null])
})

test('the filters: actions, entity, actor, subject, time and text, all at once', async () => {
  const { list, write } = await setUp()
  await write()
  await write({ action: 'setting.set', subject: { type: 'setting', id: 'signUp' } })
  await write({ action: 'user.unban', subject: { type: 'user', ...bob } }, { actor: una })
  await write({}, { actor: una, impersonator: bob })
  const found = async (input: Partial<ListAuditInput>) =>
    requests(await list(input))
      .reverse()
      .join()
      .replaceAll('request', '')
  expect(await found({ actions: ['user.ban', 'setting.set'] })).toBe('0,1,3')
  expect(await found({ entity: 'user' })).toBe('0,2,3')
  expect(await found({ actorId: 'bob' })).toBe('0,1,3')
  expect(await found({ actorId: 'una' })).toBe('2,3')
  expect(await found({ subjectId: 'signUp' })).toBe('1')
  expect(await found({ from: '2026-01-01T01:00:00Z', to: '2026-01-01T03:00:00Z' })).toBe('1,2')
  for (const [search, expected] of [
    ['SIGNUP', '1'],
    ['=boss', '0,1,2,3'],
    ['UNA@', '0,2,3'],
    ['192.0.2.2', '2'],
    ['request3', '3'],
    ['%', ''],
    ['_', ''],
    ['request', ''],
  ] as const) {
    expect(await found({ search }), search).toBe(expected)
  }
  expect(await found({ entity: 'user', actorId: 'una', search: 'bob@', to: '2026-01-01T03:00:00Z' })).toBe(
    '2',
  )
})

test('what people did to themselves can be left out; acting as them is done to others', async () => {
  const { list, write } = await setUp()
  const ownAct = { subject: { type: 'user', ...bob } } as const
  await write(ownAct)
  await write()
  await write(ownAct, { impersonator: una })
  expect(requests(await list({ toOthers: true }))).toEqual(['request2', 'request1'])
  expect(await list()).toMatchObject({ total: 3 })
})

test('audit.export streams the filter as CSV, defuses formulas, and is recorded', async () => {
  const { admin, adminId, db, write } = await setUp()
  await write({ before: null, after: { reason: 'x "y"' } }, { actor: { ...bob, name: '=HYPERLINK("x")' } })
  await write({ action: 'user.unban' })
  const { data, status, headers } = await admin.subscribe('audit.export', { actions: ['user.ban'] })
  expect([status, headers['content-type']]).toEqual([200, 'text/event-stream'])
  const [chunk] = chunksOf(data)
  expect(chunk?.rows).toBe(1)
  const lines = (chunk?.csv ?? '').split('\r\n')
  expect(lines[0]).toMatch(/^\uFEFF"at","action","actor id"/)
  expect(lines).toHaveLength(3)
  expect(lines[1]).toContain(`"'=HYPERLINK(""x"")"`)
  expect(lines[1]).toContain(`"{""reason"":""x \\""y\\""""}"`)
  const last = (await readAudit(db)).at(-1)
  expect(last).toMatchObject({
    action: 'audit.export',
    actorId: adminId,
    after: { filter: { actions: ['user.ban'] } },
  })
})

test('a long export comes in pieces, goes on behind the last one, and stops when the session ends', async () => {
  const { admin, db, write } = await setUp()
  await write()
  await db.execute(sql`insert into audit_event
    select (jsonb_populate_record(audit_event, jsonb_build_object('id', 'r' || n, 'at', at - n * interval '1 s'))).*
    from audit_event, generate_series(1, 1200) n where position is null`)
  const { data } = await admin.subscribe('audit.export', {})
  const chunks = chunksOf(data)
  expect(chunks.map(({ rows }) => rows)).toEqual([500, 1000, 1201])
  expect(new Set(chunks.flatMap(({ csv }) => csv.match(/"r\d+"\r\n/g) ?? [])).size).toBe(1200)
  const resumed = await admin.subscribe('audit.export', { lastEventId: chunks[1]?.id })
  expect(chunksOf(resumed.data)).toEqual([chunks[2]])
  expect((await readAudit(db)).filter(({ action }) => action === 'audit.export')).toHaveLength(2)
  expect((await admin.subscribe('audit.export', { lastEventId: 'nonsense' })).error.data.reason).toBeNull()

  const [current] = await db.select().from(session)
  const pieces = exportAudit(
    {
      db,
      audit: auditKeys,
      product,
      requestId: 'r',
      clientAddress: '',
      device: null,
      now: new Date(),
      actor: {
        user: {
          ...bob,
          emailVerified: true,
          image: null,
          role: 'admin',
          twoFactorEnabled: false,
          pending: false,
          createdAt: '',
        },
        session: {
          id: current?.id ?? '',
          createdAt: new Date(),
          expiresAt: new Date(),
          confirmedAt: new Date(),
        },
        key: null,
        impersonator: null,
      },
    },
    {},
  )
  expect((await pieces.next()).value).toMatchObject({ rows: 500 })
  await db.delete(session)
  await expect(pieces.next()).rejects.toThrow('The session has ended. Sign in and start the export anew.')
})

test('audit.verify and audit.head answer for the whole log', async () => {
  const { admin, db, seal, write } = await setUp()
  for (let row = 0; row < 3; row += 1) await write()
  await seal()
  const ok = await admin.query<AuditVerification>('audit.verify', {})
  expect(ok.data).toEqual({ problem: null, sealed: 3, unsealed: 0, next: null })
  const head = await admin.query<AuditHead>('audit.head')
  expect(head.data).toMatchObject({ position: 3, mac: expect.any(String) })
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(sql`update audit_event set subject_id = 'x' where position = 2`)
  })
  const broken = await admin.query<AuditVerification>('audit.verify', {})
  expect(broken.data).toMatchObject({ problem: { kind: 'altered', position: 2 }, sealed: 1 })
})

test('a refused admin call is recorded with its reason, once, and the answer is as it was', async () => {
  const { browser, db } = await setUp()
  const caller = browser('198.51.100.7')
  const { id } = await caller.become({ role: 'moderator', name: 'Mo' })
  const { status, error } = await caller.query('audit.list', {})
  expect([status, error.data.reason]).toEqual([403, { kind: 'permission', permission: 'audit.read' }])
  const refusals = (await readAudit(db)).filter(({ action }) => action === 'access.refuse')
  expect(refusals).toMatchObject([
    {
      actorId: id,
      subjectType: 'procedure',
      subject: 'audit.list',
      before: null,
      after: { reason: 'permission', permission: 'audit.read' },
      actor: { name: 'Mo', address: '198.51.100.7' },
      requestId: error.data.requestId,
    },
  ])
})

test('bad input, strangers and what a limit refuses leave no such row', async () => {
  const { admin, browser, db } = await setUp()
  await browser().query('audit.list', {})
  await admin.query('audit.list', { limit: 0 })
  await admin.query('audit.get', { id: 'nothing' })
  const caller = browser('198.51.100.8')
  await caller.become({ role: 'user' })
  await Promise.all(Array.from({ length: 160 }, () => caller.query('audit.list', {})))
  const refusals = (await readAudit(db)).filter(({ action }) => action === 'access.refuse')
  expect(refusals.length).toBeLessThanOrEqual(150)
  expect(refusals.length).toBeGreaterThan(100)
})

test('a refusal that cannot be written is logged, and the answer stays', async () => {
  const { browser, db, logged } = await setUp()
  const caller = browser()
  await caller.become()
  await db.execute(sql`alter table audit_event rename to audit_event_gone`)
  try {
    const { status, error } = await caller.query('audit.list', {})
    expect([status, error.data.reason?.kind]).toEqual([403, 'permission'])
  } finally {
    await db.execute(sql`alter table audit_event_gone rename to audit_event`)
  }
  expect(logged.some((line) => line.includes('missing in the audit log'))).toBe(true)
})

interface Chunk {
  id: string
  csv: string
  rows: number
}

/** The pieces in what a stream sent. */
function chunksOf(body: string): Chunk[] {
  return [...body.matchAll(/^data: (\{"csv".*)\nid: (.*)$/gm)].map(([, data = '', id = '']) => ({
    ...JSON.parse(data),
    id,
  }))
}
