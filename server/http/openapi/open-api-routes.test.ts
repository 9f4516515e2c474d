import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { brand } from '#product/brand.ts'
import { createKeySecret } from '#server/key-status/key-secret.ts'
import { withKeys } from '#server/keys/keys-fixture.ts'
import { createTestApp } from '#test/app.ts'
import { callsLeft } from '#test/calls-left.ts'

const path = '/api/openapi.json'

test('the document is for the signed-in and for keys, and counted as any other call', async () => {
  const { app, browser, owner } = await withKeys()
  const { browser: person, secret, program } = await owner()
  expect((await person.get(path)).statusCode).toBe(200)
  const asked = (key: string) => app.inject({ url: path, headers: { authorization: `Bearer ${key}` } })
  const byKey = await asked(secret)
  expect(byKey.statusCode).toBe(200)
  expect(byKey.headers['ratelimit-policy']).toMatch(/^"(signed-in|keys)-\w+";q=\d+;w=\d+$/)
  // One counter for it and for a procedure: each call takes one from what is left.
  const before = callsLeft(byKey)
  expect(callsLeft(await asked(secret))).toBe(before - 1)
  expect(callsLeft(await program.send('/trpc/users.me', {}))).toBe(before - 2)
  expect(callsLeft(await asked(secret))).toBe(before - 3)
  const bySession = callsLeft(await person.get(path))
  expect(callsLeft(await person.get('/api/me'))).toBe(bySession - 1)
  expect(callsLeft(await person.get(path))).toBe(bySession - 2)

  const nobody = await browser().get(path)
  expect([nobody.statusCode, nobody.json().reason]).toEqual([401, { kind: 'signed-out' }])
  const wrong = await asked(createKeySecret())
  expect([wrong.statusCode, wrong.json().reason.kind]).toEqual([401, 'key'])
  expect(wrong.headers['ratelimit-policy']).toMatch(/^"public-ip"/)
  // Nor is guessing free.
  expect(callsLeft(await asked(createKeySecret()))).toBe(callsLeft(wrong) - 1)
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
