import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session } from '#drizzle/schema/index.ts'
import { createTestApp } from '#test/app.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'

test('a public procedure looks nobody up: a session that is over is met by the next call that asks', async () => {
  const app = await createTestApp()
  const { db } = app.database
  const browser = app.browser()
  const { id } = await browser.become()
  await db
    .update(session)
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where(eq(session.userId, id))
  const rows = () => db.select().from(session).where(eq(session.userId, id))
  for (const path of ['health.ping', 'settings.public']) {
    const { status, headers } = await browser.query(path)
    expect([status, headers['set-cookie']], path).toEqual([200, undefined])
  }
  expect(await rows()).toHaveLength(1)
  expect((await browser.query('users.me')).status).toBe(401)
  expect(await rows()).toEqual([])
})

test('a key that does not work is refused by public procedures too', async () => {
  const app = await createTestApp()
  const headers = { authorization: 'Bearer gh_live_nothing' }
  const answer = await app.browser().get('/trpc/health.ping', headers)
  expect([answer.statusCode, answer.json().error.data.reason]).toEqual([
    401,
    { kind: 'key', problem: 'form' },
  ])
})

test('while an override blocks a user, their public calls are refused; others are not', async () => {
  const { admin, browser } = await createAppWithAdmin()
  const [blocked, other] = [browser(), browser()]
  const { id } = await blocked.become()
  await other.become()
  expect((await blocked.query('health.ping')).status).toBe(200)
  const rule = { target: 'user', value: id, policy: null, effect: 'blocked', reason: 'x' }
  const { status, error } = await admin.mutate('limits.setOverride', rule)
  expect([status, error]).toEqual([200, undefined])
  await expect.poll(async () => (await blocked.query('health.ping')).status, { timeout: 20_000 }).toBe(403)
  expect((await other.query('health.ping')).status).toBe(200)
})
