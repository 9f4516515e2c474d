import { setTimeout as sleep } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mail } from '#drizzle/schema/index.ts'
import type { Database } from '#server/database/database.ts'
import { openDatabase } from '#server/database/open.ts'
import { createPostgresDatabase, emptyDatabase, serverUrl } from '#test/database.ts'
import { startSmtpServer, type TestSmtpServer } from '#test/smtp-server.ts'
import { createMailWorker, type MailWorker } from './mail-worker.ts'
import { createMailer } from './mailer.ts'
import { createSmtpTransport, type MailTransport } from './smtp-transport.ts'

const appUrl = 'https://app.example.com'
const from = 'Gatehouse <mail@example.com>'
let db: Database
let cleanups: (() => unknown)[]
let logged: string[]

beforeEach(async () => {
  db = (await emptyDatabase()).db
  cleanups = []
  logged = []
})
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
})

const note = (level: string) => (_details: unknown, message?: string) => {
  logged.push(`${level}: ${typeof _details === 'string' ? _details : message}`)
}
const logger = { info: note('info'), warn: note('warn'), error: note('error') }

async function smtpServer(options: Parameters<typeof startSmtpServer>[0] = {}): Promise<TestSmtpServer> {
  const server = await startSmtpServer(options)
  cleanups.push(server.close)
  return server
}

function transportTo(server: TestSmtpServer): MailTransport {
  const transport = createSmtpTransport({ url: `smtp://${server.address}` })
  cleanups.push(() => transport.close())
  return transport
}

function worker(options: {
  transport: MailTransport
  db?: Database
  sendTimeoutMs?: number
  intervalMs?: number
}): MailWorker {
  const made = createMailWorker({ db, from, logger, intervalMs: 20, ...options })
  cleanups.push(() => made.stop())
  return made
}

const sendWelcome = (to = 'ada@example.com') =>
  createMailer({ db, appUrl }).send('welcome', { to, name: 'Ada' })
const makeDue = () => db.update(mail).set({ nextAttemptAt: sql`now()` })
const secondsToNextAttempt = async () => {
  const [row] = await db
    .select({ wait: sql<number>`extract(epoch from next_attempt_at - now())::float` })
    .from(mail)
  return row?.wait ?? Number.NaN
}
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It did not come to pass within two minutes.')
    await sleep(10)
  }
}

test('a verification mail arrives with both parts and the right headers; then the row holds no link', async () => {
  const server = await smtpServer()
  const url = `${appUrl}/api/auth/verify-email?token=${'t'.repeat(200)}&callbackURL=%2Fdashboard`
  const name = 'Ada\r\nBcc: eve@example.com\r\n\r\n<script>alert(1)</script>'
  await createMailer({ db, appUrl }).send('verification', { to: 'ada@example.com', name, url })
  const [before] = await db.select().from(mail)

  expect(await worker({ transport: transportTo(server) }).runOnce()).toBe(1)

  const [received] = server.received
  expect(received).toMatchObject({
    from: 'mail@example.com',
    to: ['ada@example.com'],
    headers: {
      from: [from],
      to: ['ada@example.com'],
      subject: ['Confirm your e-mail address'],
      'message-id': [`<${before?.id}@example.com>`],
      'auto-submitted': ['auto-generated'],
    },
  })
  expect(Object.keys(received?.headers ?? {})).not.toContain('bcc')
  expect(received?.text).toContain(url)
  expect(received?.html).toContain(url.replaceAll('&', '&amp;'))
  expect(received?.html).not.toContain('<script')
  expect(received?.text).not.toContain('eve@')

  const [row] = await db.select().from(mail)
  expect(row).toMatchObject({ text: null, html: null, failedAt: null, lastError: null, attempts: 1 })
  expect(row?.sentAt).toBeInstanceOf(Date)
  expect(await worker({ transport: transportTo(server) }).runOnce()).toBe(0)
  expect(server.received).toHaveLength(1)
})

