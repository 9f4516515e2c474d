import { Writable } from 'node:stream'
import { DrizzleQueryError } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createKeySecret } from './key-status/key-secret.ts'
import { createLogger, describeError, loggablePath } from './logger.ts'

function capture() {
  const lines: string[] = []
  const sink = new Writable({ write: (chunk, _, done) => done(void lines.push(String(chunk))) })
  return { lines, logger: createLogger('info', sink) }
}

test('secrets do not reach the log, at any depth that we log', () => {
  const { lines, logger } = capture()
  logger.info({ password: 's3cret', body: { token: 's3cret', user: { accessToken: 's3cret' } } }, 'x')
  expect(lines.join()).not.toContain('s3cret')
})

test('a failed query is logged without its parameters', () => {
  const { lines, logger } = capture()
  const cause = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (token)=(s3cret) exists',
  })
  logger.error({ err: new DrizzleQueryError('insert into session values ($1)', ['s3cret'], cause) }, 'x')
  expect(lines.join()).toContain('insert into session')
  expect(lines.join()).toContain('23505')
  expect(lines.join()).not.toContain('s3cret')
})

test('a part of what could not be read is not logged, also as the cause of another error', () => {
  const { lines, logger } = capture()
  try {
    JSON.parse('{"password":s3cret')
  } catch (cause) {
    logger.error({ err: cause }, 'x')
    logger.error({ err: new Error('Not read.', { cause }) }, 'x')
  }
  expect(lines).toHaveLength(2)
  expect(lines.join()).not.toContain('s3cret')
})

test('a line break in user text does not begin a line of its own', () => {
  const { lines, logger } = capture()
  logger.info({ name: 'Ada\n{"level":"fatal"}' }, 'Ada\nforged')
  expect(lines).toHaveLength(1)
  expect(lines[0]?.trimEnd()).not.toContain('\n')
})

test('paths are logged without queries and without the secrets in them', () => {
  expect(loggablePath('/api/auth/verify-email?token=s3cret')).toBe('/api/auth/verify-email')
  expect(loggablePath('/api/auth/reset-password/s3cret?callbackURL=/x')).toBe(
    '/api/auth/reset-password/[redacted]',
  )
})

const resetToken = 'Zk3vQ9sLmT0aWb7XyR2cDe5f'

test.each([
  '/api/auth//reset-password/s3cret',
  '/API/auth/Reset-Password/s3cret',
  '/api/auth/reset-password%2Fs3cret',
  '//dev//mail/s3cret/html',
  `/api/auth/%72eset-password/${resetToken}`,
  `/api/auth/verify-email/${resetToken}`,
  '/trpc/gh_live_Zk3v0123456789abcdefghijklmnopqrstuvwxyzABCD',
  `/accept-invitation/${resetToken}.`,
  `/${resetToken}`,
])('a token is cut from the path, however it was mistyped: %s', (path) => {
  expect(loggablePath(path)).toContain('[redacted]')
  expect(loggablePath(path)).not.toMatch(/s3cret|Zk3v/)
})

test('a long path is looked through once, and logged up to a length', () => {
  // For a look from every letter on, hours would not be enough.
  expect(loggablePath(`/${'a'.repeat(5_000_000)}`)).toMatch(/^\/a{499}\[cut\]$/)
})

test.each([
  '/api/auth/passkey/generate-authenticate-options',
  '/trpc/sessions.endImpersonation,users.mySecurityEvents',
  '/assets/change-password-dialog-Cd3fG_x1.js',
  '/reset-password',
])('a path without a token is logged as it is: %s', (path) => {
  expect(loggablePath(path)).toBe(path)
})

test('a key is cut out of whatever an error says', () => {
  const key = createKeySecret()
  const error = new Error(`A program sent ${key} and nothing else.`, { cause: new Error(key) })
  const described = JSON.stringify(describeError(error))
  expect(described).not.toContain(key)
  expect(described).toContain('A program sent gh_live_[redacted] and nothing else.')
})
