import { execFile } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session } from '#drizzle/schema/index.ts'
import { withTwoFactor } from '#server/auth/two-factor/two-factor-fixture.ts'
import { createTestApp, password } from '#test/app.ts'
import { readmeBlock } from '#test/readme.ts'

test('the README’s mobile app signs in with a code, calls, changes the password, and signs out', async () => {
  const app = await createTestApp()
  const { authenticator, email, id, owner } = await withTwoFactor(app)
  await owner.post('/api/auth/sign-out')
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.app.server.address() as AddressInfo
  const given = { email, password, code: authenticator.code(), newPassword: 'another-long-battery' }
  const program = `
    ${readmeBlock('A mobile app', 'js').replace('http://localhost:3000', `http://127.0.0.1:${port}`)}
    const given = ${JSON.stringify(given)}
    const before = await signIn(given.email, given.password, async () => given.code)
    await call('/api/auth/change-password', { currentPassword: given.password, newPassword: given.newPassword })
    const renamed = await call('/trpc/users.updateMe', { name: 'Ida' })
    const sessions = await call('/trpc/sessions.mine')
    await signOut()
    const after = await call('/trpc/users.me').catch((error) => error.message)
    console.log(JSON.stringify({ before: before.id, renamed: renamed.name, sessions: sessions.length, after }))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program])
  expect(JSON.parse(stdout)).toEqual({
    before: id,
    renamed: 'Ida',
    sessions: 1,
    after: expect.stringMatching(/sign in/i),
  })
  expect(await app.database.db.$count(session, eq(session.userId, id))).toBe(0)
})