test('what fails is tried again later, and goes out once the server takes it', async () => {
  let refusal: Error | null = new Error('Not now: https://app.example.com/reset?token=secret')
  const server = await smtpServer({ refuse: () => refusal })
  const sender = worker({ transport: transportTo(server) })
  await sendWelcome()

  expect(await sender.runOnce()).toBe(0)
  const [row] = await db.select().from(mail)
  expect(row).toMatchObject({ attempts: 1, sentAt: null, failedAt: null })
  expect(row?.text).toContain('/dashboard')
  expect(row?.lastError).toContain('Not now')
  expect(row?.lastError).not.toContain('secret')
  expect(await secondsToNextAttempt()).toBeCloseTo(30, -1)
  expect(await sender.runOnce(), 'not due yet').toBe(0)
  expect((await db.select().from(mail))[0]?.attempts).toBe(1)

  refusal = null
  await makeDue()
  expect(await sender.runOnce()).toBe(1)
  expect(server.received).toHaveLength(1)
  expect((await db.select().from(mail))[0]).toMatchObject({ attempts: 2, lastError: null, text: null })
})

test('the wait doubles up to an hour, and the eighth failure is the last and erases the bodies', async () => {
  const server = await smtpServer({ refuse: () => new Error('No.') })
  const sender = worker({ transport: transportTo(server) })
  await sendWelcome()
  const waits: number[] = []
  for (let attempt = 1; attempt <= 7; attempt++) {
    await makeDue()
    await sender.runOnce()
    waits.push(Math.round((await secondsToNextAttempt()) / 30))
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64])
  expect((await db.select().from(mail))[0]).toMatchObject({ attempts: 7, failedAt: null })

  await makeDue()
  await sender.runOnce()
  const [row] = await db.select().from(mail)
  expect(row).toMatchObject({ attempts: 8, text: null, html: null, sentAt: null })
  expect(row?.failedAt).toBeInstanceOf(Date)
  await makeDue()
  expect(await sender.runOnce()).toBe(0)
  expect((await db.select().from(mail))[0]?.attempts).toBe(8)
  expect(logged).toEqual([
    'warn: A mail could not be sent yet.',
    'error: A mail could not be sent and was given up.',
  ])
})

test('a server that hangs holds up a mail no longer than the send may take, and no other for ever', async () => {
  let hanging = true
  const server = await smtpServer({
    onRcptTo: (_address, _session, done) => {
      if (!hanging) done()
    },
  })
  const sender = worker({ transport: transportTo(server), sendTimeoutMs: 2000 })
  await sendWelcome()
  const begun = Date.now()
  expect(await sender.runOnce()).toBe(0)
  expect(Date.now() - begun).toBeLessThan(60_000)
  expect((await db.select().from(mail))[0]).toMatchObject({ attempts: 1, sentAt: null, failedAt: null })

  hanging = false
  await makeDue()
  expect(await sender.runOnce()).toBe(1)
  expect(server.received).toHaveLength(1)
})

test('stop waits for the mail that is being sent, and nothing is sent after it', async () => {
  let takeIt = () => {}
  const server = await smtpServer({
    onRcptTo: (_address, _session, done) => {
      takeIt = done
    },
  })
  const sender = worker({ transport: transportTo(server) })
  await sendWelcome()
  sender.start()
  await until(async () => (await db.select().from(mail))[0]?.attempts === 1)
  let stopped = false
  const stopping = sender.stop().then(() => {
    stopped = true
  })
  await sendWelcome('later@example.com')
  await sleep(200)
  expect(stopped).toBe(false)
  takeIt()
  await stopping
  expect(server.received.map(({ to }) => to[0])).toEqual(['ada@example.com'])
  const [later] = await db.select().from(mail).where(eq(mail.recipient, 'later@example.com'))
  expect(later).toMatchObject({ attempts: 0, sentAt: null })
})

