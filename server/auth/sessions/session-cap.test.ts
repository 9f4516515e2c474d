import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session } from '#drizzle/schema/index.ts'
import { type Browser, createTestApp, type TestApp } from '#test/app.ts'
import { maxSessionDays } from './session-options.ts'

const dayMs = 24 * 60 * 60 * 1000

async function signedIn() {
  const app = await createTestApp()
  const caller = app.browser()
  await caller.become()
  return { ...app, caller }
}

const row = async ({ database }: Pick<TestApp, 'database'>) => {
  const [found] = await database.db.select().from(session)
  if (!found) throw new Error('There is no session.')
  return found
}

/** What the three kinds of calls answer to a browser, whose cookies stay as they were. */
async function answers(caller: Browser) {
  const kept = new Map(caller.cookies)
  const ask = async <Answer>(call: () => Promise<Answer>) => {
    for (const [name, value] of kept) caller.cookies.set(name, value)
    return call()
  }
  const better = await ask(() => caller.get('/api/auth/get-session'))
  const trpc = await ask(() => caller.query('users.me'))
  const page = await ask(() => caller.get('/dashboard', { accept: 'text/html' }))
  return [better.json() === null, trpc.status, page.statusCode, page.headers.location]
}

test('however active, after 30 days every path refuses', async () => {
  const app = await signedIn()
  const { caller, database } = app
  await database.db.execute(
    sql`update session set created_at = now() - interval '29 days 23 hours', expires_at = now() + interval '7 days'`,
  )
  // The page is not built here, so 404 is the answer to a user who may see it.
  expect((await answers(caller)).slice(0, 2)).toEqual([false, 200])
  const { createdAt, expiresAt } = await row(app)
  expect(expiresAt.getTime() - createdAt.getTime()).toBe(maxSessionDays * dayMs)
  await database.db.execute(sql`update session set created_at = now() - interval '30 days'`)
  expect(await answers(caller)).toEqual([true, 401, 302, '/login?next=%2Fdashboard'])
})

test('nothing lengthens it: not an insert, not an update, not Better Auth', async () => {
  const app = await signedIn()
  const { caller, database } = app
  await database.db.execute(sql`update session set created_at = now() - interval '29 days 12 hours'`)
  const capped = (await row(app)).expiresAt
  await database.db.execute(sql`update session set expires_at = now() + interval '1 year'`)
  expect((await row(app)).expiresAt).toEqual(capped)
  await caller.get('/api/auth/get-session')
  await caller.query('users.me')
  expect((await row(app)).expiresAt).toEqual(capped)
  await database.db.execute(sql`insert into session (id, token, user_id, created_at, expires_at)
    select 'long', 'long', id, now(), now() + interval '1 year' from "user"`)
  const { rows } = (await database.db.execute(
    sql`select extract(epoch from expires_at - created_at)::int / 86400 as days from session where id = 'long'`,
  )) as unknown as { rows: { days: number }[] }
  expect(rows[0]?.days).toBe(maxSessionDays)
})

test('a call writes the session only when that gains a day', async () => {
  const app = await signedIn()
  const { caller, database } = app
  const version = async () =>
    (
      (await database.db.execute(sql`select xmin::text as version from session`)) as unknown as {
        rows: unknown[]
      }
    ).rows
  const isWritten = async () => {
    const before = JSON.stringify(await version())
    const { status, headers } = await caller.query('users.me')
    expect(status).toBe(200)
    return [JSON.stringify(await version()) !== before, 'set-cookie' in headers]
  }
  expect(await isWritten()).toEqual([false, false])
  await database.db.execute(sql`update session set expires_at = now() + interval '5 days'`)
  expect(await isWritten()).toEqual([true, true])
  expect(await isWritten()).toEqual([false, false])
  // Capped, and always further than a day from the seven that a refresh would ask for.
  await database.db.execute(
    sql`update session set created_at = now() - interval '27 days', expires_at = now() + interval '3 days'`,
  )
  expect(await isWritten()).toEqual([false, false])
})

test('who did not want to be remembered is not prolonged', async () => {
  const app = await createTestApp()
  const caller = app.browser()
  const { email } = await caller.become()
  await caller.post('/api/auth/sign-out')
  await caller.post('/api/auth/sign-in/email', {
    email,
    password: 'correct-horse-battery',
    rememberMe: false,
  })
  const { expiresAt } = await row(app)
  expect((await caller.query('users.me')).headers).not.toHaveProperty('set-cookie')
  expect((await row(app)).expiresAt).toEqual(expiresAt)
})
