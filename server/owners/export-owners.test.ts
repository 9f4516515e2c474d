import { expect, test } from 'vitest'
import type { OwnersExportChunk } from '#shared/credits/credits.ts'
import type { Browser } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { chunksOf, readExport } from '#test/exports.ts'
import { withPeople } from '../users/people-fixture.ts'

async function setUp() {
  const app = await withPeople()
  const { db } = app.database
  const give = async (name: string, credits: number) => {
    const { id: userId } = await app.browser().become({ name })
    await app.admin.mutate('credits.grant', { userId, credits, reason: 'A test', key: name })
    return userId
  }
  const exports = async () => (await readAudit(db)).filter(({ action }) => action === 'credits.exportOwners')
  return { ...app, db, give, exports }
}

const read = (browser: Browser, input: object, lastEventId?: string) =>
  readExport<OwnersExportChunk>(browser, { procedure: 'credits.exportOwners', input, lastEventId })
const linesOf = (events: Awaited<ReturnType<typeof read>>) =>
  chunksOf(events)
    .map(({ data }) => data.csv)
    .join('')
    .split('\r\n')
    .slice(0, -1)

test('who has credits is a file in the order of the list, narrowed as it is, and what a cell begins with runs nothing', async () => {
  const { admin, adminId, give, exports } = await setUp()
  const some = await give('Some', 10)
  const much = await give('=cmd()', 500)
  const [head, ...lines] = linesOf(await read(admin, {}))
  expect(head).toBe(
    '\uFEFF"owner id","user id","name","e-mail","plan","available","held","spent this month","bound","month ends"',
  )
  expect(lines.slice(0, 2)).toEqual([
    expect.stringMatching(
      new RegExp(`^"${much}","${much}","'=cmd\\(\\)",".+@.+","free","500","0","0","",".+Z"$`),
    ),
    expect.stringMatching(new RegExp(`^"${some}","${some}","Some",".+@.+","free","10","0","0","",".+Z"$`)),
  ])
  const upwards = linesOf(await read(admin, { direction: 'asc' }))
  expect(upwards.slice(-2)).toEqual(lines.slice(0, 2).toReversed())
  expect(linesOf(await read(admin, { search: 'some' }))).toEqual([head, lines[1]])
  expect((await exports()).map(({ actorId, subject, after }) => ({ actorId, subject, after }))).toEqual(
    [{}, { direction: 'asc' }, { search: 'some' }].map((asked) => ({
      actorId: adminId,
      subject: 'credits.exportOwners',
      after: { filter: { order: 'balance', direction: 'desc', ...asked } },
    })),
  )
})

test('a long one comes in pieces, and goes on behind the one that was got last', async () => {
  const { admin, db } = await setUp()
  await db.execute(
    `insert into organization (id, name) select 'o' || n, 'Many' from generate_series(1, 2201) n`,
  )
  await db.execute(`insert into credit_balance (owner_id, plan, period_anchor, period_start, period_end, due_at)
    select 'o' || n, 'free', now(), now(), now() + interval '1 month', now() + interval '1 month'
    from generate_series(1, 2201) n`)
  const input = { direction: 'asc' }
  const chunks = chunksOf(await read(admin, input))
  expect(chunks.map(({ data }) => data.rows)).toEqual([1000, 2000, 2201])
  const rest = chunksOf(await read(admin, input, chunks[0]?.id))
  expect(rest.map(({ data }) => data)).toEqual(chunks.slice(1).map(({ data }) => data))
})

test('nobody gets it without the right to read credits, or behind a cursor that is not ours', async () => {
  const { admin, browser, exports } = await setUp()
  for (const role of ['user', 'moderator'] as const) {
    const caller = browser()
    await caller.become({ role })
    expect(chunksOf(await read(caller, {}))).toEqual([])
  }
  expect(chunksOf(await read(admin, {}, 'bm9uZQ=='))).toEqual([])
  expect(await exports()).toEqual([])
})
