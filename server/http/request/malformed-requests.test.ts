import { gzipSync } from 'node:zlib'
import type { InjectOptions } from 'fastify'
import { expect, test } from 'vitest'
import { appUrl, createTestApp, password } from '#test/app.ts'

const headers = { 'content-type': 'application/json', origin: appUrl }
const post = (url: string, payload?: string | Buffer): InjectOptions => ({
  method: 'POST',
  url,
  headers,
  payload,
})
const get = (url: string): InjectOptions => ({ method: 'GET', url })

const notJson: [string, InjectOptions][] = [
  ['a query', get('/trpc/invitations.find?input=%00')],
  ['a batch of queries', get('/trpc/invitations.find,invitations.find?batch=1&input={hunter2-se')],
  ['a mutation', post('/trpc/setup.complete', '{"password":hunter2-se')],
  ['a batch of mutations', post('/trpc/setup.complete?batch=1', '{"0":{"password":hunter2-se')],
  ['a mutation without a body', post('/trpc/setup.complete')],
  ['a compressed body', post('/trpc/setup.complete', gzipSync('{"name":"Ada"}'))],
  ['deep nesting', post('/trpc/setup.complete', '['.repeat(500_000))],
  ['parameters of a connection', get('/trpc/health.ping?connectionParams=hunter2-se')],
  ['an endpoint', post('/api/auth/sign-in/email', '{"password":hunter2-se')],
  ['no route', post('/nowhere', '{"password":hunter2-se')],
]

test.each(notJson)(
  'what is not JSON is the fault of its caller, and none of it is logged: %s',
  async (_, request) => {
    const { browser, logged } = await createTestApp()
    const { statusCode, body } = await browser().send(request)
    expect([400, 404]).toContain(statusCode)
    expect(body).not.toContain('INTERNAL')
    expect(logged.join('')).not.toMatch(/hunter2|SyntaxError|"level":"(warn|error)"/)
  },
)

const streams = ['/trpc/live.stream', '/trpc/users.export', '/trpc/audit.export']

const odd: [string, number, InjectOptions][] = [
  ...['/trpc/', '/trpc/%25', '/trpc/%25,health.ping?batch=1'].map((url): [string, number, InjectOptions] => [
    `GET ${url}`,
    404,
    get(url),
  ]),
  ['an empty batch', 404, get('/trpc/,,,?batch=1')],
  ...['TRACE', 'PUT', 'DELETE'].map((method): [string, number, InjectOptions] => [
    method,
    405,
    { method: method as 'GET', url: '/trpc/health.ping', headers: { origin: appUrl } },
  ]),
  [
    'a form that is put',
    405,
    {
      method: 'PUT',
      url: '/trpc/users.updateMe',
      payload: 'x',
      headers: { origin: appUrl, 'content-type': 'multipart/form-data; boundary=x' },
    },
  ],
  ...streams.map((url): [string, number, InjectOptions] => [`HEAD ${url}`, 204, { method: 'HEAD', url }]),
  ...['a b', 'a:99999', '['].map((host): [string, number, InjectOptions] => [
    `the host ${host}`,
    400,
    { method: 'GET', url: '/trpc/health.ping', headers: { host } },
  ]),
  [
    'NUL in a token',
    400,
    post('/api/auth/reset-password', JSON.stringify({ newPassword: password, token: 'a\0b' })),
  ],
  ['NUL in a path', 400, get('/api/auth/reset-password/a%00b?callbackURL=/x')],
  ['NUL in a state', 400, get('/api/auth/callback/google?state=a%00b&code=c')],
]

test.each(odd)('%s is answered with %i and is no failure of ours', async (_, status, request) => {
  const { browser, logged } = await createTestApp()
  const { statusCode } = await browser().send(request)
  expect(statusCode).toBe(status)
  expect(logged.join('')).not.toMatch(/"level":"(warn|error)"/)
})

test('a stream that refuses where it is to go on says so with the status of the refusal', async () => {
  const { browser } = await createTestApp()
  const admin = browser()
  await admin.become({ role: 'admin' })
  for (const path of ['audit.export', 'users.export']) {
    const { error } = await admin.subscribe(path, { lastEventId: 'nonsense' })
    expect([path, error.data.httpStatus, error.data.code]).toEqual([path, 400, 'BAD_REQUEST'])
  }
})
