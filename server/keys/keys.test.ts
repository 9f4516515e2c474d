import { expect, test } from 'vitest'
import { apiKey } from '#drizzle/schema/index.ts'
import { isKeySecret, keyHash } from '#server/key-status/key-secret.ts'
import type { ApiKey, NewApiKey } from '#shared/keys.ts'
import type { PersonExport, SecurityEventPage } from '#shared/security.ts'
import { createProgram, withKeys } from './keys-fixture.ts'

const dayMs = 24 * 60 * 60_000

test('a key is shown once, kept as a hash, recorded and told of by mail', async () => {
  const { owner, keyRow, acts, mails, logged } = await withKeys()
  const { browser, id, email, key, secret } = await owner('user', { addresses: ['198.51.100.77/24', '::1'] })
  expect(isKeySecret(secret)).toBe(true)
  expect(key).toMatchObject({
    name: 'Backup',
    start: secret.slice(0, 12),
    status: 'active',
    permissions: [],
    addresses: ['198.51.100.0/24', '::1'],
    lifetimeDays: 90,
    lastUsedAt: null,
    revokedAt: null,
    previousUntil: null,
  })
  expect(Date.parse(key.expiresAt) - Date.parse(key.createdAt)).toBe(90 * dayMs)
  const row = await keyRow(key.id)
  expect(row?.hash).toBe(keyHash(secret))
  const listed = await browser.query<ApiKey[]>('keys.mine')
  expect(listed.data).toEqual([key])
  expect(await acts()).toMatchObject([
    {
      action: 'apiKey.create',
      actorId: id,
      subject: id,
      after: { key: key.id, name: 'Backup', permissions: [] },
    },
  ])
  const [told] = await mails()
  expect(told).toMatchObject({ kind: 'key-created', recipient: email })
  const everywhere = JSON.stringify([row, listed, await acts(), await mails(), logged])
  expect(everywhere).not.toContain(secret)
})

test('a key has at most what its owner holds, twenty of them work, and what is no address is said', async () => {
  const { owner, db } = await withKeys()
  const { browser, id } = await owner('moderator')
  const create = (input: object) => browser.mutate<NewApiKey>('keys.create', { name: 'Another', ...input })
  const refusals = [
    { permissions: ['users.manage'] },
    { addresses: ['10.1'] },
    { addresses: ['10.0.0.0/33'] },
  ]
  for (const input of refusals) {
    const { status, error } = await create(input)
    expect([status, Object.keys(error.data.fieldErrors ?? {})]).toEqual([400, Object.keys(input)])
  }
  for (const input of [{ lifetimeDays: 0 }, { lifetimeDays: 367 }, { name: '' }, { permissions: ['none'] }])
    expect((await create(input)).status, JSON.stringify(input)).toBe(400)
  expect((await create({ permissions: ['users.list', 'users.list'] })).data.key.permissions).toEqual([
    'users.list',
  ])
  const [made] = await db.select().from(apiKey)
  const rows = Array.from({ length: 17 }, (_, each) => ({
    ...made,
    id: `k${each}`,
    hash: `h${each}`,
    userId: id,
  }))
  await db.insert(apiKey).values(rows as (typeof apiKey.$inferInsert)[])
  // The last one of the twenty, at once.
  const statuses = (await Promise.all([create({}), create({}), create({})])).map(({ status }) => status)
  expect(statuses.sort()).toEqual([200, 409, 409])
})

test('a key is renamed, rotated and revoked by its owner alone, and each is recorded', async () => {
  const { owner, acts, mails, keyRow } = await withKeys()
  const { browser, id, key, secret } = await owner()
  const stranger = (await owner()).browser
  for (const path of ['keys.rename', 'keys.rotate', 'keys.revoke']) {
    const input = { id: key.id, ...(path === 'keys.rename' && { name: 'Mine' }) }
    expect((await stranger.mutate(path, input)).status, path).toBe(404)
  }
  expect((await browser.mutate<ApiKey>('keys.rename', { id: key.id, name: 'Nightly' })).data.name).toBe(
    'Nightly',
  )
  const rotated = (await browser.mutate<NewApiKey>('keys.rotate', { id: key.id })).data
  expect(rotated.key).toMatchObject({ id: key.id, name: 'Nightly', previousUntil: expect.any(String) })
  expect(rotated.secret).not.toBe(secret)
  expect((await keyRow(key.id))?.previousHash).toBe(keyHash(secret))
  expect((await browser.mutate<ApiKey>('keys.revoke', { id: key.id })).data.status).toBe('revoked')
  // Twice is once.
  expect((await browser.mutate<ApiKey>('keys.revoke', { id: key.id })).data.status).toBe('revoked')
  expect((await browser.mutate('keys.rotate', { id: key.id })).status).toBe(409)
  const own = (await acts()).filter(({ actorId }) => actorId === id)
  expect(own).toMatchObject([
    { action: 'apiKey.create' },
    { action: 'apiKey.rename', before: { name: 'Backup' }, after: { key: key.id, name: 'Nightly' } },
    { action: 'apiKey.rotate', after: { key: key.id, name: 'Nightly' } },
    { action: 'apiKey.revoke', before: { key: key.id, name: 'Nightly' } },
  ])
  const kinds = (await mails()).map(({ kind }) => kind).sort()
  expect(kinds).toEqual(['key-created', 'key-created', 'key-revoked', 'key-rotated'])
  const events = (await browser.query<SecurityEventPage>('users.mySecurityEvents', {})).data.items
  expect(events.map(({ action }) => action)).toEqual(own.map(({ action }) => action).reverse())
})

