import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createAuditKeys } from '../audit-keys.ts'
import { createLog } from '../audit-log-fixture.ts'
import { pruneAudit } from '../prune-audit.ts'
import { getAuditHead } from './audit-head.ts'
import { readChainBeginning } from './chain.ts'

test('a head holds for the log of its time and for what was added since', async () => {
  const { context, fill, verify } = await createLog()
  const empty = await getAuditHead(context())
  await fill(4)
  const head = await getAuditHead(context())
  expect(head).toMatchObject({ position: 4, chain: expect.any(String), mac: expect.any(String) })
  expect((await verify({ head })).problem).toBeNull()
  await fill(3)
  expect((await verify({ head })).problem).toBeNull()
  expect((await verify({ head: empty })).problem).toBeNull()
})

test('a cut-off end shows by the head only', async () => {
  const { context, fill, tamper, verify } = await createLog()
  await fill(6)
  const head = await getAuditHead(context())
  await tamper(sql`delete from audit_event where position > 4`)
  expect(await verify()).toMatchObject({ problem: null, sealed: 4 })
  const { problem } = await verify({ head })
  expect(problem).toMatchObject({ kind: 'cut-off', position: 6 })
  expect(problem?.message).toContain(head.at)
})

test('an end that was cut off and written anew shows, even when it was done with the key', async () => {
  const { context, fill, restart, tamper, verify } = await createLog()
  await fill(6)
  const head = await getAuditHead(context())
  await tamper(sql`delete from audit_event where position > 4`)
  restart()
  await fill(3)
  expect(await verify()).toMatchObject({ problem: null, sealed: 7 })
  expect((await verify({ head })).problem).toMatchObject({ kind: 'rewritten', position: 6 })
})

test('a head that was changed, or signed with another key, is not believed', async () => {
  const { context, fill, verify } = await createLog()
  await fill(3)
  const head = await getAuditHead(context())
  expect((await verify({ head: { ...head, position: 2 } })).problem).toMatchObject({ kind: 'head' })
  const stranger = createAuditKeys({ secrets: ['somebody else'], own: [] })
  const foreign = await getAuditHead(context({ audit: stranger }))
  const { problem } = await verify({ head: foreign })
  expect(problem).toMatchObject({ kind: 'unknown-key' })
  expect(problem?.message).toContain('AUDIT_SECRET')
})

test('a head of before a prune holds as far as it can, one of its last row entirely', async () => {
  const { db, context, fill, sealer, verify } = await createLog()
  await fill(12)
  const early = await getAuditHead(context())
  await fill(11)
  const head = await getAuditHead(context())
  await fill(2)
  await pruneAudit(context({ now: new Date('2026-01-04T15:00:00Z') }), 2)
  await sealer.seal()
  expect(await readChainBeginning(db)).toEqual({ position: 23, chain: head.chain })
  expect((await verify({ head })).problem).toBeNull()
  expect((await verify({ head: early })).problem).toBeNull()
})
