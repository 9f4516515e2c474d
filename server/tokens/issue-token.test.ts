import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { tokenKey } from '#drizzle/schema/index.ts'
import { createTestApp } from '#test/app.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'
import { readAudit } from '#test/audit-log.ts'
import { audience, publishedKeys, serveTokens, tokenFor } from './tokens-fixture.ts'

test('a token names its issuer, its service and its user, for five minutes, and leaves no row in the log', async () => {
  const { database, id, person } = await serveTokens()
  const before = await readAudit(database.db)
  const { data, headers, status } = await person.mutate<{ token: string; expiresAt: string }>(
    'tokens.issue',
    { audience },
  )
  expect([status, headers['cache-control']]).toEqual([200, 'no-store'])
  const claims = decodeJwt(data.token)
  const { iat = 0 } = claims
  expect(claims).toEqual({
    iss: 'http://localhost:3000',
    aud: audience,
    sub: id,
    role: 'moderator',
    iat: expect.any(Number),
    exp: iat + 300,
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  expect(Math.abs(Date.now() / 1000 - iat)).toBeLessThan(60)
  expect(Date.parse(data.expiresAt)).toBe((iat + 300) * 1000)
  const [key] = await publishedKeys(person)
  expect(decodeProtectedHeader(data.token)).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: key?.kid })
  expect(decodeJwt(await tokenFor(person, 'search'))).toMatchObject({ aud: 'search' })
  expect(await readAudit(database.db)).toEqual(before)
})

test('only for services that the configuration names, and without a session there is none', async () => {
  const { browser, database, person } = await serveTokens()
  for (const wrong of [`${audience}/`, 'http://localhost:3000', 'https://other.example.com']) {
    const { status, error } = await person.mutate('tokens.issue', { audience: wrong })
    expect([status, Object.keys(error.data.fieldErrors ?? {})], wrong).toEqual([400, ['audience']])
  }
  expect((await browser().mutate('tokens.issue', { audience })).status).toBe(401)
  expect(await database.db.select().from(tokenKey)).toEqual([])
})

test('without any service it says so', async () => {
  const { browser } = await createTestApp()
  const caller = browser()
  await caller.become()
  const { status, error } = await caller.mutate('tokens.issue', { audience })
  expect([status, error.message]).toEqual([400, expect.stringContaining('TOKEN_AUDIENCES is not set')])
})

test('not while an admin acts as the user', async () => {
  const { admin, browser } = await createAppWithAdmin()
  const { id } = await browser().become()
  await admin.mutate('sessions.impersonate', { userId: id, reason: 'Ticket 7' })
  const { status, error } = await admin.mutate('tokens.issue', { audience })
  expect([status, error.data.reason]).toEqual([403, { kind: 'impersonating' }])
})

test('a token is no session: nothing of ours takes it', async () => {
  const { app, browser, person } = await serveTokens()
  const token = await tokenFor(person)
  const ask = async (headers: Record<string, string>) =>
    (await app.inject({ method: 'GET', url: '/trpc/users.me', headers })).statusCode
  expect(await ask({ authorization: `Bearer ${token}` })).toBe(401)
  expect(await ask({ cookie: `gatehouse.session_token=${token}` })).toBe(401)
  expect(await ask({ authorization: `Bearer ${token}`, cookie: `gatehouse.session_token=${token}` })).toBe(
    401,
  )
  const shown = await browser().get('/api/auth/get-session', { authorization: `Bearer ${token}` })
  expect([shown.statusCode, shown.json().reason.kind]).toEqual([401, 'key'])
})

test('a person gets sixty in a minute, whatever the service', async () => {
  const { person } = await serveTokens()
  for (let issued = 0; issued < 60; issued++) await tokenFor(person, issued % 2 ? 'search' : audience)
  const { status, error } = await person.mutate('tokens.issue', { audience })
  expect([status, error.data.reason]).toEqual([
    429,
    expect.objectContaining({ kind: 'limit', policy: 'tokens', scope: 'user' }),
  ])
})
