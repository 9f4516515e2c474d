import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { count } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { rateLimit } from '#drizzle/schema/index.ts'
import { appUrl, createTestApp } from '#test/app.ts'

const foreign = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'http://localhost:3001' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
]

test.each(foreign)(
  'a mutation that another site sends (%j) is refused and says which address is right',
  async (headers) => {
    const { browser } = await createTestApp()
    const victim = browser()
    await victim.become({ name: 'Before' })
    for (const url of ['/trpc/users.updateMe', '/api/auth/sign-out']) {
      const payload = JSON.stringify({ name: 'After' })
      const type = { 'content-type': 'application/json' }
      const response = await victim.send({ method: 'POST', url, payload, headers: { ...type, ...headers } })
      expect(response.statusCode).toBe(403)
      expect(response.json().reason).toEqual({ kind: 'origin', expected: appUrl })
    }
    expect((await victim.query<{ user: { name: string } }>('users.me')).data.user.name).toBe('Before')
  },
)

test.each(['multipart/form-data; boundary=x', 'text/plain', 'application/x-www-form-urlencoded'])(
  'a body of the type %s, which needs no preflight, is refused',
  async (type) => {
    const { browser } = await createTestApp()
    const victim = browser()
    await victim.become({ name: 'Before' })
    for (const url of ['/trpc/users.updateMe', '/api/auth/sign-in/email']) {
      const response = await victim.send({
        method: 'POST',
        url,
        payload: '{"name":"After"}',
        headers: { 'content-type': type },
      })
      expect(response.statusCode).toBe(415)
    }
    expect((await victim.query<{ user: { name: string } }>('users.me')).data.user.name).toBe('Before')
  },
)

test('more than 1 MiB is refused for every content type, with a length and chunked', async () => {
  const { app } = await createTestApp()
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  for (const path of ['/trpc/users.updateMe', '/api/auth/sign-in/email']) {
    for (const chunked of [false, true]) {
      expect(await sendTooMuch({ port, path, chunked, type: 'application/json' })).toBe(413)
      // Refused by its type already, before any of it is read.
      expect(await sendTooMuch({ port, path, chunked, type: 'multipart/form-data; boundary=x' })).toBe(415)
    }
  }
})

async function sendTooMuch(options: {
  port: number
  path: string
  chunked: boolean
  type: string
}): Promise<number> {
  const piece = Buffer.alloc(64 * 1024, 'a')
  const pieces = 32
  const outgoing = request({
    host: '127.0.0.1',
    port: options.port,
    path: options.path,
    method: 'POST',
    headers: {
      'content-type': options.type,
      ...(options.chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': piece.length * pieces }),
    },
  })
  // The server answers and closes before all is sent.
  outgoing.on('error', () => {})
  const answered = once(outgoing, 'response')
  for (let sent = 0; sent < pieces && !outgoing.destroyed; sent++) outgoing.write(piece)
  outgoing.end()
  const [response] = await answered
  response.resume()
  return response.statusCode
}

test('a batch of more than 20 calls is refused and has no effect at all', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser()
  await caller.become({ name: 'Before' })
  const before = await database.db.select({ rows: count() }).from(rateLimit)
  const calls = Array.from({ length: 21 }, () => 'users.updateMe').join(',')
  const input = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [index, { name: 'After' }]))
  const response = await caller.post(`/trpc/${calls}?batch=1`, input)
  expect(response.statusCode).toBe(400)
  expect(await database.db.select({ rows: count() }).from(rateLimit)).toEqual(before)
  expect((await caller.query<{ user: { name: string } }>('users.me')).data.user.name).toBe('Before')
})

test('timeouts are set, and a path as long as a batch needs is served', async () => {
  const { app, browser } = await createTestApp()
  expect(app.initialConfig).toMatchObject({
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
  })
  expect(app.server).toMatchObject({ headersTimeout: 10_000 })
  const path = Array.from({ length: 20 }, () => 'health.ping').join(',')
  const response = await browser().get(`/trpc/${path}?batch=1`)
  expect(response.json()).toHaveLength(20)
})

test('every answer has the security headers; HSTS only where the address is https', async () => {
  const plain = await (await createTestApp()).browser().get('/health/live')
  expect(plain.headers).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
    'permissions-policy': expect.stringMatching(/camera=\(\), .*geolocation=\(\), .*microphone=\(\), /),
    'referrer-policy': 'same-origin',
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  expect(plain.headers).not.toHaveProperty('strict-transport-security')
  const secure = await createTestApp({ config: { appUrl: 'https://app.example.com' } })
  const answer = await secure.browser().get('/health/live')
  expect(answer.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
})

test('what belongs to a person is stored by no cache', async () => {
  const { browser } = await createTestApp()
  const caller = browser()
  await caller.become()
  for (const url of ['/trpc/users.me', '/api/auth/get-session', '/api/auth/nothing-here']) {
    expect((await caller.get(url)).headers['cache-control']).toBe('no-store')
  }
})
