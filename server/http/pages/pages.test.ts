import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import type { Config } from '#server/config.ts'
import type { PublicSettings } from '#shared/settings.ts'
import { createTestApp } from '#test/app.ts'
import { guardedPages, type Pages } from './page-guards.ts'
import { pageParts } from './page-parts.ts'

const html = { accept: 'text/html' }

const manifest = {
  ...Object.fromEntries(
    Object.values(pageParts).map((part) => [
      part,
      { file: `assets/${basename(part, '.tsx')}.js`, imports: ['_query.js', '_list.js'] },
    ]),
  ),
  'index.html': { file: 'assets/main-abc123.js', isEntry: true },
  '_inside-abc123.js': {
    file: 'assets/inside-abc123.js',
    name: 'inside',
    imports: ['_query.js', 'index.html'],
    css: ['assets/inside.css'],
  },
  '_query.js': { file: 'assets/query.js' },
  '_list.js': { file: 'assets/list.js', css: ['assets/list.css'] },
}

/** The server with a client of two files in place of the built one. */
async function withPages(config: Partial<Config> = {}, pages?: Pages) {
  const clientDir = await mkdtemp(join(tmpdir(), 'gatehouse-client-'))
  onTestFinished(() => rm(clientDir, { recursive: true }))
  await mkdir(join(clientDir, 'assets'))
  await writeFile(join(clientDir, 'assets/main-abc123.js'), 'export {}')
  await writeFile(join(clientDir, 'assets/main-abc123.js.br'), brotliCompressSync('export {}'))
  await writeFile(
    join(clientDir, 'index.html'),
    `<!doctype html><head><meta property="csp-nonce" nonce="__CSP_NONCE__"><meta name="app-url" content="__APP_URL__">
      <meta name="public-settings" content="__PUBLIC_SETTINGS__"><meta name="caller" content="__CALLER__"></head>`,
  )
  await mkdir(join(clientDir, '.vite'))
  await writeFile(join(clientDir, '.vite/manifest.json'), JSON.stringify(manifest))
  return createTestApp({ clientDir, config, pages })
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

test('a visitor is told nothing of a role that they do not have', async () => {
  const { browser } = await withPages()
  expect((await browser().get('/unauthorized', html)).headers.location).toBe('/login')
})

test('the start page leads to the console, to the own overview or to sign-in', async () => {
  const { browser } = await withPages()
  const caller = browser()
  expect((await caller.get('/', html)).headers.location).toBe('/login')
  await caller.become()
  expect((await caller.get('/', html)).headers.location).toBe('/dashboard')
  await caller.become({ role: 'moderator' })
  expect((await caller.get('/', html)).headers.location).toBe('/admin')
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

test('pages of the product load directly, for whom they are for; the nearest guard counts', async () => {
  const { browser } = await withPages(
    {},
    {
      ...guardedPages,
      '/notes': 'signed-in',
      '/notes/shared': 'everybody',
      '/notes/all': 'users.list',
      '/admin/notes': 'users.manage',
    },
  )
  const [visitor, person, moderator] = [browser(), browser(), browser()]
  await person.become()
  await moderator.become({ role: 'moderator' })
  const answers = async (path: string) => {
    const responses = [await visitor.get(path, html), await person.get(path, html)]
    responses.push(await moderator.get(path, html))
    return responses.map(({ statusCode, headers }) => headers.location ?? statusCode)
  }
  const signIn = (path: string) => `/login?next=${encodeURIComponent(path)}`
  for (const path of ['/notes', '/notes/7?edit=yes'])
    expect(await answers(path), path).toEqual([signIn(path), 200, 200])
  for (const path of ['/notes/shared', '/notes/shared/7'])
    expect(await answers(path), path).toEqual([200, 200, 200])
  expect(await answers('/notes/all')).toEqual([signIn('/notes/all'), '/unauthorized', 200])
  expect(await answers('/admin/notes')).toEqual([signIn('/admin/notes'), '/unauthorized', '/unauthorized'])
  expect(await answers('/notesandmore')).toEqual([404, 404, 404])
  expect(writtenSettings((await visitor.get('/notes/shared', html)).body)).toMatchObject({ signUp: 'open' })
})

test('a parameter of a path stands for any, and a name beside it goes before', async () => {
  const { browser } = await withPages(
    {},
    {
      ...guardedPages,
      '/notes': 'signed-in',
      '/notes/$id': 'users.list',
      '/notes/$id/shared': 'everybody',
      '/notes/new': 'signed-in',
    },
  )
  const [visitor, person] = [browser(), browser()]
  await person.become()
  const answers = async (path: string) =>
    (await Promise.all([visitor.get(path, html), person.get(path, html)])).map(
      ({ statusCode, headers }) => headers.location ?? statusCode,
    )
  const signIn = (path: string) => `/login?next=${encodeURIComponent(path)}`
  for (const path of ['/notes', '/notes/', '/notes/new', '/notes/new/7'])
    expect(await answers(path), path).toEqual([signIn(path), 200])
  for (const path of ['/notes/7', '/notes/7/edit'])
    expect(await answers(path), path).toEqual([signIn(path), '/unauthorized'])
  expect(await answers('/notes/7/shared')).toEqual([200, 200])
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
    expect(policy).not.toMatch(/unsafe|data:|https?:/)
    const nonce = policy.match(/nonce-([\w-]+)/)?.[1] ?? ''
    expect(body).toContain(`nonce="${nonce}"`)
    expect(body).toContain('content="http://localhost:3000"')
    expect(headers['cache-control']).toBe('no-store')
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(3)
})

const written = (body: string, name: string) => {
  const content = new RegExp(`name="${name}" content="([^"]*)"`).exec(body)?.[1] ?? ''
  const entities = { '&quot;': '"', '&lt;': '<', '&gt;': '>', '&amp;': '&' }
  return JSON.parse(content.replace(/&\w+;/g, (entity) => entities[entity as keyof typeof entities]))
}
const writtenSettings = (body: string): PublicSettings | null => written(body, 'public-settings')

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
  for (const path of ['/login', '/register', '/setup?token=a']) {
    expect(writtenSettings((await visitor.get(path, html)).body), path).toEqual(data)
  }
  expect(writtenSettings((await admin.get('/unauthorized', html)).body)).toEqual(data)
  for (const path of ['/dashboard', '/admin/users']) {
    expect(writtenSettings((await admin.get(path, html)).body), path).toBeNull()
  }
})

test('pages inside bring along who calls, as users.me says it, and pages outside nobody', async () => {
  const { browser } = await withPages()
  const admin = browser()
  await admin.become({ role: 'admin', name: '"><script>$&</head>' })
  const { data } = await admin.query('users.me')
  for (const path of ['/dashboard', '/admin/users']) {
    const { body } = await admin.get(path, html)
    expect(written(body, 'caller'), path).toEqual(data)
    expect(body).not.toContain('<script>')
  }
  for (const path of ['/login', '/unauthorized', '/nowhere'])
    expect(written((await admin.get(path, html)).body, 'caller'), path).toBeNull()
})

test('pages inside name the files that they begin with, each once and none of the entry', async () => {
  const { browser } = await withPages()
  const person = browser()
  await person.become()
  const links = async (path: string) =>
    [...(await person.get(path, html)).body.matchAll(/<link [^>]*href="([^"]*)"/g)].map(([, href]) => href)
  const frame = ['/assets/inside-abc123.js', '/assets/query.js', '/assets/inside.css']
  const page = (name: string) => [...frame, `/assets/${name}.js`, '/assets/list.js', '/assets/list.css']
  expect(await links('/dashboard')).toEqual(page('my-overview-page'))
  for (const path of ['/account/orders', '/account/orders/', '/account/orders?page=2'])
    expect(await links(path), path).toEqual(page('my-orders-page'))
  expect(await links('/account/orders/7')).toEqual(page('my-order-page'))
  expect(await links('/account/data')).toEqual(frame)
  expect(await links('/login')).toEqual([])
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
  expect((await caller.get('/dashboard', html)).headers.location).toBe(
    '/login?next=%2Fdashboard&reason=banned',
  )
})
