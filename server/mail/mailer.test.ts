import { beforeEach, expect, test } from 'vitest'
import { mail } from '#drizzle/schema/index.ts'
import type { Database } from '#server/database/database.ts'
import { emptyDatabase } from '#test/database.ts'
import { createMailer, type Mailer } from './mailer.ts'
import { deleteOldMails, listMails } from './outbox.ts'

const appUrl = 'https://app.example.com'
let db: Database
let mailer: Mailer

beforeEach(async () => {
  db = (await emptyDatabase()).db
  mailer = createMailer({ db, appUrl })
})

test('a mail is in the outbox, due at once, with its link in both bodies', async () => {
  const url = `${appUrl}/api/auth/verify-email?token=abc&callbackURL=%2Fdashboard`
  await mailer.send('verification', { to: 'ada@example.com', name: 'Ada', url })
  const [row] = await db.select().from(mail)
  expect(row).toMatchObject({
    kind: 'verification',
    recipient: 'ada@example.com',
    attempts: 0,
    sentAt: null,
    failedAt: null,
  })
  expect(row?.text).toContain(url)
  expect(row?.html).toContain(`href="${url.replaceAll('&', '&amp;')}"`)
})

test('a mail written in a transaction that is rolled back is not there; in one that commits it is', async () => {
  const rolledBack = db.transaction(async () => {
    await mailer.send('welcome', { to: 'ada@example.com', name: 'Ada' })
    throw new Error('undo')
  })
  await expect(rolledBack).rejects.toThrow('undo')
  expect(await db.select().from(mail)).toEqual([])

  await db.transaction(async () => mailer.send('welcome', { to: 'ada@example.com', name: 'Ada' }))
  expect(await db.select().from(mail)).toHaveLength(1)
})

test.each([
  'ada@example.com\r\nBcc: eve@example.com',
  'ada@example.com, eve@example.com',
  'Ada <ada@example.com>',
  'ada',
  `${'a'.repeat(250)}@example.com`,
])('an address that is not a single one is refused: %j', async (to) => {
  await expect(mailer.send('welcome', { to, name: 'Ada' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  expect(await db.select().from(mail)).toEqual([])
})

test.each([
  'https://evil.example/reset?token=1',
  'https://app.example.com.evil.example/',
  'javascript:alert(1)',
])('a link to another origin is refused: %s', async (url) => {
  await expect(mailer.send('password-reset', { to: 'ada@example.com', name: 'Ada', url })).rejects.toThrow(
    'must lead to',
  )
  await expect(mailer.send('verification', { to: 'ada@example.com', name: 'Ada', url })).rejects.toThrow(
    'must lead to',
  )
  expect(await db.select().from(mail)).toEqual([])
})

test('the list is newest first, and the sweep deletes what is older than 30 days', async () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
  const row = { kind: 'welcome', recipient: 'ada@example.com', subject: 'S' }
  await db.insert(mail).values([
    { ...row, id: 'old', createdAt: daysAgo(31) },
    { ...row, id: 'kept', createdAt: daysAgo(29) },
    { ...row, id: 'new' },
  ])
  expect((await listMails(db, { limit: 2 })).map(({ id }) => id)).toEqual(['new', 'kept'])
  expect(await deleteOldMails(db)).toBe(1)
  expect((await listMails(db, { limit: 10 })).map(({ id }) => id)).toEqual(['new', 'kept'])
})
