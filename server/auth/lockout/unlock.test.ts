import { expect, test } from 'vitest'
import type { LockoutEntry, UnlockResult } from '#shared/limits/lockouts.ts'
import type { Page } from '#shared/pagination.ts'
import { type Browser, createTestApp } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { emailHash } from '../email-hash.ts'
import { accountKey } from './lockout-store.ts'

const wrong = 'wrong-horse-battery'

async function fail(browser: Browser, email: string, times: number) {
  for (let tries = 0; tries < times; tries++) await browser.signIn(email, wrong)
}

async function setUp() {
  const app = await createTestApp()
  const admin = app.browser()
  await admin.become({ role: 'admin' })
  const owner = app.browser()
  const { id, email } = await owner.become({ name: 'Ada' })
  return { ...app, admin, owner, id, email, key: accountKey(emailHash(email)) }
}

test('the list shows accounts that are locked or have failures, with the user if there is one, page by page', async () => {
  const { browser, admin, email, id, key } = await setUp()
  await fail(browser(), email, 5)
  await fail(browser(), 'nobody@example.com', 2)
  await browser().signIn(email)
  const list = (input: object) => admin.query<Page<LockoutEntry>>('limits.lockouts', input)
  const { items, total } = (await list({})).data
  expect(total).toBe(2)
  expect(items.find(({ user }) => user)).toEqual({
    id: key,
    kind: 'account',
    account: emailHash(email),
    failures: 5,
    reserved: 0,
    locked: true,
    lockedUntil: expect.any(String),
    user: { id, name: 'Ada' },
    mailedAt: expect.any(String),
  })
  expect(items.find(({ user }) => !user)).toMatchObject({
    failures: 2,
    locked: false,
    lockedUntil: null,
    mailedAt: null,
  })
  expect((await list({ locked: true })).data).toMatchObject({ total: 1, items: [{ id: key }] })
  expect((await list({ locked: false })).data).toMatchObject({ total: 1, items: [{ user: null }] })
  expect((await list({ search: email.toUpperCase() })).data).toMatchObject({ total: 1, items: [{ id: key }] })
  expect((await list({ search: '%' })).data.total).toBe(0)
  const first = (await list({ limit: 1 })).data
  const second = (await list({ limit: 1, cursor: first.nextCursor })).data
  expect([...first.items, ...second.items].map((item) => item.id)).toEqual(items.map((item) => item.id))
  expect(second.nextCursor).toBeNull()
})

test('an admin unlocks by the key, and it is recorded', async () => {
  const { browser, admin, email, key, database } = await setUp()
  const audited = async () =>
    (await readAudit(database.db)).filter(({ action }) => action === 'account.unlock')
  await fail(browser(), email, 5)
  expect((await browser().signIn(email)).statusCode).toBe(429)
  const { data } = await admin.mutate<UnlockResult>('limits.unlock', { id: key })
  expect(data).toEqual({ id: key, count: 1 })
  expect((await browser().signIn(email)).statusCode).toBe(200)
  const before = { account: { failures: 5, lockedUntil: expect.any(String) } }
  expect(await audited()).toMatchObject([{ action: 'account.unlock', subject: key, before, after: null }])
  // Nothing held: nothing done, nothing recorded.
  expect((await admin.mutate<UnlockResult>('limits.unlock', { id: key })).data.count).toBe(0)
  expect(await audited()).toHaveLength(1)
})

test('a known browser is unlocked with its account, or alone by its key', async () => {
  const { browser, admin, owner, email, id, key } = await setUp()
  await owner.signIn(email)
  await fail(owner, email, 5)
  await fail(browser(), email, 5)
  const { data } = await admin.query<Page<LockoutEntry>>('limits.lockouts', { search: 'device:' })
  const [device] = data.items
  expect(device).toMatchObject({ kind: 'device', account: emailHash(email), locked: true, user: { id } })
  expect((await admin.mutate<UnlockResult>('limits.unlock', { id: device?.id })).data.count).toBe(1)
  expect((await owner.signIn(email)).statusCode).toBe(200)
  expect((await browser().signIn(email)).statusCode).toBe(429)
  await fail(owner, email, 5)
  expect((await admin.mutate<UnlockResult>('limits.unlock', { id: key })).data.count).toBe(2)
})

test('nobody else unlocks, and what is not there is not found', async () => {
  const { browser, admin, owner, email, key: id } = await setUp()
  await fail(browser(), email, 5)
  const moderator = browser()
  await moderator.become({ role: 'moderator' })
  const reader = browser()
  await reader.become({ role: 'admin_ro' })
  for (const caller of [owner, moderator, reader]) {
    const { status, error } = await caller.mutate('limits.unlock', { id })
    expect([status, error.data.reason]).toEqual([403, { kind: 'permission', permission: 'limits.manage' }])
  }
  expect((await browser().mutate('limits.unlock', { id })).status).toBe(401)
  expect((await browser().signIn(email)).json().reason.kind).toBe('locked')
  const missing = `account:${'0'.repeat(32)}`
  expect((await admin.mutate('limits.unlock', { id: missing })).status).toBe(404)
  for (const bad of ['nobody', 'account:%', 'device:x', '', "'; --"]) {
    expect((await admin.mutate('limits.unlock', { id: bad })).status).toBe(400)
  }
})