test('staff sees and revokes the keys of users of lower rank, who are told of it', async () => {
  const { owner, browser, acts, mails } = await withKeys()
  const { id, email, key, program } = await owner('user', { addresses: ['198.51.100.1'] })
  const staff = browser()
  const { id: staffId } = await staff.become({ role: 'moderator' })
  const seen = await staff.query<ApiKey[]>('keys.list', { userId: id })
  expect(seen.data).toEqual([{ ...key, addresses: [] }])
  const admin = await owner('admin')
  expect(
    (await staff.mutate('keys.revokeOf', { userId: admin.id, id: admin.key.id })).error.data.reason,
  ).toEqual({
    kind: 'rank',
  })
  expect((await staff.mutate('keys.revokeOf', { userId: id, id: admin.key.id })).status).toBe(404)
  expect((await program.query('users.me')).status).toBe(200)
  expect((await staff.mutate<ApiKey>('keys.revokeOf', { userId: id, id: key.id })).data.status).toBe(
    'revoked',
  )
  expect((await program.query('users.me')).status).toBe(401)
  expect((await acts()).at(-1)).toMatchObject({ action: 'apiKey.revoke', actorId: staffId, subject: id })
  expect((await mails()).filter(({ kind }) => kind === 'key-revoked')).toMatchObject([{ recipient: email }])
  const outsider = browser()
  await outsider.become()
  for (const [path, input] of [['keys.list', { userId: id }]] as const)
    expect((await outsider.query(path, input)).error.data.reason).toMatchObject({ kind: 'permission' })
})

test('whoever finds a key revokes it, and learns nothing from the answer', async () => {
  const app = await withKeys()
  const { browser: owner, key, secret, program, email } = await app.owner()
  const finder = app.browser()
  const report = async (found: string) => (await finder.mutate('keys.report', { key: found })).data
  const wrong = [await report('gh_live_nonsense'), await report('x')]
  expect((await program.query('users.me')).status).toBe(200)
  // Of one that its owner has replaced, only the old one ends.
  const { data: rotated } = await owner.mutate<NewApiKey>('keys.rotate', { id: key.id })
  const answers = [await report(secret), await report(secret)]
  expect((await program.query('users.me')).status).toBe(401)
  const newer = createProgram(app, rotated.secret)
  expect((await newer.query('users.me')).status).toBe(200)
  answers.push(await report(rotated.secret), await report(rotated.secret))
  expect((await newer.query('users.me')).status).toBe(401)
  for (const answer of [...wrong, ...answers]) expect(answer).toEqual({ received: true })
  const reported = (await app.acts()).filter(({ action }) => action === 'apiKey.revoke')
  expect(reported).toMatchObject([
    { actorId: null, after: { reported: true, previousUntil: null } },
    { actorId: null, after: { reported: true } },
  ])
  const told = (await app.mails()).filter(({ kind }) => kind === 'key-revoked')
  expect(told).toMatchObject([{ recipient: email, text: expect.stringContaining('found') }])
  expect(JSON.stringify([app.logged, await app.acts(), await app.mails()])).not.toContain(rotated.secret)
})

test('the export of a person has their keys without what they are, and purging the person takes them along', async () => {
  const { owner, browser, db, logged } = await withKeys()
  const { browser: mine, id, key, secret } = await owner()
  const { data } = await mine.query<PersonExport>('users.exportMe')
  const { status, ...exported } = key
  expect(data.keys).toEqual([exported])
  expect(JSON.stringify(data)).not.toContain(keyHash(secret))
  expect(JSON.stringify([data, logged])).not.toContain(secret)
  const admin = browser()
  await admin.become({ role: 'admin' })
  expect((await admin.mutate('users.remove', { id })).status).toBe(200)
  expect((await admin.mutate('users.purge', { id })).status).toBe(200)
  expect(await db.select().from(apiKey)).toEqual([])
})
