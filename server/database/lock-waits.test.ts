import { eq, type SQL, sql } from 'drizzle-orm'
import type { LightMyRequestResponse } from 'fastify'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import { createTestApp, password } from '#test/app.ts'
import { serverUrl } from '#test/database.ts'
import { isDatabaseAway } from '../errors.ts'
import type { Database } from './database.ts'

beforeEach((context) => {
  if (!serverUrl()) context.skip('The embedded database has one connection, and nobody to wait for.')
})

// Far above the bound of one wait, since the machine may be slow at the moment.
const answeredMs = 9000

/** Holds what the statement locks until the test ends, or until it is let go. */
async function hold(db: Database, statement: SQL): Promise<() => Promise<void>> {
  const held = Promise.withResolvers<void>()
  const over = Promise.withResolvers<void>()
  const holding = db.transaction(async (tx) => {
    await tx.execute(statement)
    held.resolve()
    await over.promise
  })
  await Promise.race([held.promise, holding])
  const letGo = () => {
    over.resolve()
    return holding
  }
  onTestFinished(letGo)
  return letGo
}

/** Status, Retry-After and kind of the reason of an answer, once it came in time. */
async function answerOf(ask: () => Promise<LightMyRequestResponse>) {
  const startedAt = performance.now()
  const response = await ask()
  expect(performance.now() - startedAt).toBeLessThan(answeredMs)
  const { reason, error } = response.json()
  return [response.statusCode, response.headers['retry-after'], (reason ?? error.data.reason).kind]
}

const outage = [503, '1', 'unavailable']

test('a call that waits for the row of a user is told of an outage, and works afterwards', async () => {
  const { browser, database } = await createTestApp()
  const [admin, caller] = [browser(), browser()]
  await admin.become({ role: 'admin' })
  const { id } = await caller.become()
  const letGo = await hold(database.db, sql`select 1 from ${user} where ${eq(user.id, id)} for update`)
  const ban = { id, reason: 'Spam', until: null }
  expect(await answerOf(() => caller.post('/trpc/users.updateMe', { name: 'After' }))).toEqual(outage)
  expect(await answerOf(() => admin.post('/trpc/users.ban', ban))).toEqual(outage)
  await letGo()
  expect((await admin.mutate('users.ban', ban)).status).toBe(200)
})

test('a session that cannot be looked up or made is an outage, in whatever part of the server', async () => {
  const { browser, database } = await createTestApp()
  const [caller, visitor] = [browser(), browser()]
  const { email } = await caller.become()
  await visitor.become({ email: 'visitor@example.com' })
  visitor.cookies.clear()
  await hold(database.db, sql`lock table session in access exclusive mode`)
  const answers = await Promise.all([
    answerOf(() => caller.get('/trpc/users.me')),
    answerOf(() => caller.get('/api/auth/get-session')),
    answerOf(() => caller.get('/api/auth/list-accounts')),
    answerOf(() => visitor.signIn(email, password)),
  ])
  expect(answers).toEqual(answers.map(() => outage))
})

test('an account that Better Auth cannot read is an outage, and no wrong password', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser()
  const { email } = await caller.become()
  const letGo = await hold(database.db, sql`lock table account in access exclusive mode`)
  expect(await answerOf(() => browser().signIn(email))).toEqual(outage)
  await letGo()
  expect((await browser().signIn(email)).statusCode).toBe(200)
})

test('no statement waits three seconds for a lock, in a transaction neither', async () => {
  const { db } = (await createTestApp()).database
  const asked = sql`select setting::int as ms from pg_settings where name = 'lock_timeout'`
  for (const answer of [await db.execute(asked), await db.transaction((tx) => tx.execute(asked))])
    expect(answer).toMatchObject({ rows: [{ ms: 2500 }] })
})

test('a statement that takes too long is an outage', async () => {
  const { database } = await createTestApp()
  const slow = database.db.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = 10`)
    await tx.execute(sql`select pg_sleep(5)`)
  })
  expect(isDatabaseAway(await slow.catch((error) => error))).toBe(true)
})
