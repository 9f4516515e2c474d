import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { brand } from '#product/brand.ts'
import { createKeySecret } from '#server/key-status/key-secret.ts'
import { withKeys } from '#server/keys/keys-fixture.ts'
import { createTestApp, type TestApp } from '#test/app.ts'
import { callsLeft } from '#test/calls-left.ts'

const path = '/api/openapi.json'

const asked = ({ app }: TestApp, key: string) =>
  app.inject({ url: path, headers: { authorization: `Bearer ${key}` } })

test('the document is for the signed-in and for keys, and for nobody else', async () => {
  const { owner, ...app } = await withKeys()
  const { browser: person, secret } = await owner()
  const bySession = await person.get(path)
  expect([bySession.statusCode, bySession.json().openapi]).toEqual([200, expect.stringMatching(/^3\.1/)])
  const byKey = await asked(app, secret)
  expect([byKey.statusCode, byKey.body]).toEqual([200, bySession.body])
  const nobody = await app.browser().get(path)
  expect([nobody.statusCode, nobody.json().reason]).toEqual([401, { kind: 'signed-out' }])
  const wrong = await asked(app, createKeySecret())
  expect([wrong.statusCode, wrong.json().reason]).toEqual([401, { kind: 'key', problem: 'unknown' }])
})

test('it is counted as any other call of whoever asks', async () => {
  const { owner, ...app } = await withKeys()
  const { browser: person, secret, program } = await owner()
  const byKey = await asked(app, secret)
  expect([byKey.statusCode, byKey.headers['ratelimit-policy']]).toEqual([
    200,
    expect.stringMatching(/^"(signed-in|keys)-\w+";q=\d+;w=\d+$/),
  ])
  const procedure = await program.send('/trpc/users.me', {})
  expect(byKey.headers['ratelimit-policy']).toBe(procedure.headers['ratelimit-policy'])
  // One counter for it and for a procedure: each call, that one too, takes one from what is left.
  const before = callsLeft(byKey)
  expect(callsLeft(procedure)).toBe(before - 1)
  expect(callsLeft(await asked(app, secret))).toBe(before - 2)
  expect(callsLeft(await program.send('/trpc/users.me', {}))).toBe(before - 3)
  expect(callsLeft(await asked(app, secret))).toBe(before - 4)
  expect(callsLeft(await asked(app, secret))).toBe(before - 5)
  const bySession = callsLeft(await person.get(path))
  expect(callsLeft(await person.get('/api/me'))).toBe(bySession - 1)
  expect(callsLeft(await person.get(path))).toBe(bySession - 2)
})

test('a refused guess at a key is counted too, and at some point refused as one of too many', async () => {
  const app = await createTestApp()
  const first = await asked(app, createKeySecret())
  expect(first.headers['ratelimit-policy']).toMatch(/^"public-ip"/)
  const left = callsLeft(first)
  for (let guess = 1; guess <= left; guess += 1) {
    const wrong = await asked(app, createKeySecret())
    expect([wrong.statusCode, callsLeft(wrong)]).toEqual([401, left - guess])
  }
  const refused = await asked(app, createKeySecret())
  expect([refused.statusCode, refused.json().reason.kind]).toEqual([429, 'limit'])
})

test('it says what differs from service to service', async () => {
  const { browser } = await createTestApp({ config: { appUrl: 'https://app.example.com' } })
  const caller = browser()
  await caller.become()
  const document = (await caller.get(path)).json()
  expect(document.info.title).toBe(`${brand.name} API`)
  expect(document.info.version).toMatch(/^\d+\.\d+\.\d+$/)
  expect(document.servers).toEqual([{ url: 'https://app.example.com' }])
  expect(document.components.securitySchemes.cookie.name).toBe('__Secure-gatehouse.session_token')
})

test('it travels compressed, and only once', async () => {
  const { browser } = await createTestApp()
  const caller = browser()
  await caller.become()
  const plain = await caller.get(path)
  const zipped = await caller.get(path, { 'accept-encoding': 'gzip, br' })
  expect(gunzipSync(zipped.rawPayload).toString()).toBe(plain.body)
  expect(zipped.rawPayload.length).toBeLessThan(plain.body.length / 5)
  const known = await caller.get(path, { 'if-none-match': String(plain.headers.etag) })
  expect([known.statusCode, known.body]).toEqual([304, ''])
})

test('the older addresses lead there', async () => {
  const { browser } = await createTestApp()
  const where = async (url: string) => (await browser().get(url)).headers.location
  expect(await where('/api/auth/docs.json')).toBe(path)
  expect(await where('/api/auth/docs')).toBe('/api/docs?search=/api/auth')
})
