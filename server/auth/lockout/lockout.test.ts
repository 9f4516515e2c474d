import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { lockout, mail } from '#drizzle/schema/index.ts'
import { type Browser, createTestApp, password } from '#test/app.ts'
import { createPasswordQueue } from '../credentials/password-queue.ts'
import { emailHash } from '../email-hash.ts'
import { letPass, readLockout } from './lockout-fixture.ts'
import { accountKey } from './lockout-store.ts'

const wrong = 'wrong-horse-battery'
const fromAddress = (index: number) => `198.51.${index >> 8}.${index & 255}`

/** How often each answer came: its status, and the reason's kind if it has one. */
function tally(answers: { statusCode: number; json(): { reason?: { kind: string } } }[]) {
  const counts: Record<string, number> = {}
  for (const answer of answers) {
    const kind = [answer.statusCode, answer.json().reason?.kind].filter(Boolean).join(' ')
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

const signIns = (browsers: Browser[], email: string, given?: string) =>
  Promise.all(browsers.map((browser) => browser.signIn(email, given)))

/** Five wrong passwords from a stranger. */
async function lock(stranger: Browser, email: string) {
  for (let tries = 0; tries < 5; tries++) {
    expect((await stranger.signIn(email, wrong)).statusCode).toBe(401)
  }
}

test.each(['known', 'unknown'])(
  'of 100 wrong passwords at once from 100 addresses for a %s account 5 are checked',
  async (kind) => {
    const passwordQueue = createPasswordQueue({ places: 100 })
    const { browser, database } = await createTestApp({ passwordQueue })
    const { email } = await browser().become()
    const target = kind === 'known' ? email : 'nobody@example.com'
    const strangers = Array.from({ length: 100 }, (_, index) => browser(fromAddress(index)))
    const counts = tally(await signIns(strangers, target, wrong))
    expect(counts[401]).toBe(5)
    expect((counts['429 busy'] ?? 0) + (counts['429 locked'] ?? 0)).toBe(95)
    const row = await readLockout(database.db, accountKey(emailHash(target)))
    expect(row).toMatchObject({ failures: 5, reserved: 0 })
    expect(row?.lockedUntil).toBeGreaterThan(Date.now())
    // And none later, until the lock is over.
    expect(tally(await signIns(strangers.slice(0, 20), target, wrong))).toEqual({ '429 locked': 20 })
  },
)

test('of 100 wrong passwords at once from one address 5 are checked, and its own limit holds as well', async () => {
  const { browser } = await createTestApp()
  const { email } = await browser().become()
  const stranger = browser('198.51.100.7')
  const counts = tally(await signIns(Array(100).fill(stranger), email, wrong))
  expect(counts).toMatchObject({ 401: 5, '429 limit': 80 })
})

test('five failures lock for 15 minutes, and the answer says until when', async () => {
  const { browser, database } = await createTestApp()
  const { email } = await browser().become()
  const stranger = browser()
  await lock(stranger, email)
  const before = Date.now()
  const answer = await stranger.signIn(email)
  expect(answer.statusCode).toBe(429)
  const { reason, message, code } = answer.json()
  expect([code, reason.kind]).toEqual(['TOO_MANY_REQUESTS', 'locked'])
  const inMs = Date.parse(reason.until) - before
  expect(inMs).toBeGreaterThan(14.5 * 60_000)
  expect(inMs).toBeLessThan(15.1 * 60_000)
  expect(Number(answer.headers['retry-after'])).toBe(Math.ceil(reason.retryAfterMs / 1000))
  expect(message).toBe(
    `Too many wrong passwords. Locked until ${reason.until.slice(0, 19).replace('T', ' ')} UTC.`,
  )
  await letPass(database.db, { minutes: 14 })
  expect((await stranger.signIn(email)).statusCode).toBe(429)
  await letPass(database.db, { minutes: 1 })
  expect((await stranger.signIn(email)).statusCode).toBe(200)
})

test('four failures of a quarter of an hour ago do not count, and success clears those that do', async () => {
  const { browser, database } = await createTestApp()
  const { email } = await browser().become()
  const stranger = browser()
  const fourTimes = async () => {
    for (let tries = 0; tries < 4; tries++) expect((await stranger.signIn(email, wrong)).statusCode).toBe(401)
  }
  await fourTimes()
  await letPass(database.db, { minutes: 15 })
  await fourTimes()
  expect((await browser().signIn(email)).statusCode).toBe(200)
  expect(await readLockout(database.db, accountKey(emailHash(email)))).toMatchObject({
    failures: 0,
    reserved: 0,
  })
  await fourTimes()
  expect((await browser().signIn(email)).statusCode).toBe(200)
})

test('a window begins with its first failure, and later ones do not prolong it', async () => {
  const { browser, database } = await createTestApp()
  const { email } = await browser().become()
  const stranger = browser()
  const fail = async () => expect((await stranger.signIn(email, wrong)).statusCode).toBe(401)
  await fail()
  await letPass(database.db, { minutes: 8 })
  for (let tries = 0; tries < 3; tries++) await fail()
  await letPass(database.db, { minutes: 8 })
  await fail()
  expect((await browser().signIn(email)).statusCode).toBe(200)
})

test('six right passwords at once are never locked: five sign in, one is told to try again', async () => {
  const { browser } = await createTestApp()
  const { email } = await browser().become()
  for (let round = 0; round < 3; round++) {
    const callers = Array.from({ length: 6 }, () => browser())
    const answers = await signIns(callers, email)
    const counts = tally(answers)
    expect(Object.keys(counts).filter((kind) => kind !== '200' && kind !== '429 busy')).toEqual([])
    expect(counts[200]).toBeGreaterThanOrEqual(5)
    const busy = answers.find(({ statusCode }) => statusCode === 429)
    if (busy)
      expect([busy.json().reason, busy.headers['retry-after']]).toEqual([
        { kind: 'busy', retryAfterMs: 1000 },
        '1',
      ])
    expect((await browser().signIn(email)).statusCode).toBe(200)
  }
})

test('attempts that a dead process reserved are busy, not locked, and end after 30 s', async () => {
  const { browser, database } = await createTestApp()
  const { email } = await browser().become()
  const key = accountKey(emailHash(email))
  await database.db.insert(lockout).values({ key, reserved: 5, reservedUntil: Date.now() + 30_000 })
  expect((await browser().signIn(email)).json().reason.kind).toBe('busy')
  await letPass(database.db, { ms: 31_000 })
  expect((await browser().signIn(email)).statusCode).toBe(200)
  expect(await readLockout(database.db, key)).toMatchObject({ reserved: 0, failures: 0, lockedUntil: 0 })
})

test('an unknown address is locked by the same bytes as a known one', async () => {
  const { browser } = await createTestApp()
  const { email } = await browser().become()
  const transcript = async (target: string) => {
    const stranger = browser()
    const answers: string[] = []
    for (let tries = 0; tries < 7; tries++) {
      const { statusCode, body, headers } = await stranger.signIn(target, wrong)
      const names = Object.keys(headers).sort().join()
      const text = body
        .replace(/\d{4}-\d\d-\d\d[T ][\d:.]+/g, 'TIME')
        .replace(/"retryAfterMs":\d+/, '"retryAfterMs":MS')
        .replace(/"requestId":"[^"]*"/, '')
      answers.push(`${statusCode} ${names} ${text}`)
    }
    return answers
  }
  const known = await transcript(email)
  expect(known).toEqual(await transcript('nobody@example.com'))
  expect(known.map((answer) => answer.slice(0, 3))).toEqual(['401', '401', '401', '401', '401', '429', '429'])
})

test('spelling the address another way opens no second account of attempts', async () => {
  const { browser, database } = await createTestApp()
  const { email } = await browser().become()
  const stranger = browser()
  for (const spelling of [email, email.toUpperCase(), ` ${email} `, email, email]) {
    expect((await stranger.signIn(spelling, wrong)).statusCode).toBe(401)
  }
  expect((await stranger.signIn(email)).json().reason.kind).toBe('locked')
  expect(await database.db.select({ key: lockout.key }).from(lockout)).toHaveLength(1)
})

test('the owner is told once a day, in the transaction that locks, and a stranger’s address is not', async () => {
  const { browser, database } = await createTestApp()
  const { email } = await browser().become({ name: 'Ada' })
  const sent = () => database.db.select().from(mail).where(sql`${mail.kind} = 'account-locked'`)
  await lock(browser(), 'nobody@example.com')
  expect(await sent()).toEqual([])
  await lock(browser(), email)
  const [told] = await sent()
  expect(told).toMatchObject({ recipient: email, subject: 'Sign-in to your account is locked' })
  expect(told?.text).toContain('Hello Ada,')
  for (const hours of [1, 22]) {
    await letPass(database.db, { minutes: hours * 60 })
    await lock(browser(), email)
    expect(await sent()).toHaveLength(1)
  }
  await letPass(database.db, { minutes: 61 })
  await lock(browser(), email)
  expect(await sent()).toHaveLength(2)
})

test('when attempts cannot be counted no password is tested: 503', async () => {
  const { browser, database } = await createTestApp()
  const { email } = await browser().become()
  const owner = browser()
  await owner.signIn(email)
  await database.db.execute(sql`alter table lockout rename to lockout_away`)
  try {
    for (const given of [password, wrong]) {
      const answer = await browser().signIn(email, given)
      expect([
        answer.statusCode,
        answer.json().reason.kind,
        answer.headers['retry-after'],
        answer.cookies,
      ]).toEqual([503, 'unavailable', '1', []])
      expect((await owner.mutate('users.deleteMe', { password: given })).status).toBe(503)
    }
  } finally {
    await database.db.execute(sql`alter table lockout_away rename to lockout`)
  }
  expect((await owner.signIn(email)).statusCode).toBe(200)
})

test('a completed reset unlocks, and asking for one does not', async () => {
  const { browser, database, newestLink } = await createTestApp()
  const { email } = await browser().become()
  const owner = browser()
  await lock(browser(), email)
  await owner.post('/api/auth/request-password-reset', { email, redirectTo: '/reset-password' })
  expect((await owner.signIn(email)).json().reason.kind).toBe('locked')
  const landed = await owner.get(await newestLink('password-reset'))
  const token = new URL(landed.headers.location ?? '', 'http://x').searchParams.get('token')
  const reset = { newPassword: 'a-new-battery-horse', token }
  expect((await owner.post('/api/auth/reset-password', reset)).statusCode).toBe(200)
  expect(await readLockout(database.db, accountKey(emailHash(email)))).toMatchObject({
    failures: 0,
    lockedUntil: 0,
  })
  expect((await owner.signIn(email, 'a-new-battery-horse')).statusCode).toBe(200)
})

test('a right password that gives no session is given back and clears nothing', async () => {
  const { browser, database } = await createTestApp({ config: { smtpUrl: 'smtp://127.0.0.1:1' } })
  const caller = browser()
  const email = 'ada@example.com'
  await caller.post('/api/auth/sign-up/email', { name: 'Ada', email, password })
  await caller.signIn(email, wrong)
  for (let tries = 0; tries < 6; tries++) {
    const answer = await caller.signIn(email)
    expect([answer.json().code, answer.cookies]).toEqual(['EMAIL_NOT_VERIFIED', []])
  }
  expect(await readLockout(database.db, accountKey(emailHash(email)))).toMatchObject({
    failures: 1,
    reserved: 0,
  })
})
