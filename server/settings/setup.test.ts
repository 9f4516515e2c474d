import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import type { PublicSettings } from '#shared/settings.ts'
import { createTestApp, password } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'

const first = { name: 'First Admin', email: 'first@example.com', password }

test('the printed token makes the first admin, who can sign in, and then works no more', async () => {
  const { browser, database, setupToken } = await createTestApp()
  const caller = browser()
  expect((await caller.query<PublicSettings>('settings.public')).data.setupNeeded).toBe(true)
  const { status, data } = await caller.mutate<{ id: string }>('setup.complete', {
    ...first,
    token: setupToken,
  })
  expect([status, data]).toEqual([200, { id: expect.any(String) }])
  expect((await caller.query<PublicSettings>('settings.public')).data.setupNeeded).toBe(false)
  expect(await readAudit(database.db)).toMatchObject([
    { action: 'user.create', actorId: null, subject: data.id, after: { role: 'admin' } },
  ])
  expect((await caller.signIn(first.email)).statusCode).toBe(200)
  expect((await caller.query('users.me')).data).toMatchObject({
    user: { id: data.id, role: 'admin', emailVerified: true },
  })
  const again = await browser().mutate('setup.complete', {
    ...first,
    email: 'second@example.com',
    token: setupToken,
  })
  expect([again.status, again.error.data.reason]).toEqual([409, { kind: 'setup-done' }])
})

test('a wrong token claims nothing, and 20 guesses a minute are all there are', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser()
  const statuses: number[] = []
  for (let tries = 0; tries < 21; tries++) {
    statuses.push((await caller.mutate('setup.complete', { ...first, token: `guess-${tries}` })).status)
  }
  expect(statuses).toEqual([...Array(20).fill(403), 429])
  expect(await database.db.select().from(user)).toEqual([])
})

test('two browsers with the link make one admin', async () => {
  const { browser, database, setupToken } = await createTestApp()
  const claims = Array.from({ length: 5 }, (_, index) =>
    browser().mutate('setup.complete', { ...first, email: `admin${index}@example.com`, token: setupToken }),
  )
  const statuses = (await Promise.all(claims)).map(({ status }) => status)
  expect(statuses.sort()).toEqual([200, 409, 409, 409, 409])
  expect(await database.db.select().from(user).where(eq(user.role, 'admin'))).toHaveLength(1)
})

test('an address that is taken and a common password are refused at their fields', async () => {
  const { browser, setupToken } = await createTestApp()
  await browser().become({ email: first.email })
  const taken = await browser().mutate('setup.complete', { ...first, token: setupToken })
  expect([taken.status, Object.keys(taken.error.data.fieldErrors ?? {})]).toEqual([409, ['email']])
  const weak = await browser().mutate('setup.complete', {
    ...first,
    password: 'password123',
    token: setupToken,
  })
  expect([weak.status, Object.keys(weak.error.data.fieldErrors ?? {})]).toEqual([400, ['password']])
})
