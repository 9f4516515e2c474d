import { Writable } from 'node:stream'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { readAudit } from '#test/audit-log.ts'
import { createLogger } from '../../logger.ts'
import { createLog } from '../audit-log-fixture.ts'
import { createEventRecorder } from './event-recorder.ts'

const event = {
  action: 'session.signIn',
  subject: { type: 'user', id: 'una', name: 'Una', email: 'una@example.com' },
  requestId: 'r1',
  clientAddress: '192.0.2.7',
  device: null,
} as const

async function setUp() {
  const log = await createLog()
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const record = createEventRecorder({ db: log.db, audit: log.keys, logger: createLogger('info', sink) })
  return { ...log, lines, record }
}

test('an event is a row like any other, with an actor or without', async () => {
  const { db, record, sealer, verify } = await setUp()
  await record(event)
  await record({
    ...event,
    actor: { id: 'una', name: 'Una', email: 'una@example.com' },
    impersonator: { id: 'ann', name: 'Ann' },
  })
  expect(await readAudit(db)).toMatchObject([
    {
      action: 'session.signIn',
      actorId: null,
      subject: 'una',
      requestId: 'r1',
      actor: { address: '192.0.2.7' },
    },
    { actorId: 'una', impersonatorId: 'ann', actor: { name: 'Una', impersonator: 'Ann' } },
  ])
  await sealer.seal()
  expect(await verify()).toMatchObject({ problem: null, sealed: 2 })
  expect(record.failures()).toBe(0)
})

test('what cannot be written is logged without the person and counted, and nothing is thrown', async () => {
  const { db, record, lines } = await setUp()
  await db.execute(sql`alter table audit_event rename to audit_event_gone`)
  try {
    await record(event)
    await record(event)
  } finally {
    await db.execute(sql`alter table audit_event_gone rename to audit_event`)
  }
  expect(record.failures()).toBe(2)
  expect(lines).toHaveLength(2)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', reqId: 'r1', action: 'session.signIn' })
  expect(lines.join()).not.toMatch(/Una|una@|192\.0\.2/)
})

test('within a transaction it is a part of it, and a failure does not break it', async () => {
  const { db, record } = await setUp()
  await db.transaction(async (tx) => {
    await record({ ...event, requestId: 'x'.repeat(65) })
    await record(event)
    expect(await tx.execute(sql`select 1`)).toBeTruthy()
  })
  expect(record.failures()).toBe(1)
  expect(await readAudit(db)).toHaveLength(1)
})
