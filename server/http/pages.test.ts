import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { createTestApp } from '#test/app.ts'

const html = { accept: 'text/html' }

/** The server with a client of two files in place of the built one. */
async function withPages() {
  const clientDir = await mkdtemp(join(tmpdir(), 'gatehouse-client-'))
  onTestFinished(() => rm(clientDir, { recursive: true }))
  await mkdir(join(clientDir, 'assets'))
  await writeFile(join(clientDir, 'assets/main-abc123.js'), 'export {}')
  await writeFile(
    join(clientDir, 'index.html'),
    '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><meta name="app-url" content="__APP_URL__">',
  )
  return createTestApp({ clientDir })
}

test('guarded pages lead to sign-in and know the way back', async () => {
  const { browser } = await withPages()
  for (const path of ['/dashboard', '/account/profile', '/admin/users?search=a&role=user']) {
    const response = await browser().get(path, html)
    expect([response.statusCode, response.headers.location]).toEqual([
      302,
      `/login?next=${encodeURIComponent(path)}`,
    ])
  }
})

test('the start page leads to the dashboard or to sign-in', async () => {
  const { browser } = await withPages()
  const caller = browser()
  expect((await caller.get('/', html)).headers.location).toBe('/login')
  await caller.register()
  expect((await caller.get('/', html)).headers.location).toBe('/dashboard')
})

test("the console's pages are for its roles, and the rest for who is signed in", async () => {
  const { browser } = await withPages()
  const [person, moderator] = [browser(), browser()]
  await person.register()
  await moderator.register({ role: 'moderator' })
  expect((await person.get('/dashboard', html)).statusCode).toBe(200)
  expect((await person.get('/admin/users', html)).headers.location).toBe('/unauthorized')
  expect((await moderator.get('/admin/users', html)).statusCode).toBe(200)
})

test('a page brings a strict policy with a nonce of its own and is stored by no cache', async () => {
  const { browser } = await withPages()
  const nonces = new Set<string>()
  for (const path of ['/login', '/login', '/no-such-page']) {
    const { headers, body } = await browser().get(path, html)
    const policy = String(headers['content-security-policy'])
    expect(policy).toMatch(/default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w-]{24}'/)
    expect(policy).not.toMatch(/unsafe/)
    const nonce = policy.match(/nonce-([\w-]+)/)?.[1] ?? ''
    expect(body).toContain(`nonce="${nonce}"`)
    expect(body).toContain('content="http://localhost:3000"')
    expect(headers['cache-control']).toBe('no-store')
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(3)
})

test('an unknown page is a page with 404, an unknown file or procedure a JSON error', async () => {
  const { browser } = await withPages()
  expect((await browser().get('/no-such-page', html)).statusCode).toBe(404)
  for (const path of ['/assets/gone.js', '/api/nothing', '/favicon.png', '/trpc/nothing.here']) {
    const response = await browser().get(path, { accept: '*/*' })
    expect([response.statusCode, response.headers['content-type']], path).toEqual([
      404,
      expect.stringContaining('json'),
    ])
  }
})

test('files with a hashed name are kept for ever, and nothing outside the folder is served', async () => {
  const { browser } = await withPages()
  const file = await browser().get('/assets/main-abc123.js')
  expect([file.statusCode, file.headers['cache-control']]).toEqual([
    200,
    'public, max-age=31536000, immutable',
  ])
  for (const path of [
    '/../package.json',
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/index.html',
  ]) {
    expect((await browser().get(path, { accept: '*/*' })).statusCode, path).toBe(404)
  }
})

test('a ban counts for pages at once', async () => {
  const { browser, database } = await withPages()
  const caller = browser()
  await caller.register()
  await database.db.execute(sql`update "user" set banned_at = now()`)
  expect((await caller.get('/dashboard', html)).statusCode).toBe(302)
})