test('two workers at once send 50 mails exactly once each', async () => {
  const server = await smtpServer()
  const recipients = Array.from({ length: 50 }, (_, index) => `user${index}@example.com`)
  for (const to of recipients) await sendWelcome(to)
  const workers = [1, 2].map(() => worker({ transport: transportTo(server) }))
  const sent = await Promise.all(workers.map((each) => each.runOnce()))
  expect(sent.reduce((sum, count) => sum + count)).toBe(50)
  expect(Math.min(...sent)).toBeGreaterThan(0)
  expect(server.received.map(({ to }) => to[0]).sort()).toEqual([...recipients].sort())
})

test('a mail that a dead worker had claimed goes out when the lease has ended', async () => {
  const server = await smtpServer()
  await sendWelcome()
  await db.update(mail).set({ attempts: 1, nextAttemptAt: sql`now() + interval '200 milliseconds'` })
  const sender = worker({ transport: transportTo(server) })
  expect(await sender.runOnce()).toBe(0)
  sender.start()
  await until(() => server.received.length === 1)
})

test('a mail older than a day is not sent, and its bodies are erased', async () => {
  const server = await smtpServer()
  await sendWelcome()
  await db.update(mail).set({ createdAt: sql`now() - interval '25 hours'` })
  expect(await worker({ transport: transportTo(server) }).runOnce()).toBe(0)
  expect(server.received).toEqual([])
  expect((await db.select().from(mail))[0]).toMatchObject({ text: null, lastError: 'Too old to be sent.' })
})

/** A database of the test's own, and the means to take it away and bring it back. */
async function ownDatabase() {
  const { url, drop } = await createPostgresDatabase()
  cleanups.push(drop)
  const own = await openDatabase({ databaseUrl: url, dataDir: '' })
  cleanups.push(own.close)
  const name = new URL(url).pathname.slice(1)
  const allow = (yes: boolean) => db.execute(sql.raw(`alter database ${name} with allow_connections ${yes}`))
  return {
    db: own.db,
    bringBack: () => allow(true),
    takeAway: async () => {
      await allow(false)
      await db.execute(
        sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and pid <> pg_backend_pid()`,
      )
    },
  }
}

const needsPostgres = 'needs a Postgres that can be taken away'

test('an outage of the database is logged once, and mails go out when it is over', async (context) => {
  if (!serverUrl()) return context.skip(needsPostgres)
  const own = await ownDatabase()
  const smtp = await smtpServer()
  worker({ transport: transportTo(smtp), db: own.db }).start()
  await own.takeAway()
  await until(() => logged.length > 0)
  await sleep(300)
  expect(logged).toEqual(['warn: The outbox cannot be read now.'])
  await own.bringBack()
  await createMailer({ db: own.db, appUrl }).send('welcome', { to: 'ada@example.com', name: 'Ada' })
  await until(() => smtp.received.length === 1)
  await until(() => logged.length === 2)
  expect(logged[1]).toBe('info: The outbox can be read again.')
})

test('a mail that was sent while the database went away is noted later, not sent again', async (context) => {
  if (!serverUrl()) return context.skip(needsPostgres)
  const own = await ownDatabase()
  const smtp = await smtpServer({
    onRcptTo: (_address, _session, done) => {
      own.takeAway().then(() => done(), done)
    },
  })
  await createMailer({ db: own.db, appUrl }).send('welcome', { to: 'ada@example.com', name: 'Ada' })
  const sender = worker({ transport: transportTo(smtp), db: own.db })
  await expect(sender.runOnce()).rejects.toThrow()
  expect(smtp.received).toHaveLength(1)
  await own.bringBack()
  await own.db.update(mail).set({ nextAttemptAt: sql`now()` })
  expect(await sender.runOnce()).toBe(0)
  expect(smtp.received).toHaveLength(1)
  const [row] = await own.db.select().from(mail)
  expect(row).toMatchObject({ text: null, html: null })
  expect(row?.sentAt).toBeInstanceOf(Date)
})
