import { setTimeout as delay } from 'node:timers/promises'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import type { Role } from '#shared/roles/roles.ts'
import { createTestApp, type TestApp, testSecret } from '#test/app.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { createAuditKeys } from '../audit/audit-keys.ts'
import { createAuditSealer } from '../audit/chain/audit-sealer.ts'
import { openDatabase } from '../database/open.ts'
import { createLogger } from '../logger.ts'
import { isReady, listening, signedIn, until } from './live-fixture.ts'
import { hearLive, type LiveMessage, tellConsole } from './live-news.ts'
import { createThrottle } from './throttle.ts'

async function viewers(app: Awaited<ReturnType<typeof listening>>) {
  const open = async (role: Role) => {
    const person = await signedIn(app, { role })
    const stream = await app.stream(person.browser)
    await stream.heard(isReady)
    const said = () => stream.events.filter(({ event }) => event === 'message').map(({ data }) => data)
    /** What was said since `ready`, each in whole. */
    return { ...person, stream, news: () => said().slice(1) }
  }
  return {
    user: await open('user'),
    moderator: await open('moderator'),
    reader: await open('admin_ro'),
    admin: await open('admin'),
  }
}

async function seal({ database: { db } }: Pick<TestApp, 'database'>) {
  const keys = createAuditKeys({ secrets: [testSecret], own: [] })
  await createAuditSealer({ db, keys, logger: createLogger('silent') }).seal()
}

async function hearEverything({ database }: Pick<TestApp, 'database'>): Promise<LiveMessage[]> {
  const heard: LiveMessage[] = []
  await hearLive(database.listener, { onMessage: (message) => heard.push(message), onReady: () => {} })
  return heard
}

test('an act is news for everybody who may read what it changed, and names nobody', async () => {
  const app = await listening()
  const { user, moderator, reader, admin } = await viewers(app)
  await seal(app)
  await delay(1200)
  const before = [user, moderator, reader, admin].map(({ news }) => news().length)
  expect(
    (await moderator.browser.mutate('users.ban', { id: user.id, reason: 'Spam', until: null })).status,
  ).toBe(200)
  await seal(app)
  const heard = () => [user, moderator, reader, admin].map(({ news }, index) => news().slice(before[index]))
  await until(() => heard()[3]?.length === 2)
  await delay(1200)
  const all = [{ kind: 'audit' }, { kind: 'users' }]
  // The banned user's stream ends, which is all they hear.
  expect(heard().slice(1)).toEqual([[{ kind: 'users' }], all, all])
  expect(
    user.news().filter((news) => all.some(({ kind }) => (news as LiveMessage['news']).kind === kind)),
  ).toEqual([])
})

test.each([
  ['settings.set', { key: 'signUpMode', value: 'closed' }, ['audit']],
  ['limits.resetAll', {}, ['audit', 'limits']],
  ['users.invite', { email: 'new@example.com', role: 'user', expiresInDays: 7 }, ['audit', 'users']],
])('%s is told by what it changes', async (path, input, expected) => {
  const app = await listening()
  const admin = await signedIn(app, { role: 'admin' })
  await seal(app)
  // What was told of the registration has come by then.
  await delay(300)
  const heard = await hearEverything(app)
  expect((await admin.browser.mutate(path, input)).status).toBe(200)
  expect(heard).toEqual([])
  await seal(app)
  await until(() => heard.length >= expected.length)
  expect(heard.map(({ news }) => news.kind)).toEqual(expected)
  await seal(app)
  await delay(100)
  expect(heard).toHaveLength(expected.length)
})

test('1,000 blocked calls are a handful of messages to those who may read limits, and none to others', async () => {
  const app = await listening()
  const { moderator, reader, admin } = await viewers(app)
  const told = await hearEverything(app)
  const startedAt = performance.now()
  const attacker = app.browser('198.51.100.9')
  let blocked = 0
  while (blocked < 1000) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => attacker.query('health.ping')))
    blocked += answers.filter(({ status }) => status === 429).length
  }
  await until(() => admin.news().length > 0)
  await delay(4000)
  const seconds = (performance.now() - startedAt) / 1000
  const limits = { kind: 'limits' }
  for (const { news } of [reader, admin]) {
    expect(new Set(news().map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify(limits)]))
    expect(news().length).toBeLessThanOrEqual(seconds / 2 + 1)
  }
  expect(told.length).toBeLessThanOrEqual(seconds / 2 + 1)
  expect(moderator.news()).toEqual([])
})

test('calls that pass are no news, so that reading anew is no reason to read anew', async () => {
  const app = await listening()
  const admin = await signedIn(app, { role: 'admin' })
  const told = await hearEverything(app)
  for (let call = 0; call < 20; call++) await admin.browser.query('limits.blocked', { limit: 50 })
  await delay(4500)
  expect(told).toEqual([])
})

test('however many replicas tell at once, a stream hears it once a second, and the last one too', async () => {
  const app = await listening()
  const { admin } = await viewers(app)
  const begunAt = performance.now()
  for (let told = 0; told < 200; told++) await tellConsole(app.database.db, 'limits')
  // One at once, one for each second of the telling, and the last: on a slow machine it takes more than one.
  const most = 2 + Math.floor((performance.now() - begunAt) / 1000)
  await until(() => admin.news().length >= 2)
  await delay(1500)
  expect(admin.news().length).toBeLessThanOrEqual(most)
  expect(admin.news()).toEqual(admin.news().map(() => ({ kind: 'limits' })))
})

test('a throttle runs at once, once at the end of each pause, and each key by itself', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const ran: string[] = []
  const throttle = createThrottle<string>((key) => ran.push(`${key}${Date.now() - startedAt}`), 1000)
  const startedAt = Date.now()
  for (const key of ['a', 'a', 'b', 'a']) throttle.offer(key)
  expect(ran).toEqual(['a0', 'b0'])
  vi.advanceTimersByTime(1500)
  throttle.offer('a')
  vi.advanceTimersByTime(5000)
  throttle.offer('b')
  throttle.offer('b')
  throttle.close()
  vi.advanceTimersByTime(5000)
  expect(ran).toEqual(['a0', 'b0', 'a1000', 'a2000', 'b6500'])
})

test.runIf(inject('database') === 'postgres')(
  'what one replica blocks and seals is heard at another',
  async () => {
    const { url, drop } = await createPostgresDatabase()
    const open = () => openDatabase({ databaseUrl: url, dataDir: '' })
    const databases = [await open(), await open()] as const
    onTestFinished(async () => {
      await Promise.all(databases.map((database) => database.close()))
      await drop()
    })
    const here = await createTestApp({ database: databases[0] })
    const there = await listening({ database: databases[1] })
    const { admin } = await viewers(there)
    const attacker = here.browser('198.51.100.9')
    await Promise.all(Array.from({ length: 160 }, () => attacker.query('health.ping')))
    await until(() => admin.news().some((news) => (news as LiveMessage['news']).kind === 'limits'))
    await here.browser().register()
    await seal(here)
    await until(() => admin.news().some((news) => (news as LiveMessage['news']).kind === 'audit'))
  },
)
