import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { rateLimit } from '#drizzle/schema/index.ts'
import type { LimitOverride } from '#shared/limits/limit-rules.ts'
import type { LimitCounter } from '#shared/limits/limits.ts'
import type { Page } from '#shared/pagination.ts'
import type { Browser } from '#test/app.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'

/** An app with an admin who makes overrides. */
async function setUp() {
  const app = await createAppWithAdmin()
  const override = async (input: Record<string, unknown>) => {
    const given = { reason: 'A private reason', ...input }
    const answer = await app.admin.mutate<LimitOverride>('limits.setOverride', given)
    expect(answer.error).toBeUndefined()
    return answer.data
  }
  return { ...app, override }
}

const ping = async (browser: Browser, times = 1) => {
  const answers = []
  for (let i = 0; i < times; i += 1) answers.push(await browser.query('health.ping'))
  return answers
}
const statuses = async (browser: Browser, times = 1) =>
  (await ping(browser, times)).map(({ status }) => status)
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()

test('"blocked" refuses before the store is asked, says when it ends, and keeps the reason to itself', async () => {
  const { override, browser, database } = await setUp()
  const expiresAt = inMs(90_000)
  await override({ target: 'address', value: '198.51.100.0/24', effect: 'blocked', expiresAt })
  const caller = browser('198.51.100.9')
  const { status, error, headers } = await caller.query('health.ping')
  expect([status, error.data.reason]).toEqual([403, { kind: 'blocked', until: expiresAt }])
  expect(Number(headers['retry-after'])).toBeGreaterThan(80)
  expect(headers).not.toHaveProperty('ratelimit')
  const signIn = await caller.post('/api/auth/sign-in/email', {
    email: 'a@example.com',
    password: 'whatever',
  })
  expect([signIn.statusCode, signIn.json().reason]).toEqual([403, { kind: 'blocked', until: expiresAt }])
  expect(JSON.stringify([error, headers, signIn.json()])).not.toMatch(/private|reason":"/i)
  expect(JSON.stringify(await database.db.select().from(rateLimit))).not.toContain('198.51.100')
  expect((await browser('198.51.101.9').query('health.ping')).status).toBe(200)
})

test('"blocked" without an end says so; removed, it stops at once', async () => {
  const { override, admin, browser } = await setUp()
  const { id } = await override({ target: 'key', value: 'public/ip:198.51.100.9', effect: 'blocked' })
  const caller = browser('198.51.100.9')
  const { error, headers } = await caller.query('health.ping')
  expect(error.data.reason).toEqual({ kind: 'blocked', until: null })
  expect(headers).not.toHaveProperty('retry-after')
  expect((await admin.mutate('limits.removeOverride', { id })).data).toMatchObject({ id })
  expect(await statuses(caller)).toEqual([200])
  expect((await admin.mutate('limits.removeOverride', { id })).status).toBe(404)
})

test('a blocked user is refused on every call, from a blocked range an exempt user is not', async () => {
  const { override, browser } = await setUp()
  const blocked = browser('198.51.100.1')
  const exempt = browser('198.51.100.2')
  const [blockedUser, exemptUser] = [await blocked.become(), await exempt.become()]
  await override({ target: 'user', value: blockedUser.id, effect: 'blocked' })
  for (const path of ['users.me', 'health.ping']) {
    expect((await blocked.query(path)).error.data.reason, path).toMatchObject({ kind: 'blocked' })
  }
  await override({ target: 'user', value: exemptUser.id, effect: 'exempt' })
  await override({ target: 'address', value: '198.51.100.0/24', effect: 'blocked' })
  expect((await exempt.query('users.me')).status).toBe(200)
  expect((await browser('198.51.100.3').query('health.ping')).status).toBe(403)
})

test('"exempt" leaves the scope out and still reports headers', async () => {
  const { override, browser, database } = await setUp()
  await override({ target: 'address', value: '198.51.100.9', policy: 'public', effect: 'exempt' })
  const caller = browser('198.51.100.9')
  const answers = await ping(caller, 160)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(answers.at(-1)?.headers).toMatchObject({
    ratelimit: '"public-ip";r=150;t=0',
    'ratelimit-policy': '"public-ip";q=150;w=15',
  })
  expect(JSON.stringify(await database.db.select().from(rateLimit))).not.toContain('198.51.100.9')
  // Only the policy that it names.
  const { statusCode, headers } = await caller.get('/api/auth/get-session')
  expect([statusCode, headers.ratelimit]).toEqual([200, expect.stringContaining('"auth-ip";r=149')])
})

test('"limit" replaces the number, in the headers and in the refusal too', async () => {
  const { override, admin, browser } = await setUp()
  const { id } = await override({ target: 'prefix', value: 'public/ip:198.51.', effect: 'limit', limit: 3 })
  const caller = browser('198.51.100.9')
  expect(await statuses(caller, 4)).toEqual([200, 200, 200, 429])
  const [refused] = await ping(caller)
  expect(refused?.error.data.reason).toMatchObject({ kind: 'limit', policy: 'public', limit: 3 })
  expect(refused?.headers['ratelimit-policy']).toBe('"public-ip";q=3;w=15')
  const counter = { id: 'public/ip:198.51.100.9' }
  expect((await admin.query<LimitCounter>('limits.get', counter)).data).toMatchObject({
    limit: 3,
    blocked: true,
    override: { id, effect: 'limit' },
  })
  // Changed, it holds at once although the refusal was remembered.
  await override({ id, target: 'prefix', value: 'public/ip:198.51.', effect: 'limit', limit: 5 })
  expect(await statuses(caller, 3)).toEqual([200, 200, 429])
  await admin.mutate('limits.removeOverride', { id })
  expect(await statuses(caller)).toEqual([200])
})

