import type { LightMyRequestResponse } from 'fastify'
import { expect, test } from 'vitest'
import { appUrl, createTestApp, password } from '#test/app.ts'

const allowed = 'https://front.example.com'
const others = ['https://evil.example', `${allowed}.evil.example`, 'http://front.example.com', 'null']

const withFront = () => createTestApp({ config: { allowedOrigins: [allowed] } })

const corsOf = ({ headers }: LightMyRequestResponse) =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'))

const preflight = (origin: string, url: string) => ({
  method: 'OPTIONS' as const,
  url,
  headers: {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type',
  },
})

test.each(['/trpc/users.updateMe', '/api/auth/sign-in/email', '/api/admin/users/x'])(
  'the preflight of %s is answered for the origins of the list, and for no other',
  async (url) => {
    const { app } = await withFront()
    const { statusCode, headers } = await app.inject(preflight(allowed, url))
    expect(statusCode).toBe(204)
    expect(headers).toMatchObject({
      'access-control-allow-origin': allowed,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'content-type, authorization, last-event-id, idempotency-key',
    })
    expect(headers.vary).toContain('Origin')
    for (const origin of [...others, appUrl]) {
      const answer = await app.inject(preflight(origin, url))
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      expect(corsOf(answer)).toEqual([])
    }
  },
)

test('a page of the list signs in, reads and changes; what it is refused it can read too', async () => {
  const { browser } = await withFront()
  const person = browser()
  const { email } = await person.become({ name: 'Before' })
  const front = { origin: allowed, 'content-type': 'application/json' }
  const visitor = browser()
  const signIn = (payload: object) =>
    visitor.send({ method: 'POST', url: '/api/auth/sign-in/email', payload, headers: front })
  const wrong = await signIn({ email, password: 'not-the-password' })
  expect([wrong.statusCode, wrong.headers['access-control-allow-origin']]).toEqual([401, allowed])
  expect((await signIn({ email, password })).statusCode).toBe(200)

  const renamed = await visitor.send({
    method: 'POST',
    url: '/trpc/users.updateMe',
    payload: { name: 'After' },
    headers: front,
  })
  expect(renamed.statusCode).toBe(200)
  expect(renamed.headers['access-control-allow-origin']).toBe(allowed)
  const me = await visitor.get('/trpc/users.me', { origin: allowed })
  expect(me.json().result.data.user.name).toBe('After')
  expect(me.headers.vary).toBe('trpc-accept, accept, Origin')
  const document = await visitor.get('/api/openapi.json', { origin: allowed })
  expect(document.headers.vary).toBe('accept-encoding, Origin')
  const stream = await visitor.get('/trpc/users.me?batch=1', {
    origin: allowed,
    'trpc-accept': 'application/jsonl',
  })
  expect(stream.headers.vary).toMatch(/, Origin$/)
  for (const name of ['retry-after', 'link', 'idempotency-replayed'])
    expect(me.headers['access-control-expose-headers']).toContain(name)
  const broken = await visitor.post('/trpc/users.updateMe', { name: '' }, { origin: allowed })
  expect([broken.statusCode, broken.headers['access-control-allow-origin']]).toEqual([400, allowed])
})

test('another origin changes nothing and reads nothing, and pages are for no origin but ours', async () => {
  const { browser } = await withFront()
  const victim = browser()
  await victim.become({ name: 'Before' })
  for (const origin of others) {
    const answer = await victim.post('/trpc/users.updateMe', { name: 'After' }, { origin })
    expect(answer.statusCode).toBe(403)
    expect(corsOf(answer)).toEqual([])
    expect(corsOf(await victim.get('/trpc/users.me', { origin }))).toEqual([])
  }
  for (const url of ['/login', '/dev/mail', '/health/ready', '/api/docs']) {
    expect(corsOf(await victim.get(url, { origin: allowed }))).toEqual([])
  }
})

test('without a list no answer speaks of other origins', async () => {
  const { app, browser } = await createTestApp()
  const answers = [
    await app.inject(preflight(allowed, '/trpc/users.me')),
    await browser().get('/trpc/users.me', { origin: allowed }),
    await browser().post('/trpc/users.updateMe', {}, { origin: allowed }),
  ]
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([405, 401, 403])
  expect(answers.flatMap(corsOf)).toEqual([])
})
