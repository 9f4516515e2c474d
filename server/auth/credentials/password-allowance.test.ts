import { expect, test } from 'vitest'
import { z } from 'zod'
import { authEndpoints } from '#server/http/auth/auth-endpoints.ts'
import { appRouter } from '#server/trpc/app-router.ts'
import { createTestApp, password } from '#test/app.ts'
import { readConfig } from '../../config.ts'
import { createLogger } from '../../logger.ts'
import { createMailer } from '../../mail/mailer.ts'
import { createAuth } from '../auth.ts'
import { createLockout } from '../lockout/lockout.ts'
import { allowPasswordTest } from './password-allowance.ts'
import { hashPassword, verifyPassword } from './passwords.ts'

const wrong = 'wrong-horse-battery'

test('a password is tested behind the lockout only, and one for each reserved attempt', async () => {
  const hash = await hashPassword(password)
  const check = () => verifyPassword({ hash, password })
  await expect(check()).rejects.toThrow('without the lockout')
  expect(await allowPasswordTest(check)).toBe(true)
  await expect(allowPasswordTest(async () => [await check(), await check()])).rejects.toThrow(
    'without the lockout',
  )
  let late: (() => Promise<boolean>) | undefined
  await allowPasswordTest(async () => {
    late = check
  })
  await expect(late?.()).rejects.toThrow('without the lockout')
})

test('Better Auth itself cannot test a password past the lockout', async () => {
  const { browser, database } = await createTestApp()
  const { email } = await browser().become()
  const { db } = database
  const config = { ...readConfig({}), secrets: ['kV8mZq2rT5wXy7BcD9eFgH1jKlM3nPqR'] }
  const mailer = createMailer({ db, appUrl: config.appUrl })
  const lockout = createLockout({ db, secrets: config.secrets, mailer })
  const auth = createAuth({
    db,
    config,
    mailer,
    logger: createLogger('silent'),
    lockout,
    signUpMode: async () => 'open',
    userCreated: async () => {},
  })
  await expect(auth.api.signInEmail({ body: { email, password } })).rejects.toThrow('without the lockout')
})

// A password that somebody has, not one that they choose.
const provesPassword = (schema: unknown, chosen?: string): boolean =>
  schema instanceof z.ZodPipe
    ? provesPassword(schema.in, chosen)
    : schema instanceof z.ZodObject &&
      Object.keys(schema.shape).some(
        (field) => /password$/i.test(field) && field !== chosen && field !== 'newPassword',
      )

test('every endpoint that takes the password in force has the lockout before it', async () => {
  const takesOne = authEndpoints.filter(({ body, newPassword }) => provesPassword(body, newPassword))
  expect(takesOne.map(({ path, testsPassword }) => [path, testsPassword])).toEqual([
    ['/sign-in/email', true],
    ['/change-password', true],
    ['/two-factor/enable', true],
    ['/two-factor/disable', true],
    ['/two-factor/generate-backup-codes', true],
  ])
})

// Each procedure whose input has a password that it tests, and what calls it; `invitations.accept` and `setup.complete` choose one.
const procedures: Record<string, (given: string) => object> = {
  'sessions.confirm': (given) => ({ password: given }),
  'users.deleteMe': (given) => ({ password: given }),
}

test('every procedure that takes the password in force is locked after five wrong ones', async () => {
  const declared = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: unknown[] } }>
  const takesOne = Object.entries(declared).filter(([, { _def }]) =>
    _def.inputs.some((input) => provesPassword(input)),
  )
  const chooses = new Set(['invitations.accept', 'setup.complete'])
  expect(takesOne.map(([path]) => path).filter((path) => !chooses.has(path))).toEqual(Object.keys(procedures))
  const { browser } = await createTestApp()
  for (const [path, input] of Object.entries(procedures)) {
    const caller = browser()
    const { email } = await caller.become()
    for (let tries = 0; tries < 5; tries++) expect((await caller.mutate(path, input(wrong))).status).toBe(403)
    const { status, error, headers } = await caller.mutate(path, input(password))
    expect([status, error.data.reason?.kind]).toEqual([429, 'locked'])
    expect(Number(headers['retry-after'])).toBeGreaterThan(800)
    // One lock for all paths.
    expect((await browser().signIn(email)).json().reason.kind).toBe('locked')
  }
})

test('the lock of a procedure is counted in the known browser that calls it', async () => {
  const { browser } = await createTestApp()
  const caller = browser()
  const { email } = await caller.become()
  await caller.signIn(email)
  const stranger = browser()
  for (let tries = 0; tries < 5; tries++) await stranger.signIn(email, wrong)
  expect((await stranger.signIn(email)).json().reason.kind).toBe('locked')
  expect((await caller.mutate('users.deleteMe', { password: wrong })).status).toBe(403)
  expect((await caller.mutate('users.deleteMe', { password })).status).toBe(200)
})
