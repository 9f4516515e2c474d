import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session } from '#drizzle/schema/index.ts'
import type { FeedbackExportChunk } from '#shared/feedback.ts'
import { contextOf } from '../users/people-fixture.ts'
import { exportFeedback } from './export-feedback.ts'
import { withFeedback } from './feedback-fixture.ts'

const chunksOf = (stream: string) =>
  [...stream.matchAll(/data: (\{"csv".*)\nid: (.*)/g)].map(([, data = '', id]) => ({
    ...(JSON.parse(data) as FeedbackExportChunk),
    id,
  }))

test('feedback is exported as CSV that runs no formula, by its filters, and that is recorded', async () => {
  const { admin, ada, sent, set, audited } = await withFeedback()
  const id = await sent({ content: '=HYPERLINK("x")\nsecond "line"', rating: 5, page: '/dashboard' })
  await set({ id: await sent({ content: 'Rubbish' }), status: 'spam' })
  const { data, status } = await admin.subscribe('feedback.export', { status: 'new' })
  const [chunk, ...others] = chunksOf(data)
  expect([status, chunk?.rows, others]).toEqual([200, 1, []])
  const head = '"sent at","status","rating","content","page","user id","user name","user e-mail"'
  expect(chunk?.csv.startsWith(`\uFEFF${head},"note","decided by","id"\r\n`)).toBe(true)
  const text = `"'=HYPERLINK(""x"")\nsecond ""line"""`
  const person = `"${ada.id}","Ada","${ada.email}"`
  expect(chunk?.csv).toContain(`"new","5",${text},"/dashboard",${person},"","","${id}"\r\n`)
  expect((await audited()).at(-1)).toMatchObject({
    action: 'feedback.export',
    after: { filter: { status: 'new' } },
  })
})

test('a long export comes in pieces, goes on behind the last one, and stops when the session ends', async () => {
  const { admin, adminId, db, sent } = await withFeedback()
  await sent()
  await db.execute(sql`insert into feedback
    select (jsonb_populate_record(f, jsonb_build_object('id', 'r' || n, 'created_at', created_at - n * interval '1 s'))).*
    from feedback f, generate_series(1, 1200) n`)
  const chunks = chunksOf((await admin.subscribe('feedback.export', {})).data)
  expect(chunks.map(({ rows }) => rows)).toEqual([500, 1000, 1201])
  expect(new Set(chunks.flatMap(({ csv }) => csv.match(/"r\d+"\r\n/g) ?? [])).size).toBe(1200)
  const resumed = await admin.subscribe('feedback.export', { lastEventId: chunks[1]?.id })
  expect(chunksOf(resumed.data)).toEqual([chunks[2]])
  expect((await admin.subscribe('feedback.export', { lastEventId: 'nonsense' })).status).toBe(400)

  const [current] = await db.select().from(session)
  const context = await contextOf(db, adminId)
  const pieces = exportFeedback(
    {
      ...context,
      actor: {
        ...context.actor,
        session: {
          id: current?.id ?? '',
          createdAt: context.now,
          expiresAt: context.now,
          confirmedAt: context.now,
        },
      },
    },
    {},
  )
  await pieces.next()
  await db.delete(session)
  await expect(pieces.next()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
})
