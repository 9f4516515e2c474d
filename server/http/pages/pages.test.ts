import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import type { Config } from '#server/config.ts'
import type { PublicSettings } from '#shared/settings.ts'
import { createTestApp } from '#test/app.ts'

const html = { accept: 'text/html' }

/** The server with a client of two files in place of the built one. */
async function withPages(config: Partial<Config> = {}) {
  const clientDir = await mkdtemp(join(tmpdir(), 'gatehouse-client-'))
  onTestFinished(() => rm(clientDir, { recursive: true }))
  await mkdir(join(clientDir, 'assets'))
  await writeFile(join(clientDir, 'assets/main-abc123.js'), 'export {}')
  await writeFile(join(clientDir, 'assets/main-abc123.js.br'), brotliCompressSync('export {}'))
  await writeFile(
    join(clientDir, 'index.html'),
    `<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><meta name="app-url" content="__APP_URL__">
      <meta name="public-settings" content="__PUBLIC_SETTINGS__">`,
  )
  return createTestApp({ clientDir, config })
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
  await caller.become()
  expect((await caller.get('/', html)).headers.location).toBe('/dashboard')
})

test("the console's pages are for its roles, and the rest for signed-in users", async () => {
  const { browser } = await withPages()
  const [person, moderator] = [browser(), browser()]
  await person.become()
  await moderator.become({ role: 'moderator' })
  expect((await person.get('/dashboard', html)).statusCode).toBe(200)
  expect((await person.get('/admin/users', html)).headers.location).toBe('/unauthorized')
  expect((await moderator.get('/admin/users', html)).statusCode).toBe(200)
})

test('who waits for approval gets every page, which says so, whatever their role', async () => {
  const { browser, database } = await withPages()
  const waiting = browser()
  await waiting.become({ role: 'admin' })
  await database.db.update(user).set({ pendingSince: new Date() })
  for (const path of ['/dashboard', '/admin/users']) {
    const { statusCode, headers } = await waiting.get(path, html)
    expect([statusCode, headers.location], path).toEqual([200, undefined])
  }
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

const writtenSettings = (body: string): PublicSettings | null =>
  JSON.parse((body.match(/name="public-settings" content="([^"]*)"/)?.[1] ?? '').replaceAll('&quot;', '"'))

test('pages outside bring the settings along as they are now, pages inside none', async () => {
  const { browser } = await withPages()
  const [visitor, admin] = [browser(), browser()]
  expect(writtenSettings((await visitor.get('/login', html)).body)).toMatchObject({
    signUp: 'open',
    setupNeeded: true,
  })
  await admin.become({ role: 'admin' })
  expect((await admin.mutate('settings.set', { key: 'signUpMode', value: 'invite' })).status).toBe(200)
  const { data } = await visitor.query<PublicSettings>('settings.public')
  expect(data).toMatchObject({ signUp: 'invite', setupNeeded: false })
  for (const path of ['/login', '/register', '/setup?token=a', '/unauthorized']) {
    expect(writtenSettings((await visitor.get(path, html)).body), path).toEqual(data)
  }
  for (const path of ['/dashboard', '/admin/users']) {
    expect(writtenSettings((await admin.get(path, html)).body), path).toBeNull()
  }
})

test('what is filled into a page cannot leave its attribute', async () => {
  const appUrl = 'http://localhost:3000/"><script>__CSP_NONCE__'
  const { browser } = await withPages({ appUrl })
  const { body } = await browser().get('/login', html)
  expect(body).toContain('content="http://localhost:3000/&quot;&gt;&lt;script&gt;__CSP_NONCE__"')
})

test('without its database a page outside is served all the same, and asks by itself', async () => {
  const { browser, database } = await withPages()
  await database.db.execute(sql`alter table setting rename to setting_away`)
  onTestFinished(
    async () => void (await database.db.execute(sql`alter table setting_away rename to setting`)),
  )
  const { statusCode, body } = await browser().get('/login', html)
  expect([statusCode, writtenSettings(body)]).toEqual([200, null])
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
  const compressed = await browser().get('/assets/main-abc123.js', { 'accept-encoding': 'gzip, br' })
  expect(compressed.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': expect.stringContaining('javascript'),
    'cache-control': file.headers['cache-control'],
    vary: expect.stringMatching(/accept-encoding/i),
  })
  expect(String(brotliDecompressSync(compressed.rawPayload))).toBe(file.body)
  for (const path of [
    '/assets/main-abc123.js.br',
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
  await caller.become()
  await database.db.execute(sql`update "user" set banned_at = now()`)
  expect((await caller.get('/dashboard', html)).statusCode).toBe(302)
})
