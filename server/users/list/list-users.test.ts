import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { invitation, passkey, user } from '#drizzle/schema/index.ts'
import type { Page } from '#shared/pagination.ts'
import type { Role } from '#shared/roles/roles.ts'
import { type ListUsersInput, type UserDetail, type UserSummary, userSorts } from '#shared/users.ts'
import { createTestApp, password } from '#test/app.ts'

async function withUsers(role: Role, people: Partial<typeof user.$inferInsert>[]) {
  const { browser, database } = await createTestApp()
  const admin = browser()
  const { id } = await admin.become({ role, name: 'Zoe Admin', email: 'zoe@example.com' })
  await database.db.insert(user).values(
    people.map((person, index) => ({
      id: `id-${index}`,
      name: `Name ${index}`,
      email: `mail${index}@example.com`,
      createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, 0, index)),
      ...person,
    })),
  )
  const list = (input: Partial<ListUsersInput> = {}) => admin.query<Page<UserSummary>>('users.list', input)
  const names = async (input: Partial<ListUsersInput>) =>
    (await list(input)).data.items.map(({ name }) => name)
  return { admin, database, id, list, names }
}

test('pages follow each other without gaps or repeats, in each order, among equals too', async () => {
  const same = new Date('2026-01-01T00:00:00.500Z')
  const people = Array.from({ length: 25 }, (_, index) => ({
    name: `N${index % 3}`,
    createdAt: index % 2 ? same : undefined,
  }))
  const { list } = await withUsers('admin', people)
  for (const sort of userSorts) {
    for (const direction of ['asc', 'desc'] as const) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const { data } = await list({ sort, direction, cursor, limit: 4 })
        expect(data.total).toBe(26)
        seen.push(...data.items.map(({ id }) => id))
        cursor = data.nextCursor ?? undefined
      } while (cursor)
      expect(new Set(seen).size).toBe(26)
      const all = (await list({ sort, direction, limit: 100 })).data.items.map(({ id }) => id)
      expect(seen).toEqual(all)
    }
  }
})

test('search looks in name, e-mail and id, and takes wildcards as letters', async () => {
  const { names } = await withUsers('admin', [
    { name: 'Ada Lovelace' },
    { name: '100%' },
    { email: 'under_score@example.com' },
  ])
  expect(await names({ search: 'LOVE' })).toEqual(['Ada Lovelace'])
  expect(await names({ search: '00%' })).toEqual(['100%'])
  expect(await names({ search: '%' })).toEqual([])
  expect(await names({ search: 'r_s' })).toEqual(['Name 2'])
  expect(await names({ search: 'id-0' })).toEqual(['Ada Lovelace'])
  expect(await names({ search: '\\' })).toEqual([])
})

test('one or two letters are how a name or an address begins', async () => {
  const { names } = await withUsers('admin', [
    { name: 'Ada Zed' },
    { name: 'Zed Ada' },
    { email: 'AD@example.com' },
  ])
  expect((await names({ search: 'ad' })).sort()).toEqual(['Ada Zed', 'Name 2'])
  expect((await names({ search: 'Z' })).sort()).toEqual(['Zed Ada', 'Zoe Admin'])
  expect((await names({ search: 'ada' })).sort()).toEqual(['Ada Zed', 'Zed Ada'])
})

test('filters by role and status; deleted users are shown only when asked for', async () => {
  const now = new Date()
  const { names } = await withUsers('admin', [
    { name: 'Moderator', role: 'moderator' },
    { name: 'Banned', bannedAt: now },
    { name: 'Ban over', bannedAt: now, bannedUntil: new Date(now.getTime() - 1000) },
    { name: 'Deleted', deletedAt: now, email: 'deleted:id-3', deletedEmail: 'was@example.com' },
  ])
  expect(await names({ role: 'moderator' })).toEqual(['Moderator'])
  expect(await names({ status: 'banned' })).toEqual(['Banned'])
  expect(await names({ status: 'deleted' })).toEqual(['Deleted'])
  expect((await names({ status: 'active' })).sort()).toEqual(['Ban over', 'Moderator', 'Zoe Admin'])
  expect((await names({})).sort()).toEqual(['Ban over', 'Banned', 'Moderator', 'Zoe Admin'])
})

test('a deleted user is listed and found by the address they had', async () => {
  const { list } = await withUsers('admin', [
    { deletedAt: new Date(), email: 'deleted:id-0', deletedEmail: 'was@example.com' },
  ])
  const { data } = await list({ status: 'deleted', search: 'was@' })
  expect(data.items).toMatchObject([{ email: 'was@example.com', status: 'deleted' }])
})

test('a moderator sees masked addresses and cannot find them out by search or sort', async () => {
  const { list, admin } = await withUsers('moderator', [{ name: 'Ada', email: 'secret.ada@example.com' }])
  expect((await list({ search: 'Ada' })).data.items).toMatchObject([{ email: 's•••@e•••.com' }])
  expect((await list({ search: 'secret' })).data.total).toBe(0)
  expect((await list({ search: 'secret.ada@example.co' })).data.total).toBe(0)
  expect((await list({ search: 'Secret.Ada@example.com' })).data.total).toBe(1)
  expect((await list({ sort: 'email' })).error.data.reason).toEqual({
    kind: 'permission',
    permission: 'users.readEmail',
  })
  expect((await admin.query<UserDetail>('users.get', { id: 'id-0' })).data.email).toBe('s•••@e•••.com')
  const { data } = await list({ limit: 1 })
  expect(atob(data.nextCursor ?? '')).not.toContain('@')
})

