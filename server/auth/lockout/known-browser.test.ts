import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { lockout } from '#drizzle/schema/index.ts'
import { type Browser, createTestApp, password, testSecret } from '#test/app.ts'
import { emailHash } from '../email-hash.ts'
import { createDeviceTokens } from './device-tokens.ts'

const wrong = 'wrong-horse-battery'
const cookieName = 'gatehouse.device'

async function lockedAccount(options: Parameters<typeof createTestApp>[0] = {}) {
  const app = await createTestApp(options)
  const { browser } = app
  const { email, id } = await browser().become()
  const owner = browser()
  expect((await owner.signIn(email)).statusCode).toBe(200)
  const lock = async () => {
    const stranger = browser()
    for (let tries = 0; tries < 5; tries++) await stranger.signIn(email, wrong)
    expect((await stranger.signIn(email)).json().reason.kind).toBe('locked')
  }
  await lock()
  return { ...app, email, id, owner, lock }
}

/** What signing in with the right password answers to a browser that brings this cookie only. */
async function answerTo(caller: Browser, email: string, cookie: string | undefined) {
  if (cookie !== undefined) caller.cookies.set(cookieName, cookie)
  const answer = await caller.signIn(email)
  return answer.statusCode === 200 ? 'signed in' : answer.json().reason?.kind
}

test('the owner’s known browser still signs in while a stranger’s tries have locked the account', async () => {
  const { email, owner, browser } = await lockedAccount()
  for (let times = 0; times < 3; times++) expect((await owner.signIn(email)).statusCode).toBe(200)
  // That does not open the account to anybody else.
  expect(await answerTo(browser(), email, undefined)).toBe('locked')
})

test('the cookie is HttpOnly, SameSite=Lax, of 180 days, and behind https Secure and of this host', async () => {
  const { browser } = await createTestApp()
  const caller = browser()
  const { email } = await caller.become()
  const find = (cookies: { name: string }[]) => cookies.find(({ name }) => name.endsWith(cookieName))
  const plain = find((await caller.signIn(email)).cookies)
  const attributes = { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 180 * 24 * 60 * 60 }
  expect(plain).toMatchObject({ name: cookieName, ...attributes })
  expect(plain).not.toHaveProperty('secure')
  expect(find((await caller.signIn(email, wrong)).cookies)).toBeUndefined()
  const forgotten = { email, password, rememberMe: false }
  expect(find((await browser().post('/api/auth/sign-in/email', forgotten)).cookies)).toBeUndefined()

  const appUrl = 'https://app.example.com'
  const secure = await createTestApp({ config: { appUrl } })
  const person = { email: 'ada@example.com', password }
  const headers = { origin: appUrl }
  await secure.browser().post('/api/auth/sign-up/email', { name: 'Ada', ...person }, headers)
  const answer = await secure.browser().post('/api/auth/sign-in/email', person, headers)
  expect(find(answer.cookies)).toMatchObject({ name: `__Host-${cookieName}`, secure: true, ...attributes })
})

test('a known browser has five failures of its own, and then shares the lock of all', async () => {
  const { email, owner, database, lock } = await lockedAccount()
  const statuses: number[] = []
  for (let tries = 0; tries < 6; tries++) statuses.push((await owner.signIn(email, wrong)).statusCode)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  expect((await owner.signIn(email)).json().reason.kind).toBe('locked')
  // Once only its own bucket is full, it is a browser like any other.
  await database.db.execute(sql`update lockout set failures = 0, locked_until = 0 where key like 'account:%'`)
  expect((await owner.signIn(email)).statusCode).toBe(200)
  await lock()
  expect((await owner.signIn(email)).json().reason.kind).toBe('locked')
})

test('of 100 wrong passwords at once with a stolen cookie no more than the two buckets hold are checked', async () => {
  const { browser, database } = await createTestApp()
  const { email } = await browser().become()
  const owner = browser()
  await owner.signIn(email)
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => {
      const thief = browser(`198.51.100.${index}`)
      thief.cookies.set(cookieName, owner.cookies.get(cookieName) ?? '')
      return thief.signIn(email, wrong)
    }),
  )
  const checked = answers.filter(({ statusCode }) => statusCode === 401).length
  expect(checked).toBeGreaterThanOrEqual(5)
  expect(checked).toBeLessThanOrEqual(10)
  const [sum] = await database.db.select({ failures: sql`sum(failures)`.mapWith(Number) }).from(lockout)
  expect(sum).toEqual({ failures: checked })
})

test('a cookie of another account, a forged, an expired or a changed one gives nothing', async () => {
  const { browser, email, owner } = await lockedAccount()
  const other = browser()
  const { email: otherEmail } = await other.become()
  await other.signIn(otherEmail)
  const [own = '', foreign = ''] = [owner, other].map((each) => each.cookies.get(cookieName))
  const forger = createDeviceTokens(['another-secret-another-secret-12'])
  const ours = createDeviceTokens([testSecret])
  const claims = { accountHash: emailHash(email), passwordHash: 'unknown to the forger' }
  const worthless = [
    foreign,
    foreign.replace(emailHash(otherEmail), emailHash(email)),
    own.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    own.replace(/\.(\d+)\./, (_, expiry) => `.${Number(expiry) + 1}.`),
    forger.issue(claims),
    ours.issue(claims),
    ours.issue({ ...claims, now: new Date('2020-01-01') }),
    '',
    '....',
    'x'.repeat(3000),
  ]
  for (const cookie of worthless) expect(await answerTo(browser(), email, cookie), cookie).toBe('locked')
  expect(await answerTo(browser(), email, own)).toBe('signed in')
})

test('a cookie from before a password change gives nothing', async () => {
  const { browser, email, owner, newestLink, lock } = await lockedAccount()
  const old = owner.cookies.get(cookieName)
  await owner.post('/api/auth/request-password-reset', { email, redirectTo: '/reset-password' })
  const landed = await owner.get(await newestLink('password-reset'))
  const token = new URL(landed.headers.location ?? '', 'http://x').searchParams.get('token')
  // Even to the same password: whoever stole the cookie before has it no more.
  await owner.post('/api/auth/reset-password', { newPassword: password, token })
  const known = browser()
  await known.signIn(email)
  await lock()
  expect(await answerTo(browser(), email, old)).toBe('locked')
  expect(await answerTo(known, email, undefined)).toBe('signed in')
})

test('a cookie of the secret before the last rotation is still known, one of an unknown secret is not', async () => {
  const old = 'old-secret-old-secret-old-secret-1'
  const { database, email, owner } = await lockedAccount({ config: { secrets: [old] } })
  const answerWith = async (secrets: string[]) => {
    const { browser } = await createTestApp({ database, config: { secrets } })
    return answerTo(browser(), email, owner.cookies.get(cookieName))
  }
  expect(await answerWith(['new-secret-new-secret-new-secret-2'])).toBe('locked')
  expect(await answerWith(['new-secret-new-secret-new-secret-2', old])).toBe('signed in')
})
