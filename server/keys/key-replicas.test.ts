import { eq } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import { apiKey, user } from '#drizzle/schema/index.ts'
import type { NewApiKey } from '#shared/keys.ts'
import type { ServiceAccount } from '#shared/service-accounts.ts'
import { twoReplicas } from '#test/replicas.ts'
import { createProgram } from './keys-fixture.ts'

const rounds = inject('thorough') ? 25 : 8

async function withTwo() {
  const [one, two] = await twoReplicas()
  const owner = one.browser()
  const { id } = await owner.become({ role: 'admin' })
  const staff = one.browser()
  await staff.become({ role: 'admin' })
  const create = async () => {
    const input = { name: 'Backup', permissions: ['console.open', 'users.list'] }
    return (await owner.mutate<NewApiKey>('keys.create', input)).data
  }
  let calls = 0
  /** What both answer to the next call with the key, which comes from another address than the last. */
  const both = async (secret: string) => {
    calls += 1
    const address = `198.51.100.${calls}`
    const answers = [one, two].map((app) => createProgram(app, secret, address).query('users.list', {}))
    return (await Promise.all(answers)).map(({ status, error }) => error?.data.reason?.kind ?? status)
  }
  return { one, two, db: one.database.db, id, owner, staff, create, both }
}

test('what ends a key, or takes from its owner, is known to every replica at the next call', async () => {
  const { db, id, owner, staff, create, both } = await withTwo()
  const act = async (path: string, input: object) => {
    const { status, error } = await staff.mutate(path, input)
    expect([status, error?.data.reason], path).toEqual([200, undefined])
  }
  const { key, secret } = await create()
  expect(await both(secret)).toEqual([200, 200])
  await act('users.setRole', { id, role: 'user' })
  expect(await both(secret)).toEqual(['permission', 'permission'])
  await act('users.setRole', { id, role: 'moderator' })
  expect(await both(secret)).toEqual([200, 200])
  await act('users.ban', { id, reason: 'Spam', until: null })
  expect(await both(secret)).toEqual(['banned', 'banned'])
  await act('users.unban', { id })
  await act('users.remove', { id })
  expect(await both(secret)).toEqual(['key', 'key'])
  await act('users.restore', { id })
  expect(await both(secret)).toEqual([200, 200])
  await db.update(apiKey).set({ expiresAt: new Date() }).where(eq(apiKey.id, key.id))
  expect(await both(secret)).toEqual(['key', 'key'])
  await db.update(apiKey).set({ expiresAt: new Date(Date.now() + 60_000) })
  await db.update(user).set({ pendingSince: new Date() }).where(eq(user.id, id))
  expect(await both(secret)).toEqual(['approval', 'approval'])
  await db.update(user).set({ pendingSince: null })
  expect(await both(secret)).toEqual([200, 200])
  await act('keys.revokeOf', { userId: id, id: key.id })
  expect(await both(secret)).toEqual(['key', 'key'])
  // Acts on them have ended their sessions.
  expect((await owner.query('keys.mine')).status).toBe(401)
})

test('a rotated key works for an hour more, and not at all once it was revoked', async () => {
  const { db, owner, create, both } = await withTwo()
  const { key, secret: first } = await create()
  const rotate = async () => (await owner.mutate<NewApiKey>('keys.rotate', { id: key.id })).data.secret
  const second = await rotate()
  expect([await both(first), await both(second)]).toEqual([
    [200, 200],
    [200, 200],
  ])
  const [row] = await db.select().from(apiKey)
  const left = (row?.previousUntil?.getTime() ?? 0) - Date.now()
  expect(left).toBeGreaterThan(59 * 60_000)
  expect(left).toBeLessThanOrEqual(60 * 60_000)
  await db.update(apiKey).set({ previousUntil: new Date(Date.now() - 1000) })
  expect([await both(first), await both(second)]).toEqual([
    ['key', 'key'],
    [200, 200],
  ])
  const third = await rotate()
  expect(await both(first)).toEqual(['key', 'key'])
  await owner.mutate('keys.revoke', { id: key.id })
  for (const secret of [second, third]) expect(await both(secret)).toEqual(['key', 'key'])
  // What has expired does not come back for an hour.
  const expired = await create()
  await db.update(apiKey).set({ expiresAt: new Date() }).where(eq(apiKey.id, expired.key.id))
  const renewed = await owner.mutate<NewApiKey>('keys.rotate', { id: expired.key.id })
  expect([await both(expired.secret), await both(renewed.data.secret)]).toEqual([
    ['key', 'key'],
    [200, 200],
  ])
})

test('whatever rotations race with a revocation, nothing of the key works afterwards', async () => {
  const { one, two, owner, create, both } = await withTwo()
  const other = two.browser()
  for (const [name, value] of owner.cookies) other.cookies.set(name, value)
  for (let round = 0; round < rounds; round += 1) {
    const { key, secret } = await create()
    const rotate = (browser: typeof owner) => browser.mutate<NewApiKey>('keys.rotate', { id: key.id })
    const [a, b, revoked, reported] = await Promise.all([
      rotate(owner),
      rotate(other),
      other.mutate('keys.revoke', { id: key.id }),
      one.browser().mutate('keys.report', { key: secret }),
    ])
    expect([revoked.status, reported.status]).toEqual([200, 200])
    for (const { status } of [a, b]) expect([200, 409]).toContain(status)
    const secrets = [secret, ...[a, b].flatMap(({ data }) => (data ? [data.secret] : []))]
    for (const each of secrets) expect(await both(each)).toEqual(['key', 'key'])
  }
  // Without one, the last rotation and the one before it work.
  const { key, secret } = await create()
  const rotations = await Promise.all(
    [owner, other].map((browser) => browser.mutate<NewApiKey>('keys.rotate', { id: key.id })),
  )
  const answers = await Promise.all(rotations.map(({ data }) => both(data.secret)))
  expect(answers).toEqual([
    [200, 200],
    [200, 200],
  ])
  expect(await both(secret)).toEqual(['key', 'key'])
})

test('a service account that is disabled is refused by every replica at the next call', async () => {
  const { staff, both } = await withTwo()
  const { data: account } = await staff.mutate<ServiceAccount>('serviceAccounts.create', {
    name: 'Nightly',
    role: 'moderator',
  })
  const made = await staff.mutate<NewApiKey>('serviceAccounts.createKey', {
    accountId: account.id,
    name: 'Backup',
    permissions: ['console.open', 'users.list'],
  })
  const { secret } = made.data
  expect(await both(secret)).toEqual([200, 200])
  await staff.mutate('serviceAccounts.disable', { id: account.id })
  expect(await both(secret)).toEqual(['key', 'key'])
  await staff.mutate('serviceAccounts.enable', { id: account.id })
  expect(await both(secret)).toEqual([200, 200])
  await staff.mutate('serviceAccounts.setRole', { id: account.id, role: 'user' })
  expect(await both(secret)).toEqual(['permission', 'permission'])
})