test('no filter, order, count or cursor tells a moderator more of an address than its mask', async () => {
  const { list, admin } = await withUsers('moderator', [
    { name: 'Ada', email: 'qx.ada@example.com', emailVerified: true },
    { name: 'Bob', email: 'qy.bob@example.com' },
    { name: 'Gone', email: 'deleted:id-2', deletedEmail: 'qz.gone@example.com', deletedAt: new Date() },
  ])
  const parts = [
    'q',
    'qx',
    'qx.',
    'ada@',
    '@example.com',
    'qx.ada@example.co_',
    '%@example.com',
    'QX.ADA@EXAMPLE',
  ]
  for (const sort of ['createdAt', 'name', 'lastActiveAt'] as const) {
    for (const search of parts) {
      const { data } = await list({ search, sort })
      expect([search, data.total, data.items]).toEqual([search, 0, []])
    }
    const { data } = await list({ sort, limit: 1 })
    const cursor = atob(data.nextCursor ?? '')
    expect(cursor).not.toMatch(/@|example/)
  }
  const gone = { status: 'deleted' } as const
  expect((await list({ ...gone, search: 'qz.' })).data.total).toBe(0)
  expect((await list({ ...gone, search: 'QZ.gone@example.com' })).data.items).toMatchObject([
    { name: 'Gone', email: 'q•••@e•••.com' },
  ])
  // A position in the order of addresses is of no use in another order.
  const byAddress = btoa(JSON.stringify(['qx.ada@example.com', 'id-0', '5']))
  expect((await list({ sort: 'email', cursor: byAddress })).status).toBe(403)
  expect((await list({ sort: 'createdAt', cursor: byAddress })).status).toBe(400)
  for (const path of ['users.list', 'users.get', 'users.stats']) {
    const answer = await admin.query(path, path === 'users.get' ? { id: 'id-0' } : {})
    expect([path, answer.status, JSON.stringify(answer.data).match(/q[xyz]\./)]).toEqual([path, 200, null])
  }
})

test('verified and provider narrow a list; values that do not exist are refused', async () => {
  const { names, list } = await withUsers('admin', [
    { name: 'Verified', emailVerified: true, providers: ['google'] },
    { name: 'Both', providers: ['credential', 'github'] },
  ])
  expect(await names({ verified: true })).toEqual(['Verified'])
  expect((await names({ verified: false })).sort()).toEqual(['Both', 'Zoe Admin'])
  expect(await names({ provider: 'github' })).toEqual(['Both'])
  expect((await names({ provider: 'credential' })).sort()).toEqual(['Both', 'Zoe Admin'])
  for (const input of [
    { provider: 'passkey' },
    { verified: 'yes' },
    { status: 'gone' },
    { sort: 'nameKey' },
  ]) {
    expect((await list(input as object)).status).toBe(400)
  }
})

test('get tells of passkeys, approval and the invitation that is still open', async () => {
  const now = new Date()
  const { admin, database } = await withUsers('admin', [{ pendingSince: now, twoFactorEnabled: true }])
  const later = new Date(now.getTime() + 1000)
  const invited = { email: 'mail0@example.com', role: 'user' as const, userId: 'id-0' }
  await database.db.insert(invitation).values([
    { id: 'accepted', ...invited, tokenHash: 'a', expiresAt: later, acceptedAt: now },
    { id: 'revoked', ...invited, tokenHash: 'b', expiresAt: later, revokedAt: now },
    {
      id: 'open',
      ...invited,
      tokenHash: 'c',
      expiresAt: new Date(now.getTime() - 1000),
      createdAt: new Date(0),
    },
  ])
  await database.db.insert(passkey).values({
    id: 'p',
    userId: 'id-0',
    publicKey: 'secret-key',
    credentialID: 'credential',
    counter: 0,
    deviceType: 'singleDevice',
    backedUp: false,
  })
  const { data } = await admin.query<UserDetail>('users.get', { id: 'id-0' })
  expect(data).toMatchObject({
    status: 'pending',
    twoFactorEnabled: true,
    pendingSince: now.toISOString(),
    passkeyCount: 1,
    invitation: { id: 'open', expired: true },
    sessionCount: 0,
    lastSeenAt: null,
  })
  expect(JSON.stringify(data)).not.toMatch(/secret-key|tokenHash/)
})

test('get tells how somebody signs in, and nothing secret; an unknown id is not found', async () => {
  const { admin, id, database } = await withUsers('admin', [{}])
  const { data } = await admin.query<UserDetail>('users.get', { id })
  expect(data).toMatchObject({ id, role: 'admin', providers: ['credential'], sessionCount: 1 })
  const [stored] = await database.db.query.account.findMany({ where: (table) => eq(table.userId, id) })
  expect(JSON.stringify(data)).not.toContain(stored?.password)
  expect(JSON.stringify(data)).not.toContain(password)
  expect((await admin.query('users.get', { id: 'nobody' })).status).toBe(404)
})
