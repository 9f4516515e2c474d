import { expect, test } from 'vitest'
import { rateLimit } from '#drizzle/schema/index.ts'
import { withKeys } from '#server/keys/keys-fixture.ts'
import type { NewApiKey } from '#shared/keys.ts'
import { appUrl, type Browser, createTestApp, password } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { callsLeft } from '#test/calls-left.ts'
import { tokenHeader } from '../request/bearer-sessions.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'

/** Sends a request of REST as a page of ours would. */
const rest = (browser: Browser, method: Method, url: string, body?: object, headers = {}) =>
  browser.send({
    method,
    url,
    headers: { origin: appUrl, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { payload: JSON.stringify(body) }),
  })

/** What a row of the log holds, alike for the same act at another time. */
const withoutTimes = (fields: object | null) =>
  Object.fromEntries(
    Object.entries(fields ?? {}).map(([name, value]) => [
      name,
      /^\d{4}-\d\d-\d\dT/.test(String(value)) ? 'a time' : value,
    ]),
  )

async function withAdmin() {
  const app = await createTestApp()
  const admin = app.browser()
  const { id } = await admin.become({ role: 'admin', name: 'Ada' })
  const person = await app.browser().become({ name: 'Bob' })
  return { ...app, admin, id, person }
}

test('a person reads, changes and deletes their account', async () => {
  const { browser } = await createTestApp()
  const owner = browser()
  const { id, email } = await owner.become({ name: 'Ada' })
  const me = await rest(owner, 'GET', '/api/me')
  expect(me.statusCode).toBe(200)
  expect(me.headers['content-type']).toBe('application/json')
  expect(me.json().user).toMatchObject({ id, email, name: 'Ada' })
  const changed = await rest(owner, 'PATCH', '/api/me', { name: 'Ida' })
  expect([changed.statusCode, changed.json().name]).toEqual([200, 'Ida'])
  const wrong = await rest(owner, 'DELETE', '/api/me', { password: 'wrong-horse-battery' })
  expect([wrong.statusCode, wrong.json().reason]).toEqual([403, { kind: 'wrong-password' }])
  const inAddress = await rest(owner, 'DELETE', `/api/me?password=${password}`)
  expect([inAddress.statusCode, inAddress.json().errors]).toEqual([
    400,
    [{ parameter: 'password', message: 'It is not taken from the query string.' }],
  ])
  expect((await rest(owner, 'DELETE', '/api/me', { password })).statusCode).toBeLessThan(300)
  expect((await rest(owner, 'GET', '/api/me')).statusCode).toBe(401)
})

test('an act on a user is recorded as the same act over tRPC', async () => {
  const { admin, id, person, browser, database } = await withAdmin()
  const banned = await rest(admin, 'POST', `/api/admin/users/${person.id}/ban`, {
    reason: 'Spam',
    until: null,
  })
  expect([banned.statusCode, banned.json().status]).toEqual([200, 'banned'])
  // Without a body, and so without the name of its kind.
  const unbanned = await rest(admin, 'POST', `/api/admin/users/${person.id}/unban`)
  expect([unbanned.statusCode, unbanned.json().status]).toEqual([200, 'active'])
  const other = await browser().become({ name: 'Bob' })
  expect((await admin.mutate('users.ban', { id: other.id, reason: 'Spam', until: null })).status).toBe(200)
  expect((await admin.mutate('users.unban', { id: other.id })).status).toBe(200)

  const rows = (await readAudit(database.db)).filter(({ action }) => /^user\.(un)?ban$/.test(action))
  const recorded = (subject: string) =>
    rows
      .filter((row) => row.subject === subject)
      .map(({ requestId, subject, before, after, ...row }) => ({
        ...row,
        before: withoutTimes(before),
        after: withoutTimes(after),
        requested: requestId !== null,
      }))
  const ban = { banReason: 'Spam', bannedAt: 'a time' }
  expect(recorded(person.id)).toMatchObject([
    { action: 'user.ban', actorId: id, after: ban, requested: true },
    { action: 'user.unban', actorId: id, before: ban, requested: true },
  ])
  expect(recorded(person.id)).toEqual(recorded(other.id))
})

test('a query string says numbers, booleans and lists, and a caller of tRPC still has to say them in JSON', async () => {
  const { admin } = await withAdmin()
  const list = await rest(admin, 'GET', '/api/admin/users?limit=1&verified=false&role=admin&sort=name')
  expect([list.statusCode, list.json().items.length]).toEqual([200, 1])
  const events = await rest(
    admin,
    'GET',
    '/api/admin/audit/events?actions=user.ban&actions=user.unban&toOthers=true',
  )
  expect(events.statusCode).toBe(200)
  const texts = await admin.query('users.list', { limit: '1' })
  expect([texts.status, texts.error.data.fieldErrors]).toEqual([400, { limit: ['A number.'] }])
})

