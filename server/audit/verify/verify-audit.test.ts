import { asc, eq, type SQL, sql } from 'drizzle-orm'
import pino from 'pino'
import { expect, test } from 'vitest'
import { auditEvent } from '#drizzle/schema/index.ts'
import type { AuditProblem } from '#shared/audit/audit.ts'
import { testSecret } from '#test/app.ts'
import { auditKeys } from '#test/audit-log.ts'
import { createAuditKeys } from '../audit-keys.ts'
import { createLog } from '../audit-log-fixture.ts'
import { createAuditSealer } from '../chain/audit-sealer.ts'
import { verifyAudit } from './verify-audit.ts'

test('a log as it was written verifies: positions from 1, every row with a link of its own', async () => {
  const { db, fill, write, verify } = await createLog()
  expect(await verify()).toEqual({ problem: null, sealed: 0, unsealed: 0, next: null })
  await fill(10)
  await write()
  expect(await verify()).toEqual({ problem: null, sealed: 10, unsealed: 1, next: null })
  const rows = await db.select().from(auditEvent).orderBy(asc(auditEvent.at))
  expect(rows.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, null])
  expect(new Set(rows.map(({ chain }) => chain)).size).toBe(11)
})

test('it reads a long log in parts, each going on where the one before ended', async () => {
  const { db, keys, fill } = await createLog()
  await fill(10)
  const first = await verifyAudit({ db, audit: keys }, { batchSize: 3, maxRows: 6 })
  expect(first).toMatchObject({ problem: null, sealed: 6, next: { position: 6 } })
  const second = await verifyAudit({ db, audit: keys }, { batchSize: 3, after: first.next ?? undefined })
  expect(second).toEqual({ problem: null, sealed: 4, unsealed: 0, next: null })
  const wrong = { position: 6, chain: 'of another log' }
  const { problem } = await verifyAudit({ db, audit: keys }, { batchSize: 3, after: wrong })
  expect(problem).toMatchObject({ kind: 'unlinked', position: 7 })
})

const row = (position: number) => sql`position = ${position}`
const copy = (position: number, fields: string) => sql`
  insert into audit_event select (jsonb_populate_record(audit_event, ${fields}::jsonb)).*
  from audit_event where ${row(position)}`
const swap = [
  sql`update audit_event set position = -position where position in (5, 6)`,
  sql`update audit_event set position = 11 + position where position < 0`,
]
const tamperings: [string, AuditProblem['kind'], number, ...SQL[]][] = [
  ['a changed action', 'altered', 5, sql`update audit_event set action = 'user.ban' where ${row(5)}`],
  ['a changed time', 'altered', 5, sql`update audit_event set at = at - interval '1 s' where ${row(5)}`],
  ['a changed actor', 'altered', 5, sql`update audit_event set actor_id = 'bob' where ${row(5)}`],
  ['a changed impersonator', 'altered', 5, sql`update audit_event set impersonator_id = 'b' where ${row(5)}`],
  ['a changed subject', 'altered', 5, sql`update audit_event set subject_id = 'bob' where ${row(5)}`],
  ['a changed request id', 'altered', 5, sql`update audit_event set request_id = 'x' where ${row(5)}`],
  ['a changed before', 'altered', 5, sql`update audit_event set before = '{"role":"admin"}' where ${row(5)}`],
  ['a lost after', 'altered', 5, sql`update audit_event set after = null where ${row(5)}`],
  [
    'a changed fact of the actor',
    'altered',
    5,
    sql`update audit_event set actor_facts = jsonb_set(actor_facts, '{name}', '"Bob"') where ${row(5)}`,
  ],
  [
    'a changed fact of the subject',
    'altered',
    5,
    sql`update audit_event set subject_facts = jsonb_set(subject_facts, '{after,name}', '"Bob"') where ${row(5)}`,
  ],
  ['another salt', 'altered', 5, sql`update audit_event set actor_salt = 'x' where ${row(5)}`],
  ['another hash', 'altered', 5, sql`update audit_event set actor_hash = 'x' where ${row(5)}`],
  [
    'erased facts without a checkpoint',
    'erased',
    5,
    sql`update audit_event set subject_facts = null, subject_salt = null where ${row(5)}`,
  ],
  [
    'erased facts of the actor without a checkpoint',
    'erased',
    5,
    sql`update audit_event set actor_facts = null, actor_salt = null where ${row(5)}`,
  ],
  ['a deleted row', 'missing', 5, sql`delete from audit_event where ${row(5)}`],
  ['a deleted beginning', 'missing', 1, sql`delete from audit_event where position <= 3`],
  [
    'a deleted row, with those behind it moved up',
    'unlinked',
    5,
    sql`delete from audit_event where ${row(5)}`,
    sql`update audit_event set position = -position where position > 5`,
    sql`update audit_event set position = -position - 1 where position < 0`,
  ],
  ['two rows that changed places', 'unlinked', 5, ...swap],
  [
    'two rows that changed places with their links',
    'unlinked',
    5,
    ...swap,
    sql`update audit_event a set chain = b.chain from audit_event b
        where a.position in (5, 6) and b.position = 11 - a.position`,
  ],
  ['a changed link', 'unlinked', 5, sql`update audit_event set chain = left(chain, 20) where ${row(5)}`],
  [
    'an unknown key',
    'unknown-key',
    5,
    sql`update audit_event set key_id = '0123456789abcdef' where ${row(5)}`,
  ],
  ['an inserted row at the end', 'added', 11, copy(10, '{"id":"new","position":11,"action":"user.ban"}')],
  ['an inserted row far behind', 'added', 1000, copy(10, '{"id":"new","position":1000,"action":"user.ban"}')],
  ['an inserted row before the beginning', 'added', 0, copy(10, '{"id":"new","position":0}')],
  ['a copy of a row', 'added', 11, copy(10, '{"id":"new","position":11}')],
  [
    'a row in the place of another',
    'added',
    5,
    sql`delete from audit_event where ${row(5)}`,
    copy(6, '{"id":"new","position":5}'),
  ],
]

