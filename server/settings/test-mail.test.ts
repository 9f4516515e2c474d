import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { mail } from '#drizzle/schema/index.ts'
import type { MailTest } from '#shared/mail-test.ts'
import { createTestApp } from '#test/app.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'
import { readAudit } from '#test/audit-log.ts'
import { startSmtpServer } from '#test/smtp-server.ts'
import { createMailWorker } from '../mail/mail-worker.ts'
import { createSmtpTransport } from '../mail/smtp-transport.ts'

/** The server with a mail server that may refuse, and an admin whose address is verified. */
async function withMailServer(options: Parameters<typeof startSmtpServer>[0] = {}) {
  const smtp = await startSmtpServer(options)
  onTestFinished(smtp.close)
  const smtpUrl = `smtp://${smtp.address}`
  const app = await createTestApp()
  const admin = app.browser('192.0.2.1')
  const { email } = await admin.become({ role: 'admin', name: 'Admin' })
  // The same database, now with a mail server: sign-up would else wait for a verification.
  const sending = await createTestApp({ database: app.database, config: { smtpUrl } })
  const browser = sending.browser('192.0.2.1')
  for (const [name, value] of admin.cookies) browser.cookies.set(name, value)
  const transport = createSmtpTransport({ url: smtpUrl })
  onTestFinished(() => transport.close())
  const { db } = app.database
  await db.delete(mail)
  const worker = createMailWorker({
    db,
    transport,
    from: 'mail@example.com',
    logger: pino({ level: 'silent' }),
  })
  return { ...app, admin: browser, email, smtp, worker }
}

test('a test mail goes to the admin who asks, by the outbox and the mail server', async () => {
  const { admin, email, smtp, worker, database } = await withMailServer()
  const { data: asked } = await admin.mutate<MailTest>('settings.testMail')
  expect(asked).toMatchObject({ state: 'waiting', attempts: 0, problem: null, sentAt: null })
  const state = async () => (await admin.query<MailTest>('settings.mailTest', { id: asked.id })).data
  expect(await state()).toEqual(asked)
  expect(await worker.runOnce()).toBe(1)
  expect(smtp.received).toMatchObject([{ to: [email], text: expect.stringContaining('mails reach you') }])
  expect(await state()).toMatchObject({ state: 'sent', attempts: 1, sentAt: expect.any(String) })
  const [row] = (await readAudit(database.db)).filter(({ action }) => action === 'setting.testMail')
  expect(row).toMatchObject({ subjectType: 'user', before: null, after: null })
})

test('a refused one says what the mail server said, and when it is tried again', async () => {
  const refused = Object.assign(new Error('No such mailbox here'), { responseCode: 550 })
  const { admin, worker } = await withMailServer({ onRcptTo: (_a, _s, done) => done(refused) })
  const { data: asked } = await admin.mutate<MailTest>('settings.testMail')
  await worker.runOnce()
  const { data } = await admin.query<MailTest>('settings.mailTest', { id: asked.id })
  expect(data).toMatchObject({
    state: 'waiting',
    attempts: 1,
    problem: { kind: 'recipient', detail: expect.stringContaining('550 No such mailbox here') },
    nextAttemptAt: expect.any(String),
  })
})

test('one that was given up says so', async () => {
  const { admin, database } = await withMailServer()
  const { data: asked } = await admin.mutate<MailTest>('settings.testMail')
  await database.db
    .update(mail)
    .set({ failedAt: new Date(), attempts: 8, lastError: 'connect ECONNREFUSED 127.0.0.1:25' })
    .where(eq(mail.id, asked.id))
  expect((await admin.query<MailTest>('settings.mailTest', { id: asked.id })).data).toMatchObject({
    state: 'failed',
    problem: { kind: 'unreachable' },
    nextAttemptAt: null,
  })
})

test('without a mail server it is kept', async () => {
  const { admin, newestLink } = await createAppWithAdmin()
  expect((await admin.mutate<MailTest>('settings.testMail')).data.state).toBe('kept')
  expect(await newestLink('test')).toBe('/admin/settings')
})

test('the fourth mail to an address in ten minutes is refused, and leaves neither mail nor record', async () => {
  const { admin, audited, database } = await createAppWithAdmin()
  for (let sent = 0; sent < 3; sent += 1) expect((await admin.mutate('settings.testMail')).status).toBe(200)
  const { status, error } = await admin.mutate('settings.testMail')
  expect([status, error.data.reason]).toMatchObject([
    429,
    { kind: 'limit', policy: 'mail', scope: 'account' },
  ])
  expect(await database.db.select().from(mail).where(eq(mail.kind, 'test'))).toHaveLength(3)
  expect((await audited()).filter(({ action }) => action === 'setting.testMail')).toHaveLength(3)
})

test('a mail that cannot be recorded is not sent', async () => {
  const { admin, database } = await createAppWithAdmin()
  await database.db.execute('alter table audit_event rename to audit_gone')
  try {
    expect((await admin.mutate('settings.testMail')).status).toBe(500)
  } finally {
    await database.db.execute('alter table audit_gone rename to audit_event')
  }
  expect(await database.db.select().from(mail).where(eq(mail.kind, 'test'))).toEqual([])
})

test('no other mail and nobody else’s is told about, and no other role may send one', async () => {
  const { admin, browser, database } = await createAppWithAdmin()
  const { data } = await admin.mutate<MailTest>('settings.testMail')
  const other = browser()
  await other.become({ role: 'admin' })
  expect((await other.query('settings.mailTest', { id: data.id })).status).toBe(404)
  await browser().register()
  const mails = await database.db.select().from(mail)
  for (const { id, kind } of mails) {
    expect((await admin.query('settings.mailTest', { id })).status).toBe(kind === 'test' ? 200 : 404)
  }
  expect(mails.some(({ kind }) => kind !== 'test')).toBe(true)
  for (const role of ['user', 'moderator', 'admin_ro'] as const) {
    const caller = browser()
    await caller.become({ role })
    for (const { status, error } of [
      await caller.mutate('settings.testMail'),
      await caller.query('settings.mailTest', { id: data.id }),
    ]) {
      expect([status, error.data.reason]).toEqual([
        403,
        { kind: 'permission', permission: 'settings.manage' },
      ])
    }
  }
})