test.each([
  ['a number that is none', '?limit=many', [{ parameter: 'limit', message: 'A number.' }]],
  [
    'a parameter twice',
    '?role=user&role=admin',
    [{ parameter: 'role', message: 'It is there more than once.' }],
  ],
  ['one that nobody knows', '?color=red', [{ message: 'Unrecognized key: "color"' }]],
  ['broken percent encoding', '?search=%zz', undefined],
  ['bytes that are no UTF-8', '?search=%ff', undefined],
  ['NUL', '?search=%00', [{ parameter: 'search', message: 'Contains characters that are not allowed.' }]],
])('%s in a query string is refused', async (_, query, errors) => {
  const { admin } = await withAdmin()
  const { statusCode, headers, body } = await rest(admin, 'GET', `/api/admin/users${query}`)
  const problem = JSON.parse(body)
  expect([statusCode, headers['content-type']]).toEqual([400, 'application/problem+json'])
  expect(problem).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400 })
  expect(problem.instance).toBe(`urn:uuid:${headers['x-request-id']}`)
  expect(problem.errors).toEqual(errors)
})

test.each<[string, number, Parameters<Browser['send']>[0]]>([
  ['no JSON', 400, { payload: '{', headers: { 'content-type': 'application/json' } }],
  ['no object', 400, { payload: '[]', headers: { 'content-type': 'application/json' } }],
  ['another kind', 415, { payload: 'a=b', headers: { 'content-type': 'text/plain' } }],
  [
    'too large',
    413,
    { payload: `"${'a'.repeat(1024 * 1024)}"`, headers: { 'content-type': 'application/json' } },
  ],
  ['what the path says', 400, { payload: '{"id":"x"}', headers: { 'content-type': 'application/json' } }],
  ['no field of the input', 400, { payload: '{"a":1}', headers: { 'content-type': 'application/json' } }],
])('a body that is %s is answered %i', async (_, status, request) => {
  const { admin, person } = await withAdmin()
  const { statusCode, headers } = await admin.send({
    method: 'PATCH',
    url: `/api/admin/users/${person.id}`,
    ...request,
    headers: { origin: appUrl, ...request.headers },
  })
  expect([statusCode, headers['content-type']]).toEqual([status, 'application/problem+json'])
})

test('what is wrong in a body is said by a pointer, and what is wrong in a path by its name', async () => {
  const { admin, person } = await withAdmin()
  const name = await rest(admin, 'PATCH', `/api/admin/users/${person.id}`, { name: '' })
  expect(name.json().errors).toEqual([{ pointer: '/name', message: 'Required.' }])
  const inside = await rest(admin, 'POST', '/api/admin/bulk-acts', { action: 'unban', ids: ['a', 'b c'] })
  expect(inside.json().errors).toEqual([{ pointer: '/ids/1', message: 'Not an id.' }])
  const views = await rest(admin, 'PATCH', `/api/admin/users/${person.id}/details`, {
    details: { 'a.b/c': {} },
  })
  expect(views.json().errors).toEqual([{ pointer: '/details/a.b~1c', message: expect.any(String) }])
  const id = await rest(admin, 'GET', '/api/admin/users/a%20b')
  expect(id.json().errors).toEqual([{ parameter: 'id', message: 'Not an id.' }])
  const query = await rest(admin, 'PATCH', `/api/admin/users/${person.id}?name=Ida`, {})
  expect(query.json().errors).toEqual([
    { parameter: 'name', message: 'It is not taken from the query string.' },
  ])
  const body = await rest(admin, 'DELETE', `/api/admin/users/${person.id}`, { id: person.id })
  expect(body.statusCode).toBe(400)
})

test('a path has its methods, and there is nothing at others', async () => {
  const { admin } = await withAdmin()
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'] as const) {
    const refused = await rest(admin, method, '/api/admin/users/x/role')
    const { allow } = refused.headers
    expect([refused.statusCode, allow], method).toEqual(method === 'PUT' ? [400, undefined] : [405, 'PUT'])
  }
  const two = await admin.send({
    method: 'PUT',
    url: '/api/admin/users',
    payload: 'x',
    headers: { origin: appUrl },
  })
  expect([two.statusCode, two.headers.allow]).toEqual([405, 'GET, HEAD, POST'])
  expect(two.json()).toMatchObject({ status: 405, title: 'Method Not Allowed' })
  for (const url of ['/api', '/api/', '/api/nothing', '/api/me/', '/api/admin/users/x/fly', '/api//me']) {
    const { statusCode, headers } = await rest(admin, 'GET', url)
    expect([statusCode, headers['content-type']], url).toEqual([404, 'application/problem+json'])
  }
  for (const url of ['/api/me/%zz', '/api/admin/users/%ff'])
    expect((await rest(admin, 'GET', url)).json(), url).toMatchObject({ status: 400, type: 'about:blank' })
})

test('HEAD says what GET would, without a body', async () => {
  const { admin } = await withAdmin()
  const { statusCode, body, headers } = await rest(admin, 'HEAD', '/api/admin/users')
  expect([statusCode, body, headers['content-type']]).toEqual([200, '', 'application/json'])
  expect(headers['cache-control']).toBe('no-store')
})