test('callers with different limits on one counter are each held to their own', async () => {
  const { override, browser, database } = await setUp()
  const address = '198.51.100.9'
  const ordinary = browser(address)
  const vip = browser(address)
  const { id } = await vip.become()
  await override({ target: 'address', value: address, policy: 'public', effect: 'limit', limit: 4 })
  await override({ target: 'user', value: id, policy: 'public', effect: 'limit', limit: 9 })
  await database.db.delete(rateLimit)
  const turns = await Promise.all(
    Array.from({ length: 24 }, (_, i) =>
      statuses(i % 2 ? vip : ordinary).then(([status]) => ({ i, status })),
    ),
  )
  const passed = (odd: number) => turns.filter(({ i, status }) => i % 2 === odd && status === 200).length
  expect(passed(0)).toBeLessThanOrEqual(4)
  expect(passed(0) + passed(1)).toBe(9)
  expect(await statuses(ordinary)).toEqual([429])
})

test('an override that has expired stops to count without anybody doing anything', async () => {
  // Long enough for what is tried while they last, on a slow machine too.
  const lifeMs = 4000
  const { override, browser, admin } = await setUp()
  const caller = browser('198.51.100.9')
  await override({
    target: 'address',
    value: '198.51.100.9',
    effect: 'limit',
    limit: 1,
    expiresAt: inMs(lifeMs),
  })
  expect(await statuses(caller, 3)).toEqual([200, 429, 429])
  await override({ target: 'address', value: '198.51.100.8', effect: 'blocked', expiresAt: inMs(lifeMs) })
  expect(await statuses(browser('198.51.100.8'))).toEqual([403])
  await delay(lifeMs + 100)
  expect(await statuses(caller, 3)).toEqual([200, 200, 200])
  expect(await statuses(browser('198.51.100.8'))).toEqual([200])
  const { items } = (await admin.query<Page<LimitOverride>>('limits.overrides', {})).data
  expect(items.map(({ active }) => active)).toEqual([false, false])
})

test('an IPv6 caller is counted by /64, and by /48 at ten times the limit', async () => {
  const { override, admin, browser, database } = await setUp()
  await override({ target: 'prefix', value: 'public/ip:2001:db8:', effect: 'limit', limit: 2 })
  const results: number[] = []
  for (let i = 0; i < 12; i += 1) {
    const network = `2001:db8:7:${i.toString(16)}`
    results.push(...(await statuses(browser(`${network}::1`))), ...(await statuses(browser(`${network}::2`))))
  }
  // Two a /64, twenty for all of them together.
  expect(results).toEqual([...Array(20).fill(200), ...Array(4).fill(429)])
  const rows = await database.db.select().from(rateLimit)
  const counted = rows.filter(({ key }) => key.includes('2001:') && key.startsWith('public'))
  expect(counted.find(({ key }) => key === 'public/ip:2001:db8:7::/48')?.count).toBe(20)
  expect(counted.find(({ key }) => key === 'public/ip:2001:db8:7:3::/64')?.count).toBe(2)
  const wide = { id: 'public/ip:2001:db8:7::/48' }
  expect((await admin.query<LimitCounter>('limits.get', wide)).data).toMatchObject({
    limit: 20,
    blocked: true,
  })
  // A refusal by the /48 is remembered as its own: another network goes on.
  expect(await statuses(browser('2001:db8:7:3::1'))).toEqual([429])
  expect(await statuses(browser('2001:db8:8:3::1'))).toEqual([200])
  // A single IPv6 address may be meant as well, although it is no counter of its own.
  await override({ target: 'address', value: '2001:db8:8:3::1', effect: 'blocked' })
  expect(await statuses(browser('2001:db8:8:3::1'))).toEqual([403])
  expect(await statuses(browser('2001:db8:8:3::2'))).toEqual([200])
})

test('the list shows the limit in force and filters by it', async () => {
  const { override, admin, browser, database } = await setUp()
  for (let i = 1; i <= 6; i += 1) await ping(browser(`198.51.100.${i}`), 2)
  await ping(browser('2001:db8:7:1::1'), 2)
  await database.db.insert(rateLimit).values({ key: 'public/ip:unknown', count: 1, windowStart: Date.now() })
  await override({ target: 'address', value: '198.51.100.0/30', policy: 'public', effect: 'limit', limit: 2 })
  await override({ target: 'key', value: 'public/ip:198.51.100.2', effect: 'limit', limit: 9 })
  await override({ target: 'address', value: '198.51.100.3', effect: 'exempt' })
  await override({ target: 'key', value: 'public/ip:198.51.100.4', effect: 'blocked' })
  await override({
    target: 'prefix',
    value: 'public/ip:198.51.100.5',
    policy: 'public',
    effect: 'limit',
    limit: 1,
  })
  await override({ target: 'address', value: '2001:db8::/32', effect: 'limit', limit: 2 })
  const list = async (blocked?: boolean) =>
    (await admin.query<Page<LimitCounter>>('limits.list', { policy: 'public', blocked })).data.items
  const all = await list()
  const full = all.filter(({ blocked }) => blocked).map(({ id }) => id)
  expect(full).toEqual([
    'public/ip:198.51.100.1',
    'public/ip:198.51.100.4',
    'public/ip:198.51.100.5',
    'public/ip:2001:db8:7:1::/64',
  ])
  expect((await list(true)).map(({ id }) => id)).toEqual(full)
  expect(await list(false)).toHaveLength(all.length - full.length)
})
