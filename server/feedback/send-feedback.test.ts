import { expect, test } from 'vitest'
import { feedback, mail, setting } from '#drizzle/schema/index.ts'
import type { Feedback } from '#shared/feedback-statuses.ts'
import { mailingContextOf } from '../users/people-fixture.ts'
import { withFeedback } from './feedback-fixture.ts'
import { sendFeedback } from './send-feedback.ts'

test('feedback is there as it was written, with who sent it and from which page', async () => {
  const { ada, admin, adminId, send, list } = await withFeedback()
  const content = ' <b>Slow</b>\r\n\r\nsecond line '
  const answer = await send({ content, rating: 4, page: '/admin/users?search=bob@example.com#top' })
  expect(answer.data).toEqual({ id: expect.any(String), createdAt: expect.any(String) })
  expect(await list()).toEqual({
    items: [
      {
        id: answer.data.id,
        content: '<b>Slow</b>\n\nsecond line',
        rating: 4,
        // Without what was searched for.
        page: '/admin/users',
        status: 'new',
        note: null,
        user: { id: ada.id, name: 'Ada', email: expect.stringContaining('@example.com') },
        decidedBy: null,
        createdAt: answer.data.createdAt,
        updatedAt: answer.data.createdAt,
      },
    ],
    nextCursor: null,
    total: 1,
    totalCapped: false,
  })
  const [item] = (await list()).items
  expect((await admin.query<Feedback>('feedback.get', { id: item?.id })).data).toEqual(item)
  expect((await admin.query('feedback.get', { id: 'none' })).status).toBe(404)
  expect(adminId).not.toBe(ada.id)
})

const wrong: [string, unknown][] = [
  ['content', ''],
  ['content', ' \n '],
  ['content', 'ab'],
  ['content', 'x'.repeat(5001)],
  ['content', 'bell\u0007'],
  ['content', 'nul\u0000'],
  ['content', 'turned\u202eround'],
  ['content', null],
  ['content', { text: 'x' }],
  ['rating', 0],
  ['rating', 6],
  ['rating', 2.5],
  ['rating', '5'],
  ['page', '//evil.example/x'],
  ['page', 'https://evil.example/'],
  ['page', 'javascript:alert(1)'],
  ['page', '/\\evil.example'],
  ['page', 'admin'],
  ['page', `/${'x'.repeat(300)}`],
  // Longer once it is written as an address.
  ['page', `/${'é'.repeat(100)}`],
  ['key', 'mine!'],
  ['key', 'x'.repeat(65)],
]

test('what cannot be taken is refused at its field, and nothing is kept', async () => {
  const { send, as, db } = await withFeedback()
  let somebody = await as('user')
  for (const [index, [field, value]] of wrong.entries()) {
    // Who is refused has called as well, and may do so ten times an hour.
    if (index % 8 === 0) somebody = await as('user')
    const { status, error } = await send({ [field]: value }, somebody)
    expect([field, value, status, Object.keys(error.data.fieldErrors ?? {})]).toEqual([
      field,
      value,
      400,
      [field],
    ])
  }
  expect(await db.select().from(feedback)).toEqual([])
})

test('the longest text, 5,000 characters of four bytes, is kept whole', async () => {
  const { send, list } = await withFeedback()
  const content = '😀'.repeat(2500)
  expect((await send({ content })).status).toBe(200)
  expect((await list()).items[0]?.content).toBe(content)
})

test('ten an hour, whoever else sends', async () => {
  const { send, as, list } = await withFeedback()
  for (let count = 0; count < 10; count++) expect((await send()).status).toBe(200)
  const { status, error, headers } = await send()
  expect([status, error.data.reason]).toMatchObject([429, { kind: 'limit', policy: 'feedback', limit: 10 }])
  expect(Number(headers['retry-after'])).toBeGreaterThan(0)
  expect((await send({}, await as('user'))).status).toBe(200)
  expect((await list()).total).toBe(11)
})

test('what is sent again with its key is there once, also at the same moment; the key is the sender’s own', async () => {
  const { send, as, list } = await withFeedback()
  const key = crypto.randomUUID()
  const answers = await Promise.all(Array.from({ length: 4 }, () => send({ key })))
  expect(new Set(answers.map(({ status, data }) => `${status} ${data.id}`)).size).toBe(1)
  expect((await list()).total).toBe(1)
  expect((await send({ key }, await as('user'))).data.id).not.toBe(answers[0]?.data.id)
  await send()
  await send()
  expect((await list()).total).toBe(4)
})

test('only who is signed in sends it, neither a program nor an admin who acts as them', async () => {
  const { send, browser, admin, ada, list } = await withFeedback()
  expect((await send({}, browser())).status).toBe(401)
  const { data: made } = await ada.mutate<{ secret: string }>('keys.create', { name: 'Report' })
  const byKey = await browser().post(
    '/api/feedback',
    { content: 'By a key.' },
    { authorization: `Bearer ${made.secret}` },
  )
  expect([byKey.statusCode, byKey.json().reason]).toEqual([403, { kind: 'person' }])
  await admin.mutate('sessions.impersonate', { userId: ada.id, reason: 'Support' })
  const { status, error } = await send({}, admin)
  expect([status, error.data.reason]).toEqual([403, { kind: 'impersonating' }])
  await admin.mutate('sessions.endImpersonation')
  expect((await list()).total).toBe(0)
})

test('the address of the setting is mailed once an hour, without what was written; nobody is, while it is empty', async () => {
  const { admin, db, send, as } = await withFeedback()
  const mails = async () => (await db.select().from(mail)).filter(({ kind }) => kind === 'feedback')
  await send()
  expect(await mails()).toEqual([])
  const set = (value: string) => admin.mutate('settings.set', { key: 'feedbackEmail', value })
  expect((await set('Team@Example.com')).status).toBe(200)
  await Promise.all([send({ content: 'Of Turin.' }), send({}, await as('user'))])
  const [told, ...others] = await mails()
  expect([told?.recipient, others]).toEqual(['team@example.com', []])
  expect(told?.text).toContain('/admin/feedback?status=new')
  expect(JSON.stringify(told)).not.toContain('Turin')
  await db.update(mail).set({ createdAt: new Date(Date.now() - 3_700_000) })
  await send()
  expect(await mails()).toHaveLength(2)
  // Somebody else hears of the next one at once.
  await set('other@example.com')
  await send()
  expect((await mails()).map(({ recipient }) => recipient).sort()).toEqual([
    'other@example.com',
    'team@example.com',
    'team@example.com',
  ])
})

test('when the mail cannot be written, nothing is kept of the feedback', async () => {
  const { db, ada } = await withFeedback()
  const ctx = await mailingContextOf(db, ada.id)
  const mailer = { send: () => Promise.reject(new Error('No room.')) }
  await db.insert(setting).values({ key: 'feedbackEmail', value: 'team@example.com' })
  const sending = sendFeedback(
    { ...ctx, mailer, config: { signUp: 'open' } },
    { content: 'The list is slow.' },
  )
  await expect(sending).rejects.toThrow('No room.')
  expect(await db.select().from(feedback)).toEqual([])
})
