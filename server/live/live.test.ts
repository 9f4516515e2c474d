import { setTimeout as delay } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import { session, user } from '#drizzle/schema/index.ts'
import { createTestApp } from '#test/app.ts'
import { createPostgresDatabase, emptyDatabase } from '#test/database.ts'
import { openDatabase } from '../database/open.ts'
import type { Actor } from '../service-context.ts'
import { isEnded, isReady, listening, signedIn, until } from './live-fixture.ts'
import { createLiveHub } from './live-hub.ts'
import { tellLive } from './live-news.ts'
import { createLiveStream } from './live-stream.ts'

test('a stream begins with ready, is no page to keep, and is charged once', async () => {
  const app = await listening()
  const { browser } = await signedIn(app)
  const stream = await app.stream(browser)
  await stream.heard(isReady)
  expect(stream.status).toBe(200)
  expect(stream.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    connection: 'close',
    ratelimit: expect.stringContaining('signed-in'),
  })
  expect(app.live.size).toBe(1)
})

test('signed out there is none: the answer says why and ends', async () => {
  const app = await listening()
  const stream = await app.stream(app.browser())
  expect(await stream.heard((_, event) => event === 'serialized-error')).toMatchObject({
    data: { code: 'UNAUTHORIZED', reason: { kind: 'signed-out' } },
  })
  await stream.closed
  expect(app.live.size).toBe(0)
})

test.each([
  ['the session ends', sql`delete from session`, 'signed-out'],
  ['it expires', sql`update session set expires_at = now() - interval '1 second'`, 'signed-out'],
  ['its user is banned', sql`update "user" set banned_at = now()`, 'banned'],
  ['its user is deleted', sql`update "user" set deleted_at = now()`, 'signed-out'],
  ['its user has another role', sql`update "user" set role = 'moderator'`, 'role'],
])('within five seconds after %s, by any hand, the stream says so and ends', async (_, act, reason) => {
  const app = await listening()
  const { browser } = await signedIn(app)
  const stream = await app.stream(browser)
  await stream.heard(isReady)
  await app.database.db.execute(act)
  expect(await stream.heard(isEnded, 5000)).toEqual({ kind: 'ended', reason })
  await stream.closed
  expect(app.live.size).toBe(0)
})

test.each([
  ['users.ban', { reason: 'Spam', until: null }, 'banned'],
  ['users.setRole', { role: 'moderator' }, 'role'],
  ['sessions.endOf', {}, 'signed-out'],
])('before anything else a stream hears of %s why its session is over', async (procedure, input, reason) => {
  const app = await listening()
  const admin = await signedIn(app, { role: 'admin' })
  const { browser, id } = await signedIn(app)
  const stream = await app.stream(browser)
  await stream.heard(isReady)
  expect(
    (
      await admin.browser.mutate(
        procedure,
        procedure === 'sessions.endOf' ? { userId: id } : { id, ...input },
      )
    ).status,
  ).toBe(200)
  expect(await stream.heard(isEnded)).toEqual({ kind: 'ended', reason })
  await stream.closed
  const said = stream.events.filter(({ event }) => event === 'message').map(({ data }) => data)
  expect(said).toEqual([{ kind: 'ready' }, { kind: 'ended', reason }])
})

test('a ban that is over and other people’s sessions end nothing', async () => {
  const app = await listening()
  const { browser } = await signedIn(app)
  const other = await signedIn(app)
  const stream = await app.stream(browser)
  await stream.heard(isReady)
  const { db } = app.database
  await db.execute(sql`update "user" set banned_at = now(), banned_until = now() - interval '1 second'`)
  await db.delete(session).where(eq(session.userId, other.id))
  await delay(4500)
  expect(stream.events.filter(({ data }) => isEnded(data))).toEqual([])
  expect(app.live.size).toBe(1)
})

test('news reach their audience only', async () => {
  const app = await listening()
  const person = await signedIn(app)
  const moderator = await signedIn(app, { role: 'moderator' })
  const streams = [await app.stream(person.browser), await app.stream(moderator.browser)]
  for (const stream of streams) await stream.heard(isReady)
  const { db } = app.database
  const heard = () =>
    streams.map(({ events }) => events.filter(({ event }) => event === 'message').length - 1)
  await tellLive(db, { to: { userId: person.id }, news: { kind: 'sessions' } })
  await until(() => heard()[0] === 1)
  await tellLive(db, { to: { permission: 'console.open' }, news: { kind: 'sessions' } })
  await until(() => heard()[1] === 1)
  await expect(
    db.transaction(async (tx) => {
      await tellLive(tx, { to: { userId: person.id }, news: { kind: 'sessions' } })
      throw new Error('undone')
    }),
  ).rejects.toThrow('undone')
  await delay(200)
  expect(heard()).toEqual([1, 1])
})

