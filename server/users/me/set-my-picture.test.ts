import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { user, userImage } from '#drizzle/schema/index.ts'
import { maxPictureBytes } from '#shared/pictures.ts'
import type { PersonExport } from '#shared/security.ts'
import type { SessionUser } from '#shared/users.ts'
import { createTestApp } from '#test/app.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'
import { readAudit } from '#test/audit-log.ts'
import { makePng } from '#test/pictures.ts'

const grey = makePng({ width: 16 })
const input = (bytes: Buffer) => ({ picture: bytes.toString('base64') })

async function withPicture() {
  const app = await createAppWithAdmin()
  const owner = app.browser()
  const { id } = await owner.become()
  const { data, status } = await owner.mutate<SessionUser>('users.setMyPicture', input(grey))
  expect(status).toBe(200)
  const row = async () => (await app.database.db.select().from(user).where(eq(user.id, id)))[0]
  return { ...app, owner, id, path: data.image ?? '', row, kept: () => app.database.db.$count(userImage) }
}

test('a picture is kept, shown at a path of its own, replaced and taken away, each with a row', async () => {
  const { owner, id, path, row, kept, database } = await withPicture()
  expect(path).toMatch(/^\/api\/pictures\/[\w-]{43}$/)
  expect(await row()).toMatchObject({ image: path })
  const white = await owner.mutate<SessionUser>(
    'users.setMyPicture',
    input(makePng({ width: 8, shade: 255 })),
  )
  const second = white.data.image
  expect(second).not.toBe(path)
  expect(await kept()).toBe(1)
  expect((await owner.get(path)).statusCode).toBe(404)
  expect((await owner.mutate('users.setMyPicture', input(makePng({ width: 8, shade: 255 })))).status).toBe(
    200,
  )
  const gone = await owner.mutate<SessionUser>('users.setMyPicture', { picture: null })
  expect(gone.data.image).toBeNull()
  expect(await kept()).toBe(0)
  const acts = (await readAudit(database.db)).filter(({ action }) => action === 'user.setPicture')
  expect(acts).toMatchObject([
    { actorId: id, subject: id, before: { image: null }, after: { image: path } },
    { before: { image: path }, after: { image: second } },
    { before: { image: second }, after: { image: null } },
  ])
})

test('its bytes go to the signed-in alone, as what they are and nothing else', async () => {
  const { owner, path, browser, id, database } = await withPicture()
  const somebody = browser()
  await somebody.become()
  const { statusCode, headers, rawPayload } = await somebody.get(path)
  expect(statusCode).toBe(200)
  expect(rawPayload.equals(grey)).toBe(true)
  expect(headers).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
  })
  expect((await browser().get(path)).statusCode).toBe(401)
  for (const wrong of ['x', 'x'.repeat(43), '%00', '../pictures', `${path.slice(-43)}x`])
    expect((await owner.get(`/api/pictures/${wrong}`)).statusCode).toBe(404)
  await database.db.update(user).set({ bannedAt: new Date() }).where(eq(user.id, id))
  expect((await owner.get(path)).statusCode).toBe(401)
})

test.each([
  [
    'an SVG',
    input(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'.padEnd(99))),
    'This is no PNG, JPEG or WebP.',
  ],
  [
    'no square',
    input(makePng({ width: 8, height: 16 })),
    'A picture must be a square of at most 512 pixels a side.',
  ],
  ['too many bytes', input(Buffer.alloc(maxPictureBytes + 3)), 'At most 100 kB.'],
  ['an address', { picture: 'https://example.com/a.png' }, 'Not in base64.'],
])('%s is refused with the reason at its field, and nothing changes', async (_, bad, reason) => {
  const { owner, path, row } = await withPicture()
  const { status, error } = await owner.mutate('users.setMyPicture', bad)
  expect([status, error.data.fieldErrors?.picture]).toEqual([400, [reason]])
  expect(await row()).toMatchObject({ image: path })
  expect((await owner.get(path)).statusCode).toBe(200)
})

test('more than a body may hold is 413, and pictures cost more than other calls', async () => {
  const { owner } = await withPicture()
  const large = await owner.mutate('users.setMyPicture', { picture: 'A'.repeat(1024 * 1024) })
  expect(large.status).toBe(413)
  const statuses = []
  for (let calls = 0; calls < 15; calls++)
    statuses.push((await owner.mutate('users.setMyPicture', { picture: null })).status)
  expect(statuses.at(-1)).toBe(429)
})

test('an admin takes a picture away, and nobody else does', async () => {
  const { admin, owner, browser, id, path, kept, audited } = await withPicture()
  for (const role of ['user', 'moderator', 'admin_ro'] as const) {
    const caller = browser()
    await caller.become({ role })
    expect((await caller.mutate('users.removePicture', { id })).status).toBe(403)
  }
  expect((await admin.mutate('users.removePicture', { id: 'nothing' })).status).toBe(404)
  expect((await admin.mutate('users.removePicture', { id })).data).toMatchObject({ id, image: null })
  expect((await admin.mutate('users.removePicture', { id })).data).toMatchObject({ auditId: null })
  expect(await kept()).toBe(0)
  expect((await owner.get(path)).statusCode).toBe(404)
  expect(await audited()).toMatchObject([
    { action: 'user.setPicture', subject: id, before: { image: path }, after: { image: null } },
  ])
})

test('a deleted user has none, and a restored one neither; one that two have stays with the other', async () => {
  const { admin, browser, id, path, row, kept } = await withPicture()
  const twin = browser()
  await twin.become()
  await twin.mutate('users.setMyPicture', input(grey))
  await admin.mutate('users.remove', { id })
  expect([await kept(), (await row())?.image]).toEqual([1, null])
  await admin.mutate('users.restore', { id })
  expect((await row())?.image).toBeNull()
  expect((await twin.get(path)).statusCode).toBe(200)
})

test('the export of a person holds the picture', async () => {
  const { owner } = await withPicture()
  expect((await owner.query<PersonExport>('users.exportMe')).data.picture).toEqual({
    type: 'image/png',
    data: grey.toString('base64'),
    since: expect.any(String),
  })
})

test('an address elsewhere, as earlier versions kept, is shown to nobody', async () => {
  const { browser, database } = await createTestApp()
  const caller = browser()
  await caller.become({ role: 'admin' })
  await database.db.update(user).set({ image: 'https://example.com/ada.png' })
  const [me, list] = await Promise.all([
    caller.query<{ user: SessionUser }>('users.me'),
    caller.query<{ items: SessionUser[] }>('users.list', {}),
  ])
  expect([me.data.user.image, list.data.items[0]?.image]).toEqual([null, null])
})
