import { expect, test } from 'vitest'
import { createTestApp } from '#test/app.ts'
import { isLocalCaller } from './local-caller.ts'

const host = 'localhost:3000'

test('local is who reaches the server from this machine itself, by a name of this machine', () => {
  for (const peer of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
    for (const name of [host, '127.0.0.1', '[::1]:3000'])
      expect(isLocalCaller({ peer, headers: { host: name } }), `${peer} ${name}`).toBe(true)
  expect(isLocalCaller({ peer: '::1', headers: { host, origin: 'http://localhost:3000' } })).toBe(true)
})

test.each([undefined, 'nonsense', '203.0.113.7', '192.168.0.7', '2001:db8::1'])(
  'a peer at %s is not',
  (peer) => expect(isLocalCaller({ peer, headers: { host } })).toBe(false),
)

test.each([
  undefined,
  '',
  'evil.example',
  '127.evil.example:3000',
  'localhost.evil.example',
  'localhost@evil.example',
])('the host %s is not this machine', (name) =>
  expect(isLocalCaller({ peer: '127.0.0.1', headers: { host: name } })).toBe(false),
)

test.each(['http://evil.example', 'null', ''])('a page of the origin %j is not of this machine', (origin) =>
  expect(isLocalCaller({ peer: '127.0.0.1', headers: { host, origin } })).toBe(false),
)

test.each([
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'x-original-url',
])('a proxy that says %s may stand for anybody, whatever it forwards', (name) =>
  expect(isLocalCaller({ peer: '127.0.0.1', headers: { host, [name]: '127.0.0.1' } })).toBe(false),
)

test('a page that rebinds its name, and a proxy on this machine, do not find the outbox', async () => {
  const { browser } = await createTestApp({ config: { trustedProxies: ['127.0.0.1'] } })
  const local = browser('127.0.0.1')
  expect((await local.get('/dev/mail')).statusCode).toBe(200)
  const strange: Record<string, string>[] = [
    { host: 'evil.example' },
    { origin: 'http://evil.example' },
    { 'x-real-ip': '203.0.113.7' },
    { 'x-forwarded-for': '127.0.0.1' },
  ]
  for (const headers of strange)
    expect((await local.get('/dev/mail', headers)).statusCode, JSON.stringify(headers)).toBe(404)
})