test('the sixth stream of a session and the 21st of a user end the oldest', async () => {
  const app = await listening()
  const { browser, email } = await signedIn(app)
  const first = []
  for (let i = 0; i < 5; i++) first.push(await app.stream(browser))
  const sixth = await app.stream(browser)
  await sixth.heard(isReady)
  expect(await first[0]?.heard(isEnded)).toEqual({ kind: 'ended', reason: 'replaced' })
  expect(app.live.size).toBe(5)
  for (let i = 0; i < 4; i++) {
    const again = app.browser()
    await again.signIn(email)
    for (let j = 0; j < 4; j++) await (await app.stream(again)).heard(isReady)
  }
  expect(await first[1]?.heard(isEnded)).toEqual({ kind: 'ended', reason: 'replaced' })
  expect(app.live.size).toBe(20)
  expect(first[2]?.events.filter(({ data }) => isEnded(data))).toEqual([])
})

test('200 streams that were opened and dropped leave none', async () => {
  const app = await listening()
  const people = []
  for (let i = 0; i < 10; i++) people.push(await signedIn(app, { email: `p${i}@example.com` }))
  for (let round = 0; round < 5; round++) {
    const opened = await Promise.all(
      people.flatMap(({ browser }) => [1, 2, 3, 4].map(() => app.stream(browser))),
    )
    // A quarter goes before it has heard anything.
    await Promise.all(opened.slice(10).map((stream) => stream.heard(isReady)))
    expect(app.live.size).toBeGreaterThanOrEqual(30)
    for (const stream of opened) stream.drop()
    await until(() => app.live.size === 0)
  }
  const connections = () =>
    new Promise<number>((resolve) => app.app.server.getConnections((_, count) => resolve(count)))
  for (let tries = 0; (await connections()) > 0 && tries < 100; tries++) await delay(20)
  expect(await connections()).toBe(0)
})

test('a process that holds as many streams as it may answers 503, and has room again afterwards', async () => {
  const { db, listener } = await emptyDatabase()
  const hub = await createLiveHub({ db, listener, maxStreams: 2 })
  onTestFinished(() => hub.close())
  const actor = (id: string) => ({ user: { id, role: 'user' }, session: { id }, key: null }) as Actor
  const first = new AbortController()
  hub.open(actor('a'), first.signal)
  hub.open(actor('b'))
  expect(() => hub.open(actor('c'))).toThrow(
    expect.objectContaining({
      code: 'SERVICE_UNAVAILABLE',
      reason: expect.objectContaining({ kind: 'unavailable' }),
    }),
  )
  first.abort()
  hub.open(actor('c'), AbortSignal.abort())
  expect(hub.size).toBe(1)
  hub.open(actor('c'))
  expect(hub.size).toBe(2)
})

test('who reads nothing is dropped before much waits for them', async () => {
  let open = true
  const stream = createLiveStream({ sessionId: 'a', userId: 'a', role: 'user' }, () => {
    open = false
  })
  for (let i = 0; i < 99; i++) stream.say({ kind: 'sessions' })
  expect(open).toBe(true)
  stream.say({ kind: 'sessions' })
  expect(open).toBe(false)
  await expect(stream.events.next()).rejects.toMatchObject({ name: 'AbortError' })
})

test('a server that stops ends its streams without a word, so that browsers come back, and does not wait', async () => {
  const app = await listening()
  const { browser } = await signedIn(app)
  const stream = await app.stream(browser)
  await stream.heard(isReady)
  const startedAt = performance.now()
  await Promise.all([app.app.close(), stream.closed])
  expect(performance.now() - startedAt).toBeLessThan(20_000)
  expect(stream.events.map(({ event }) => event)).toEqual(['connected', 'message'])
  expect(app.live.size).toBe(0)
})

test('a stream outlives the time that other calls are given, and pings while there is nothing to say', async () => {
  const [handlerTimeoutMs, expectedPings] = inject('thorough') ? [30_000, 3] : [1000, 1]
  const app = await listening({ handlerTimeoutMs })
  const { browser } = await signedIn(app)
  const openedAt = performance.now()
  const stream = await app.stream(browser)
  const pings = () => stream.events.filter(({ event }) => event === 'ping').length
  const outlived = () => performance.now() - openedAt > handlerTimeoutMs + 1000
  await until(() => outlived() && pings() >= expectedPings, 120_000)
  await tellLive(app.database.db, { to: { permission: 'console.open' }, news: { kind: 'sessions' } })
  await app.database.db.update(user).set({ role: 'admin' })
  await stream.heard(isEnded)
})

test.runIf(inject('database') === 'postgres')(
  'a session that one server ends ends the stream at another, and news cross over',
  async () => {
    const { url, drop } = await createPostgresDatabase()
    const databases = [
      await openDatabase({ databaseUrl: url, dataDir: '' }),
      await openDatabase({ databaseUrl: url, dataDir: '' }),
    ] as const
    onTestFinished(async () => {
      await Promise.all(databases.map((database) => database.close()))
      await drop()
    })
    const here = await createTestApp({ database: databases[0] })
    const there = await listening({ database: databases[1] })
    const { browser, email } = await signedIn(here)
    const stream = await there.stream(browser)
    await stream.heard(isReady)
    const other = here.browser()
    await other.signIn(email)
    const startedAt = performance.now()
    expect((await other.mutate('sessions.endOthers')).data).toEqual({ count: 1 })
    expect(await stream.heard(isEnded, 5000)).toEqual({ kind: 'ended', reason: 'signed-out' })
    // The news travel at once; without them it would take until the next look, two seconds at most.
    expect(performance.now() - startedAt).toBeLessThan(1900)
    await stream.closed
  },
)
