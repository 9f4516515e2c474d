import { expect, inject, test } from 'vitest'
import { account, lockout, mail, user } from '#drizzle/schema/index.ts'
import { createPasswordQueue } from '#server/auth/credentials/password-queue.ts'
import { hashPassword } from '#server/auth/credentials/passwords.ts'
import { emailHash } from '#server/auth/email-hash.ts'
import { accountKey } from '#server/auth/lockout/lockout-store.ts'
import { signUpModes } from '#shared/settings.ts'
import { type Browser, createTestApp, password, type TestApp } from '#test/app.ts'

// A short run compares the answers and would see a step that one case leaves out; the long one, on the database of
// production, sees milliseconds.
const long = inject('thorough') && inject('database') === 'postgres'
const samples = long ? 500 : 60

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** As many users as samples, so that no limit on one of them is reached before another is asked for. */
async function withKnownUsers(options: Parameters<typeof createTestApp>[0] = {}): Promise<TestApp> {
  const app = await createTestApp(options)
  const { db } = app.database
  const hash = await hashPassword(password)
  const ids = Array.from({ length: samples }, (_, index) => `known${index}`)
  await db
    .insert(user)
    .values(ids.map((id) => ({ id, name: 'Ada', email: `${id}@example.com`, emailVerified: true })))
  const credentials = ids.map((id) => ({
    id,
    userId: id,
    accountId: id,
    providerId: 'credential',
    password: hash,
  }))
  await db.insert(account).values(credentials)
  return app
}

/** Sends known and unknown addresses in turn, each from an address of its own, and compares what comes back. */
async function compare(
  { browser }: TestApp,
  options: {
    atOnce: number
    pairs?: number
    send(caller: Browser, email: string): ReturnType<Browser['post']>
  },
) {
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
  const answers: Record<'known' | 'unknown', Set<string>> = { known: new Set(), unknown: new Set() }
  const sample = async (index: number) => {
    const kind = index % 2 === 0 ? 'known' : 'unknown'
    const caller = browser(`10.0.${index >> 8}.${index & 255}`)
    const startedAt = performance.now()
    const { statusCode, body, cookies } = await options.send(caller, `${kind}${index >> 1}@example.com`)
    times[kind].push(performance.now() - startedAt)
    // A new account's id, times and address are its own; all else must be the same byte by byte.
    const text = body.replace(
      /"(id":"\w{32}"|(createdAt|updatedAt|until)":"[\dTZ:.-]{24}"|retryAfterMs":\d+|requestId":"[^"]*")|\d{4}[\d :-]+UTC|[a-z]+\d+@example\.com/g,
      '',
    )
    answers[kind].add(`${statusCode} ${text} ${cookies.length}`)
  }
  for (let index = 0; index < 2 * (options.pairs ?? samples); index += options.atOnce) {
    await Promise.all(Array.from({ length: options.atOnce }, (_, offset) => sample(index + offset)))
  }
  return {
    apartMs: Math.abs(median(times.known) - median(times.unknown)),
    allowedMs: allowed(times.known),
    answers,
  }
}

// Five milliseconds, or on a machine that is slow at the moment a tenth of what an answer takes there; a short run
// has too few samples for that, and would still see a password that is not tested.
const allowed = (times: number[]) => Math.max(5, median(times) * (long ? 0.1 : 0.4))

test('a wrong password and an unknown address are answered alike', async () => {
  const { apartMs, allowedMs, answers } = await compare(await withKnownUsers(), {
    atOnce: 1,
    send: (caller, email) => caller.signIn(email, 'wrong-horse-battery'),
  })
  expect(answers.known.size).toBe(1)
  expect(answers.known).toEqual(answers.unknown)
  expect(apartMs).toBeLessThan(allowedMs)
})

/** Gives every sample's address, known or not, the same failures. */
async function withFailures(
  app: TestApp,
  state: { failures: number; lockedForMs?: number },
): Promise<TestApp> {
  const now = Date.now()
  const rows = Array.from({ length: samples }, (_, index) =>
    ['known', 'unknown'].map((kind) => ({
      key: accountKey(emailHash(`${kind}${index}@example.com`)),
      failures: state.failures,
      windowStart: now,
      lockedUntil: state.lockedForMs ? now + state.lockedForMs : 0,
    })),
  ).flat()
  await app.database.db.insert(lockout).values(rows)
  return app
}

test('the wrong password that locks is answered alike, although only an owner gets a mail', async () => {
  const app = await withFailures(await withKnownUsers(), { failures: 4 })
  const { apartMs, allowedMs, answers } = await compare(app, {
    atOnce: 1,
    send: (caller, email) => caller.signIn(email, 'wrong-horse-battery'),
  })
  expect(answers.known.size).toBe(1)
  expect(answers.known).toEqual(answers.unknown)
  expect(apartMs).toBeLessThan(allowedMs)
  expect(await app.database.db.$count(mail)).toBe(samples)
})

test('a locked address is answered alike', async () => {
  const app = await withFailures(await withKnownUsers(), { failures: 5, lockedForMs: 600_000 })
  const { apartMs, allowedMs, answers } = await compare(app, {
    atOnce: 1,
    send: (caller, email) => caller.signIn(email),
  })
  expect([...answers.known]).toEqual([expect.stringMatching(/^429 .*"kind":"locked"/)])
  expect(answers.known).toEqual(answers.unknown)
  expect(apartMs).toBeLessThan(allowedMs)
})

test('a request to reset a password is answered alike', async () => {
  const { apartMs, allowedMs, answers } = await compare(await withKnownUsers(), {
    atOnce: 20,
    send: (caller, email) =>
      caller.post('/api/auth/request-password-reset', { email, redirectTo: '/reset-password' }),
  })
  expect(answers.known.size).toBe(1)
  expect(answers.known).toEqual(answers.unknown)
  expect(apartMs).toBeLessThan(allowedMs)
})

test.each(signUpModes)('with a mail server and the mode %s, sign-up is answered alike', async (signUp) => {
  const { apartMs, allowedMs, answers } = await compare(
    await withKnownUsers({
      config: { signUp, smtpUrl: 'smtp://127.0.0.1:1' },
      // Those at once would else wait for each other's hash, and the second of two longer than the first.
      passwordQueue: createPasswordQueue({ turns: 4 }),
    }),
    {
      // The mode approval differs from open in one column that is written: fewer samples, undisturbed by each other.
      ...(signUp === 'approval' ? { atOnce: 1, pairs: long ? 40 : 12 } : { atOnce: 4 }),
      send: (caller, email) => caller.post('/api/auth/sign-up/email', { name: 'Ada', password, email }),
    },
  )
  expect(answers.known.size).toBe(1)
  expect(answers.known).toEqual(answers.unknown)
  expect(apartMs).toBeLessThan(allowedMs)
})
