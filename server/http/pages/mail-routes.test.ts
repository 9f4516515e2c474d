import { createHash } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mail } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import type { Database } from '../../database/database.ts'
import { createMailer } from '../../mail/mailer.ts'
import { mailRoutes } from './mail-routes.ts'

const appUrl = 'https://app.example.com'
const url = `${appUrl}/reset-password?token=a&next=/dashboard`
let db: Database
let app: FastifyInstance
let allowed: boolean
let id: string

beforeEach(async () => {
  db = (await emptyDatabase()).db
  allowed = true
  app = Fastify()
  await app.register(mailRoutes, { db, mayRead: async () => allowed })
  await createMailer({ db, appUrl }).send('password-reset', { to: 'ada@example.com', name: '<b>Ada', url })
  const [row] = await db.select({ id: mail.id }).from(mail)
  id = row?.id ?? ''
})
afterEach(() => app.close())

test('the list names the mails, and its style passes its own policy', async () => {
  const answer = await app.inject('/dev/mail')
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.headers['cache-control']).toBe('no-store')
  for (const part of ['ada@example.com', 'password-reset', 'Choose a new password', `/dev/mail/${id}`]) {
    expect(answer.body).toContain(part)
  }
  const style = /<style>([^<]*)<\/style>/.exec(answer.body)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = String(answer.headers['content-security-policy'])
  expect(policy).toContain(`default-src 'none'; style-src 'sha256-${hash}';`)
  expect(answer.body).not.toMatch(/<script|style=/)
})

test('the detail page has the link of the text to follow, and frames the HTML', async () => {
  const answer = await app.inject(`/dev/mail/${id}`)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.headers['referrer-policy']).toBe('no-referrer')
  const link = /<a href="([^"]*)"[^>]* data-mail-link>([^<]*)<\/a>/.exec(answer.body)
  expect(link?.[1]?.replaceAll('&amp;', '&')).toBe(url)
  expect(link?.[2]).toBe(link?.[1])
  expect(answer.body).toContain('Hello &lt;b&gt;Ada,')
  expect(answer.body).toMatch(new RegExp(`<iframe src="/dev/mail/${id}/html"[^>]* sandbox="allow-popups `))
})

test('the HTML of a mail can run and load nothing', async () => {
  const answer = await app.inject(`/dev/mail/${id}/html`)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['cache-control']).toBe('no-store')
  const policy = String(answer.headers['content-security-policy'])
  expect(policy).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';/)
  expect(policy).not.toContain('allow-scripts')
  expect(policy).not.toContain('allow-same-origin')
  expect(answer.body).toContain(`href="${url.replaceAll('&', '&amp;')}"`)
})

test('what a mail and its row hold is escaped on the pages', async () => {
  const hostile = '<img src=x onerror=alert(1)>'
  await db.insert(mail).values({
    id: 'hostile',
    kind: hostile,
    recipient: hostile,
    subject: hostile,
    text: `${hostile} https://x.example/"onmouseover="alert(1) javascript:alert(1)`,
    html: hostile,
  })
  for (const path of ['/dev/mail', '/dev/mail/hostile']) {
    const { body, statusCode } = await app.inject(path)
    expect(statusCode).toBe(200)
    expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(body).not.toContain('<img')
    expect(body).not.toMatch(/href="javascript|<a[^>]*onmouseover/)
  }
})

test('an erased mail still shows its headers', async () => {
  await db.update(mail).set({ text: null, html: null, sentAt: new Date() })
  const answer = await app.inject(`/dev/mail/${id}`)
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toContain('erased')
  expect(answer.body).not.toContain('<iframe')
  expect((await app.inject(`/dev/mail/${id}/html`)).statusCode).toBe(404)
})

test('a caller without the right gets what an unknown page answers, word for word, also from an async handler', async () => {
  allowed = false
  const ownApp = Fastify()
  ownApp.setNotFoundHandler(async (_request, reply) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return reply.code(404).send('No such page.')
  })
  await ownApp.register(mailRoutes, { db, mayRead: async () => allowed })
  for (const path of ['/dev/mail', `/dev/mail/${id}`, `/dev/mail/${id}/html`]) {
    const bare = await app.inject(path)
    expect(bare.statusCode).toBe(404)
    expect(bare.json()).toMatchObject({ error: 'Not Found', message: `Route GET:${path} not found` })
    const own = await ownApp.inject(path)
    expect([own.statusCode, own.body]).toEqual([404, 'No such page.'])
    expect(own.headers['content-security-policy']).toBeUndefined()
  }
  await ownApp.close()
})

test.each(['unknown', 'a%00b', '..%2f..%2fx', 'x'.repeat(65)])('no mail %s: 404', async (unknown) => {
  for (const path of [`/dev/mail/${unknown}`, `/dev/mail/${unknown}/html`]) {
    expect((await app.inject(path)).statusCode).toBe(404)
  }
})
