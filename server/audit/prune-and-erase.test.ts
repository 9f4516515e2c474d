import { asc, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { auditCheckpoint, auditEvent } from '#drizzle/schema/index.ts'
import { createLog } from './audit-log-fixture.ts'
import { erasePerson } from './erase-person.ts'
import { pruneAudit } from './prune-audit.ts'
import { verifyAudit } from './verify/verify-audit.ts'

// The fixture writes a row an hour from 2026-01-01T00:00 on.
const afternoonOf = (day: string) => new Date(`2026-01-${day}T15:00:00Z`)

test('pruning deletes whole days, leaves a signed checkpoint and a row, and the rest verifies', async () => {
  const { db, context, fill, sealer, verify } = await createLog()
  await fill(50)
  expect(await pruneAudit(context({ now: afternoonOf('04') }), null)).toBe(0)
  expect(await pruneAudit(context({ now: afternoonOf('04') }), 3)).toBe(0)
  expect(await pruneAudit(context({ now: afternoonOf('04') }), 2)).toBe(24)
  expect(await pruneAudit(context({ now: afternoonOf('04') }), 2)).toBe(0)
  const rows = await db.select().from(auditEvent).orderBy(asc(auditEvent.position))
  expect(rows).toHaveLength(27)
  expect(rows[0]?.position).toBe(25)
  expect(rows.at(-1)).toMatchObject({
    action: 'audit.prune',
    actorId: null,
    after: { position: 24, rows: 24, before: '2026-01-02T00:00:00.000Z' },
  })
  expect(await db.select().from(auditCheckpoint)).toMatchObject([{ kind: 'prune', position: 24, rows: 24 }])
  await sealer.seal()
  expect(await verify()).toEqual({ problem: null, sealed: 27, unsealed: 0, next: null })
})

test('a log that was pruned to the last row goes on where it was', async () => {
  const { context, fill, sealer, verify, write } = await createLog()
  await fill(5)
  await pruneAudit(context({ now: afternoonOf('09') }), 1)
  await write()
  await sealer.seal()
  expect(await verify()).toMatchObject({ problem: null, sealed: 2 })
})

test('a verification in parts goes on behind what was pruned meanwhile', async () => {
  const { db, keys, context, fill } = await createLog()
  await fill(50)
  const first = await verifyAudit({ db, audit: keys }, { batchSize: 4, maxRows: 8 })
  expect(first.next).toMatchObject({ position: 8 })
  await pruneAudit(context({ now: afternoonOf('04') }), 2)
  const second = await verifyAudit({ db, audit: keys }, { batchSize: 4, after: first.next ?? undefined })
  expect(second).toMatchObject({ problem: null, sealed: 26, unsealed: 1 })
})

test('rows that wait for the sealer are not pruned', async () => {
  const { context, write } = await createLog()
  await write()
  expect(await pruneAudit(context({ now: afternoonOf('20') }), 1)).toBe(0)
})

test('what was made to look old is kept, and the error says why', async () => {
  const { db, context, fill, tamper } = await createLog()
  await fill(5)
  await tamper(sql`update audit_event set at = at - interval '2 years'`)
  await expect(pruneAudit(context({ now: afternoonOf('02') }), 365)).rejects.toThrow(
    /broken.*Row 1 .*altered/,
  )
  expect(await db.select().from(auditEvent)).toHaveLength(5)
})

test('a row that comes back after it was pruned is found', async () => {
  const { context, fill, tamper, verify } = await createLog()
  await fill(50)
  await pruneAudit(context({ now: afternoonOf('04') }), 2)
  await tamper(sql`insert into audit_event
    select (jsonb_populate_record(audit_event, '{"id":"back","position":3}')).* from audit_event where position = 25`)
  expect((await verify()).problem).toMatchObject({ kind: 'added', position: 3, id: 'back' })
})

test.each([
  ['moved on', sql`update audit_checkpoint set position = 30`],
  ['of another link', sql`update audit_checkpoint set chain = 'x.y'`],
  [
    'made up',
    sql`insert into audit_checkpoint select 'new', at, kind, 40, chain, person_id, rows, key_id, mac from audit_checkpoint`,
  ],
])('a prune checkpoint that was %s is found', async (_, statement) => {
  const { context, fill, tamper, verify } = await createLog()
  await fill(50)
  await pruneAudit(context({ now: afternoonOf('04') }), 2)
  await tamper(statement)
  expect((await verify()).problem).toMatchObject({ kind: 'checkpoint' })
})

test('without its checkpoint the rows that were pruned are missing', async () => {
  const { context, fill, tamper, verify } = await createLog()
  await fill(50)
  await pruneAudit(context({ now: afternoonOf('04') }), 2)
  await tamper(sql`delete from audit_checkpoint`)
  expect((await verify()).problem).toMatchObject({ kind: 'missing', position: 1 })
})

test('erasing a person takes what can be read of them, as actor and as subject, and the log verifies', async () => {
  const { db, context, write, sealer, verify } = await createLog()
  const una = { id: 'una', name: 'Una User', email: 'una@example.com' }
  const bob = { id: 'bob', name: 'Bob', email: 'bob@example.com' }
  const role = { before: { role: 'user' }, after: { role: 'admin' } }
  const ofUna = { type: 'user', ...una } as const
  await write({ subject: ofUna })
  await write({ ...role, subject: { type: 'setting', id: 'una' } })
  await write({ ...role, subject: { type: 'user', ...bob } }, { actor: { user: bob, impersonator: una } })
  await write({ ...role, subject: { type: 'user', ...bob } }, { actor: { user: una, impersonator: null } })
  await write({ ...role, subject: { type: 'user', ...bob } })
  await sealer.seal()
  await write({ subject: ofUna })

  const rows = await db.transaction((tx) => erasePerson(context({ db: tx }), 'una'))
  expect(rows).toBe(4)
  await sealer.seal()
  expect(await verify()).toEqual({ problem: null, sealed: 7, unsealed: 0, next: null })
  const kept = await db.select().from(auditEvent).orderBy(asc(auditEvent.position))
  expect(JSON.stringify(kept)).not.toMatch(/Una|una@/)
  expect(kept.map(({ actorFacts, subjectFacts }) => [actorFacts !== null, subjectFacts !== null])).toEqual([
    [true, false],
    [true, true],
    [false, true],
    [false, true],
    [true, true],
    [true, false],
    [true, true],
  ])
  expect(kept.at(-1)).toMatchObject({ action: 'audit.erase', subjectId: 'una', after: { rows: 4 } })
})

test('erasing a person takes what was personal of things of theirs, whoever changed it', async () => {
  const { db, write, context, sealer, verify, tamper } = await createLog()
  const changed = { before: { name: 'A letter' }, after: { name: 'Another letter' } }
  for (const ownerId of ['una', 'bob']) {
    await write({ ...changed, subject: { type: 'setting', id: 'letter', ownerId } })
  }
  await sealer.seal()
  await db.transaction((tx) => erasePerson(context({ db: tx }), 'una'))
  await sealer.seal()
  expect(await verify()).toMatchObject({ problem: null, sealed: 3 })
  const kept = await db.select().from(auditEvent).orderBy(asc(auditEvent.position))
  expect(kept.map(({ subjectFacts }) => subjectFacts?.after)).toEqual([
    undefined,
    { name: 'Another letter' },
    undefined,
  ])
  expect(JSON.stringify(kept.map(({ before, after }) => [before, after]))).not.toContain('letter')
  await tamper(sql`update audit_event set subject_owner_id = 'una' where position = 2`)
  expect((await verify()).problem).toMatchObject({ kind: 'altered', position: 2 })
})

test('an erase checkpoint of another person, or one nobody signed, explains nothing', async () => {
  const { db, context, fill, tamper, verify } = await createLog()
  await fill(5)
  await db.transaction((tx) => erasePerson(context({ db: tx }), 'somebody'))
  await tamper(sql`update audit_event set subject_facts = null, subject_salt = null where position = 3`)
  expect((await verify()).problem).toMatchObject({ kind: 'erased', position: 3 })
  await tamper(
    sql`update audit_checkpoint set person_id = (select subject_id from audit_event where position = 3)`,
  )
  expect((await verify()).problem).toMatchObject({ kind: 'checkpoint' })
})

test('an erasure that is undone by its transaction leaves everything as it was', async () => {
  const { db, context, fill, verify } = await createLog()
  await fill(2)
  const undone = db.transaction(async (tx) => {
    await erasePerson(context({ db: tx }), 'ann')
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(await verify()).toMatchObject({ problem: null, sealed: 2, unsealed: 0 })
})
