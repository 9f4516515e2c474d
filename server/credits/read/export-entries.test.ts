import { expect, test } from 'vitest'
import type { EntriesExportChunk } from '#shared/credits/credits.ts'
import type { Browser } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { chunksOf, readExport } from '#test/exports.ts'
import { withPeople } from '../../users/people-fixture.ts'
import { creditsContext, keepInvariants } from '../credits-fixture.ts'
import { spendCredits } from '../spend-credits.ts'

async function setUp() {
  const app = await withPeople()
  const { db } = app.database
  keepInvariants(db)
  const ctx = creditsContext(db)
  const person = app.browser()
  const { id: userId } = await person.become({ name: 'Ada' })
  const gift = { userId, credits: 5000, reason: 'A test', key: 'gift' }
  await app.admin.mutate('credits.grant', gift)
  const spend = (type: string, metadata?: Record<string, unknown>) =>
    spendCredits(ctx, { ownerId: userId, credits: 1, type, ...(metadata && { metadata }) })
  const exports = async () => (await readAudit(db)).filter(({ action }) => action === 'credits.export')
  return { ...app, db, person, userId, spend, exports }
}

const read = (browser: Browser, input: object, lastEventId?: string) =>
  readExport<EntriesExportChunk>(browser, { procedure: 'credits.export', input, lastEventId })
const readMine = (browser: Browser, input: object = {}) =>
  readExport<EntriesExportChunk>(browser, { procedure: 'credits.exportMine', input })
const linesOf = (events: Awaited<ReturnType<typeof read>>) =>
  chunksOf(events)
    .map(({ data }) => data.csv)
    .join('')
    .split('\r\n')
    .slice(0, -1)

test('a ledger is a file, newest first, with who did it for staff only, and what a cell begins with runs nothing', async () => {
  const { admin, adminId, person, userId, spend, exports } = await setUp()
  await spend('=cmd()', { pages: 3 })
  const [head, spent, given, ...more] = linesOf(await read(admin, { userId }))
  const columns = '"number","at","kind","credits","balance after","type","units","metadata"'
  expect(head).toBe(`\uFEFF${columns},"actor id","actor name"`)
  expect(spent).toMatch(/^"2",".*","spend","-1","4999","'=cmd\(\)","","\{""pages"":3\}","",""$/)
  expect(given).toMatch(new RegExp(`^"1",".*","grant","5000","5000","","","","${adminId}","Admin"$`))
  expect(more).toEqual([])
  const own = linesOf(await readMine(person))
  expect(own[0]).toBe(`\uFEFF${columns}`)
  expect(own.join()).not.toContain('Admin')
  expect(linesOf(await readMine(person, { kinds: ['grant'] }))).toHaveLength(2)
  expect(await exports()).toMatchObject([
    { actorId: adminId, subject: userId },
    { actorId: userId, subject: userId },
    { actorId: userId, subject: userId, after: { filter: { kinds: ['grant'] } } },
  ])
})

test('a long one comes in pieces, and goes on behind the one that was got last', async () => {
  const { admin, db, userId } = await setUp()
  await db.execute(`insert into credit_entry (owner_id, seq, kind, credits, balance_after, request_id, created_at)
    select '${userId}', n, case when n % 2 = 0 then 'expire' else 'grant' end, case when n % 2 = 0 then -1 else 1 end,
      5000 - case when n % 2 = 0 then 1 else 0 end, 'test', now() from generate_series(2, 2201) n`)
  await db.execute(`update credit_balance set last_seq = 2201, balance = 5000 where owner_id = '${userId}'`)
  const chunks = chunksOf(await read(admin, { userId }))
  expect(chunks.map(({ data }) => data.rows)).toEqual([1000, 2000, 2201])
  const rest = chunksOf(await read(admin, { userId }, chunks[0]?.id))
  expect(rest.map(({ data }) => data)).toEqual(chunks.slice(1).map(({ data }) => data))
})

test('nobody gets the ledger of somebody else without the right to read credits', async () => {
  const { admin, browser, person, userId, exports } = await setUp()
  for (const role of ['user', 'moderator'] as const) {
    const caller = browser()
    await caller.become({ role })
    expect(chunksOf(await read(caller, { userId }))).toEqual([])
  }
  expect(chunksOf(await read(person, { userId })), 'not even their own by that way').toEqual([])
  expect(chunksOf(await read(admin, { userId: 'nobody' }))).toEqual([])
  expect(chunksOf(await read(admin, { userId }, 'bm9uZQ=='))).toEqual([])
  expect(await exports()).toEqual([])
})
