import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { lockout } from '#drizzle/schema/index.ts'
import { createPasswordQueue } from '#server/auth/credentials/password-queue.ts'
import { appRouter } from '#server/trpc/app-router.ts'
import { type Browser, createTestApp, password } from '#test/app.ts'
import { createHttpCaller } from '#test/http-caller.ts'
import { authEndpoints } from './auth-endpoints.ts'

const signIns = 60

test('a storm of sign-ins is answered whole: by a session, or by when to come again, and others are served', async () => {
  const { app, browser, database } = await createTestApp({
    config: { trustedProxies: ['127.0.0.1', '::1'] },
    passwordQueue: createPasswordQueue({ turns: 1, places: 8 }),
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const caller = createHttpCaller(
    `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    signIns + 20,
  )
  onTestFinished(() => caller.close())
  const emails: string[] = []
  for (let person = 0; person < signIns / 2; person += 1) emails.push((await browser().become()).email)
  const other = browser()
  await other.become()
  const cookie = [...other.cookies].map(([name, value]) => `${name}=${value}`).join('; ')

  const storm = Array.from({ length: signIns }, (_, index) =>
    caller.send({
      method: 'POST',
      path: '/api/auth/sign-in/email',
      headers: { 'x-forwarded-for': `10.0.0.${index}` },
      // Every second address is nobody's.
      body: { email: index % 2 ? `nobody${index}@example.com` : emails[index / 2], password },
    }),
  )
  const others = Array.from({ length: 20 }, () =>
    caller.send({ path: '/trpc/users.me', headers: { cookie } }),
  )
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual(Array(20).fill(200))
  const answers = await Promise.all(storm)

  const refused = answers.filter(({ status }) => status === 503)
  expect(answers.filter(({ status }, index) => status !== 503 && status !== (index % 2 ? 401 : 200))).toEqual(
    [],
  )
  expect(refused.length).toBeGreaterThan(0)
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(9)
  expect(new Set(refused.map(({ headers }) => headers['retry-after']))).toEqual(new Set(['2']))
  // Known and unknown alike, to the byte.
  const bodies = refused.map(({ body }) => body.replace(/"requestId":"[^"]*"/, ''))
  expect(new Set(bodies).size).toBe(1)
  expect(JSON.parse(refused[0]?.body ?? '')).toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    reason: { kind: 'busy', retryAfterMs: 2000 },
  })
  // Who was refused has spent no attempt: no row was made for them.
  const counted = await database.db.select().from(lockout)
  expect(counted).toHaveLength(answers.length - refused.length)
  expect(counted.filter(({ reserved }) => reserved > 0)).toEqual([])
})

const holdsPassword = (schema: unknown): boolean =>
  schema instanceof z.ZodPipe
    ? holdsPassword(schema.in)
    : schema instanceof z.ZodObject && Object.keys(schema.shape).some((field) => /password$/i.test(field))

const chosen = 'a-new-horse-battery'
const own = { password }

// What calls each endpoint and each procedure with a password so that nothing but the queue stands in its way.
const calls: Record<string, object> = {
  '/sign-up/email': { name: 'Ada', email: 'ada@example.com', password: chosen },
  '/sign-in/email': { email: 'nobody@example.com', password },
  '/reset-password': { token: 'x'.repeat(24), newPassword: chosen },
  '/change-password': { currentPassword: password, newPassword: chosen },
  '/two-factor/enable': own,
  '/two-factor/disable': own,
  '/two-factor/generate-backup-codes': own,
  'invitations.accept': { name: 'Ada', password: chosen },
  'sessions.confirm': own,
  'setup.complete': { name: 'Ada', email: 'first@example.com', password: chosen },
  'users.deleteMe': own,
}

test('whatever hashes or tests a password waits in the one queue', async () => {
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: unknown[] } }>
  const withPassword = [
    ...authEndpoints.filter(({ body }) => holdsPassword(body)).map(({ path }) => path),
    ...Object.keys(procedures).filter((path) => procedures[path]?._def.inputs.some(holdsPassword)),
  ]
  expect(withPassword.sort()).toEqual(Object.keys(calls).sort())

  const passwordQueue = createPasswordQueue({ turns: 1, places: 0 })
  const { browser, newestLink, setupToken } = await createTestApp({ passwordQueue })
  let endHold = () => {}
  const held = passwordQueue.enter('somebody else', () => new Promise<void>((end) => (endHold = end)))
  const admin = browser()
  await admin.become({ role: 'admin' })
  await admin.mutate('users.invite', { email: 'invited@example.com', role: 'user' })
  const token = new URLSearchParams((await newestLink('invitation')).split('?')[1]).get('token')
  const inputs: Record<string, object> = {
    ...calls,
    'invitations.accept': { ...calls['invitations.accept'], token },
    'setup.complete': { ...calls['setup.complete'], token: setupToken },
  }
  const person = browser()
  await person.become()
  // The first admin is there already, so that the set-up itself refuses before it hashes.
  for (const path of withPassword.filter((each) => each !== 'setup.complete')) {
    expect([path, await statusOf(person, path, inputs[path] ?? {})]).toEqual([path, 503])
  }
  endHold()
  await held
  expect(await statusOf(person, 'sessions.confirm', own)).toBe(200)
})

test('and so does the set-up', async () => {
  const passwordQueue = createPasswordQueue({ turns: 1, places: 0 })
  const { browser, setupToken } = await createTestApp({ passwordQueue })
  let endHold = () => {}
  const held = passwordQueue.enter('somebody else', () => new Promise<void>((end) => (endHold = end)))
  const input = { ...calls['setup.complete'], token: setupToken }
  const refused = await browser().mutate('setup.complete', input)
  expect([refused.status, refused.headers['retry-after'], refused.error.data.reason]).toEqual([
    503,
    '2',
    { kind: 'busy', retryAfterMs: 2000 },
  ])
  endHold()
  await held
  expect((await browser().mutate('setup.complete', input)).status).toBe(200)
})

async function statusOf(caller: Browser, path: string, input: object): Promise<number> {
  if (!path.startsWith('/')) return (await caller.mutate(path, input)).status
  return (await caller.post(`/api/auth${path}`, input)).statusCode
}