test('a list says by Link where its next page is, with the same filters', async () => {
  const { admin, browser } = await withAdmin()
  for (const name of ['Cy', 'Di']) await browser().become({ name })
  const names: string[] = []
  let url: string | undefined = '/api/admin/users?limit=1&sort=name&direction=asc&role=user'
  while (url) {
    const page = await rest(admin, 'GET', url)
    const { items, nextCursor } = page.json()
    names.push(...items.map(({ name }: { name: string }) => name))
    url = String(page.headers.link ?? '').match(/^<(.+)>; rel="next"$/)?.[1]
    expect(url === undefined).toBe(nextCursor === null)
  }
  expect(names).toEqual(['Bob', 'Cy', 'Di'])
})

test('a counter is found by its whole name', async () => {
  const { admin, database } = await withAdmin()
  await admin.get('/trpc/settings.public')
  const [row] = await database.db.select().from(rateLimit)
  const id = row?.key ?? ''
  expect(id).toContain('/')
  const { statusCode, body } = await rest(
    admin,
    'GET',
    `/api/admin/limits/counters/${encodeURIComponent(id)}`,
  )
  expect([statusCode, JSON.parse(body).id]).toEqual([200, id])
})

test('a request of another site is refused, and a program needs no Origin', async () => {
  const { admin, person } = await withAdmin()
  const url = `/api/admin/users/${person.id}`
  const headers = { 'content-type': 'application/json', origin: 'https://evil.example' }
  for (const method of ['PATCH', 'DELETE'] as const) {
    const payload = method === 'PATCH' ? '{"name":"Eve"}' : undefined
    const { statusCode, body } = await admin.send({ method, url, payload, headers })
    expect([statusCode, JSON.parse(body).reason.kind]).toEqual([403, 'origin'])
  }
})

test('a program calls with a key or with the token of a session, and its cookies do not count', async () => {
  const { owner, browser } = await withKeys()
  const {
    program,
    browser: cookies,
    id,
    email,
  } = await owner('admin', {
    permissions: ['console.open', 'users.list'],
  })
  const me = await program.send('/api/me', {})
  expect([me.statusCode, me.json().user.id, me.json().key.name]).toEqual([200, id, 'Backup'])
  const notForKeys = await program.send('/api/me/keys', {})
  expect([notForKeys.statusCode, notForKeys.json().reason]).toEqual([403, { kind: 'person' }])
  const notItsOwn = await program.send('/api/admin/invitations', {
    body: { email: 'a@example.com', role: 'user' },
  })
  expect(notItsOwn.json().reason).toEqual({ kind: 'permission', permission: 'users.manage' })
  const unknown = await cookies.get('/api/me', { authorization: 'Bearer gh_live_nothing' })
  expect([unknown.statusCode, unknown.json().reason.kind]).toEqual([401, 'key'])
  const signIn = await browser().send({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: JSON.stringify({ email, password }),
    headers: { 'content-type': 'application/json', [tokenHeader]: 'yes' },
  })
  const token = signIn.headers[tokenHeader]
  const byToken = await browser().send({
    method: 'PATCH',
    url: '/api/me',
    payload: '{"name":"Ida"}',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  })
  expect([byToken.statusCode, byToken.json().name, byToken.headers['set-cookie']]).toEqual([
    200,
    'Ida',
    undefined,
  ])
})

test('limits count and are said as for tRPC', async () => {
  const { browser } = await createTestApp()
  const guest = browser()
  const find = { token: 'a'.repeat(43) }
  const trpc = await guest.query('invitations.find', find)
  const first = await rest(guest, 'POST', '/api/invitations/find', find)
  expect(first.headers['ratelimit-policy']).toBe(trpc.headers['ratelimit-policy'])
  expect(callsLeft(first)).toBe(callsLeft(trpc) - 1)
  let last = first
  while (last.statusCode !== 429) last = await rest(guest, 'POST', '/api/invitations/find', find)
  const refused = await guest.query('invitations.find', find)
  expect(last.json()).toMatchObject({
    type: 'urn:gatehouse:problem:limit',
    title: 'Too Many Requests',
    reason: { kind: 'limit', policy: 'sign-in', scope: 'ip' },
  })
  expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
  for (const name of ['retry-after', 'ratelimit-policy', 'ratelimit'])
    expect(String(last.headers[name]).replace(/\d+$/, ''), name).toBe(
      String(refused.headers[name]).replace(/\d+$/, ''),
    )
})

test('a key is made, listed and revoked', async () => {
  const { browser } = await createTestApp()
  const owner = browser()
  await owner.become()
  const made = await rest(owner, 'POST', '/api/me/keys', { name: 'Backup' })
  const { key, secret } = made.json() as NewApiKey
  expect(secret).toMatch(/^gh_live_/)
  const keys = await rest(owner, 'GET', '/api/me/keys')
  expect([keys.json().length, keys.body.includes(secret)]).toEqual([1, false])
  const revoked = await rest(owner, 'DELETE', `/api/me/keys/${key.id}`)
  expect(revoked.statusCode).toBeLessThan(300)
})
