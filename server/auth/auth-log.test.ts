import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createTestApp } from '#test/app.ts'
import { createLogger } from '../logger.ts'
import { createAuthLog } from './auth-log.ts'

test.each([
  '/api/auth/callback/google?state=nonsense&code=hunter2-se',
  '/api/auth/callback/google?error=a&error_description=hunter2-se',
  '/api/auth/callback/nobody?state=',
  '/api/auth/verify-email?token=hunter2-se',
  '/api/auth/reset-password/hunter2-se?callbackURL=/x',
])('what a stranger makes of %s fills no log with failures', async (url) => {
  const { browser, logged } = await createTestApp()
  expect((await browser().get(url)).statusCode).toBeLessThan(500)
  expect(logged.join('')).not.toMatch(/"level":"(warn|error)"|hunter2/)
})

test('a failure that no caller brings about is one in the log as well', () => {
  const lines: string[] = []
  const write = (chunk: unknown, _: string, done: () => void) => {
    lines.push(String(chunk))
    done()
  }
  const log = createAuthLog(createLogger('info', new Writable({ write })))
  log('error', 'Failed to create verification', new Error('connection refused'))
  expect(lines.join('')).toMatch(
    /"level":"error".*connection refused.*better-auth: Failed to create verification/,
  )
})
