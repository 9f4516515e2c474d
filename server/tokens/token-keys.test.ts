import { decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { tokenKey } from '#drizzle/schema/index.ts'
import { testSecret } from '#test/app.ts'
import { emptyDatabase } from '#test/database.ts'
import { getSigningKey, listPublicKeys, sweepTokenKeys } from './token-keys.ts'
import { publishedKeys, serveTokens, tokenFor } from './tokens-fixture.ts'

const day = 24 * 60 * 60_000
const start = new Date('2026-06-01T00:00:00Z')
const after = (days: number, ms = 0) => new Date(start.getTime() + days * day + ms)
const newSecret = 'new-kV8mZq2rT5wXy7BcD9eFgH1jKlM3'

async function setUp() {
  const { db } = await emptyDatabase()
  const at = (now: Date, secrets = [testSecret]) => ({ db, secrets, now })
  const signing = async (now: Date, secrets?: string[]) => (await getSigningKey(at(now, secrets))).id
  const published = async (now: Date) => (await listPublicKeys(at(now))).keys.map(({ kid }) => kid)
  return { db, at, signing, published }
}

test('keys are published for everybody without their private half, which is kept encrypted', async () => {
  const { browser, database, person } = await serveTokens()
  const stranger = browser()
  expect(await publishedKeys(stranger)).toEqual([])
  await tokenFor(person)
  const answer = await stranger.get('/.well-known/jwks.json')
  expect(answer.headers).toMatchObject({
    'cache-control': 'public, max-age=300',
    'content-type': expect.stringContaining('application/json'),
    ratelimit: expect.stringContaining('token-keys'),
  })
  expect(answer.json()).toEqual({
    keys: [
      {
        kty: 'OKP',
        crv: 'Ed25519',
        alg: 'EdDSA',
        use: 'sig',
        kid: expect.stringMatching(/^[\w-]{43}$/),
        x: expect.stringMatching(/^[\w-]{43}$/),
      },
    ],
  })
  const head = await stranger.send({ method: 'HEAD', url: '/.well-known/jwks.json' })
  expect([head.statusCode, head.body]).toEqual([200, ''])
  const [row] = await database.db.select().from(tokenKey)
  expect(row?.privateKey).toMatch(/^\$ba\$\d+\$[0-9a-f]+$/)
  for (let asked = 2; asked < 60; asked++) await stranger.get('/.well-known/jwks.json')
  const refused = await stranger.get('/.well-known/jwks.json')
  expect([refused.statusCode, refused.json().reason.policy]).toEqual([429, 'token-keys'])
})

test('the next key is known a day before it signs, and the last one until its tokens are out', async () => {
  const { at, published, signing } = await setUp()
  const first = await signing(start)
  await sweepTokenKeys(at(after(28)))
  expect(await published(after(28))).toEqual([first])
  await sweepTokenKeys(at(after(29, 1)))
  await sweepTokenKeys(at(after(29, 60_000)))
  const both = await published(after(29, 60_000))
  expect([both.length, both[0]]).toEqual([2, first])
  expect(await signing(after(30, -1))).toBe(first)
  expect(await signing(after(30))).toBe(both[1])
  // What was signed in its last moment lasts five minutes more.
  await sweepTokenKeys(at(after(30, 6 * 60_000)))
  expect(await published(after(30, 6 * 60_000))).toEqual(both)
  await sweepTokenKeys(at(after(30, 61 * 60_000)))
  expect(await published(after(30, 61 * 60_000))).toEqual([both[1]])
  expect(await signing(after(60, -1))).toBe(both[1])
})

test('after a long silence a new key begins, and without a token there is never one', async () => {
  const { at, db, published, signing } = await setUp()
  await sweepTokenKeys(at(start))
  expect(await db.select().from(tokenKey)).toEqual([])
  const first = await signing(start)
  await sweepTokenKeys(at(after(100)))
  expect(await db.select().from(tokenKey)).toEqual([])
  const second = await signing(after(100))
  expect(second).not.toBe(first)
  expect(await published(after(100))).toEqual([second])
})

test('replicas that begin at the same moment sign with one key, and go on with one', async () => {
  const { at, db, signing } = await setUp()
  const ids = await Promise.all([1, 2, 3, 4].map(() => signing(start)))
  expect(new Set(ids).size).toBe(1)
  await Promise.all([1, 2, 3, 4].map(() => sweepTokenKeys(at(after(29.5)))))
  expect(await db.$count(tokenKey)).toBe(2)
})

test('a rotated secret still reads the keys of the one before; without that, another key signs', async () => {
  const { published, signing } = await setUp()
  const first = await signing(start)
  expect(await signing(start, [newSecret, testSecret])).toBe(first)
  const second = await signing(after(1), [newSecret])
  expect(second).not.toBe(first)
  // A replica that still has the old one alone, and the tokens of before, are understood all the same.
  expect(await signing(after(1), [testSecret])).toBe(first)
  expect(new Set(await published(after(1)))).toEqual(new Set([first, second]))
  const { person } = await serveTokens({ secrets: [newSecret, testSecret] })
  expect(decodeProtectedHeader(await tokenFor(person)).kid).toBeDefined()
})
