import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { auditEvent, setting } from '#drizzle/schema/index.ts'
import { readAudit } from '#test/audit-log.ts'
import { createLog } from '../audit-log-fixture.ts'
import { recordAudit } from './record-audit.ts'

test('a row keeps what differs, and what tells of a person apart from the rest', async () => {
  const { db, write } = await createLog()
  await write({
    before: { role: 'user', name: 'Una', emailVerified: true, list: [1, { b: 1, a: 2 }] },
    after: { role: 'admin', name: 'Una User', emailVerified: true, list: [1, { a: 2, b: 1 }] },
  })
  const [row] = await db.select().from(auditEvent)
  expect(row).toMatchObject({
    before: { role: 'user' },
    after: { role: 'admin' },
    position: null,
    chain: null,
  })
  expect(row?.subjectFacts).toEqual({
    name: 'Una User',
    email: 'una@example.com',
    before: { name: 'Una' },
    after: { name: 'Una User' },
  })
  expect(await readAudit(db)).toMatchObject([
    { before: { role: 'user', name: 'Una' }, after: { role: 'admin', name: 'Una User' } },
  ])
})

test('values of every kind verify after the database has given them back', async () => {
  const { write, sealer, verify } = await createLog()
  const values = {
    huge: 1e21,
    small: 0.1,
    tiny: 5e-324,
    negative: -0,
    nested: { z: { y: [], x: {} }, 10: 'ten', 9: 'nine' },
    text: 'Zoë 👩‍💻 \u202e "quoted" \\ \n \u0000 \ud800',
    'a key with ü and \u2028': null,
    at: new Date('2026-05-05T05:05:05.005Z'),
    missing: undefined,
    yes: true,
  }
  await write({ before: null, after: values })
  await write({ before: values, after: null })
  await write({ before: {}, after: {}, subject: { type: 'setting', id: 'ü \ud800', name: '\ud800' } })
  await write({}, { actor: null, device: null, clientAddress: '' })
  await sealer.seal()
  expect(await verify()).toMatchObject({ problem: null, sealed: 4 })
})

test('an act whose row cannot be written does not happen', async () => {
  const { db, context, keys } = await createLog()
  const broken = {
    ...keys,
    sign: () => ({ keyId: '', mac: null as unknown as string }),
  }
  const act = db.transaction(async (tx) => {
    await tx.insert(setting).values({ key: 'k', value: 1 })
    await recordAudit(context({ db: tx, audit: broken }), {
      action: 'setting.set',
      subject: { type: 'setting', id: 'k' },
      after: { value: 1 },
    })
  })
  await expect(act).rejects.toThrow()
  expect(await db.select().from(setting)).toEqual([])
  expect(await db.select().from(auditEvent)).toEqual([])
})

test('while somebody acts as another, both are in the row', async () => {
  const { db, write } = await createLog()
  const una = { id: 'una', name: 'Una', email: 'una@example.com' }
  await write({}, { actor: { user: una, impersonator: { id: 'ann', name: 'Ann' } } })
  const [row] = await db.select().from(auditEvent).where(eq(auditEvent.impersonatorId, 'ann'))
  expect(row).toMatchObject({ actorId: 'una', actorFacts: { name: 'Una', impersonator: 'Ann' } })
  expect(await db.select({ id: sql`1` }).from(auditEvent).where(eq(auditEvent.actorId, 'ann'))).toEqual([])
})