test.each(tamperings)('%s is found: %s at position %i', async (_, kind, position, ...statements) => {
  const { db, fill, tamper, verify } = await createLog()
  await fill(10)
  await tamper(...statements)
  const { problem, sealed } = await verify()
  expect(problem).toMatchObject({ kind, position })
  expect(sealed).toBe(Math.min(10, Math.max(0, position - 1)))
  const [found] = await db.select().from(auditEvent).where(eq(auditEvent.position, position))
  if (kind === 'missing')
    expect(problem?.message).toMatch(new RegExp(`${position}.* (is|are) missing before`))
  else expect(problem).toMatchObject({ id: found?.id, at: found?.at.toISOString() })
})

test('a row that is not sealed yet is checked as well', async () => {
  const { fill, write, tamper, verify } = await createLog()
  await fill(3)
  await write()
  await tamper(sql`update audit_event set subject_id = 'bob' where position is null`)
  const { problem } = await verify()
  expect(problem).toMatchObject({ kind: 'altered', position: null, id: expect.any(String) })
  expect(problem?.message).toContain('not sealed yet')
})

test('a row that somebody without the key wrote is found once it is sealed', async () => {
  const { fill, tamper, sealer, verify } = await createLog()
  await fill(3)
  await tamper(copy(3, '{"id":"new","position":null,"chain":null,"action":"user.ban"}'))
  await sealer.seal()
  expect((await verify()).problem).toMatchObject({ kind: 'altered', position: 4, id: 'new' })
})

test('rows of a secret that is behind today\u2019s still verify; without it the message says what to do', async () => {
  const log = await createLog()
  await log.fill(3)
  const secret = 'aNewSecretThatNobodyHasSeenSoFar1234'
  const rotated = createAuditKeys({ secrets: [secret, testSecret], own: [] })
  const later = createAuditSealer({ db: log.db, keys: rotated, logger: pino({ level: 'silent' }) })
  await log.write({}, { audit: rotated })
  await log.write({}, { audit: auditKeys })
  await later.seal()
  const { db } = log
  expect(await verifyAudit({ db, audit: rotated })).toMatchObject({ problem: null, sealed: 5 })
  const apart = createAuditKeys({ secrets: ['another'], own: ['own', secret, testSecret] })
  expect(await verifyAudit({ db, audit: apart })).toMatchObject({ problem: null, sealed: 5 })
  const { problem } = await log.verify()
  expect(problem).toMatchObject({ kind: 'unknown-key', position: 4 })
  expect(problem?.message).toMatch(/AUDIT_SECRET/)
})
