import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { setting, user } from '#drizzle/schema/index.ts'
import { shared } from '#product/shared.ts'
import type { Page } from '#shared/pagination.ts'
import type { PublicSettings, SettingView } from '#shared/settings.ts'
import { createTestApp } from '#test/app.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'
import { readAudit } from '#test/audit-log.ts'
import { readSettings } from './read-settings.ts'
import { refuseUnknownZone } from './refuse-unknown-zone.ts'

// The product may have settings as well.
const ours = (items: SettingView[]) => items.filter(({ key }) => !(key in shared.settings))

test('every setting is listed with its default, and after a change with who changed it and when', async () => {
  const { admin, adminId } = await createAppWithAdmin()
  const list = async () => (await admin.query<Page<SettingView>>('settings.list')).data
  const { items, ...page } = await list()
  expect(ours(items)).toEqual([
    { key: 'signUpMode', value: 'open', default: 'open', changed: null },
    { key: 'auditRetentionDays', value: 365, default: 365, changed: null },
    { key: 'billingTimeZone', value: 'UTC', default: 'UTC', changed: null },
    { key: 'feedbackEmail', value: '', default: '', changed: null },
  ])
  expect(page).toEqual({ nextCursor: null, total: items.length })
  const changed = { by: { id: adminId, name: 'Admin' }, at: expect.any(String) }
  const forEver = { key: 'auditRetentionDays', value: null }
  const set = await admin.mutate('settings.set', forEver)
  expect(set.data).toEqual({ ...forEver, default: 365, changed, auditId: expect.any(String) })
  expect((await admin.mutate('settings.set', { key: 'signUpMode', value: 'closed' })).status).toBe(200)
  expect(ours((await list()).items)).toEqual([
    { key: 'signUpMode', value: 'closed', default: 'open', changed },
    { ...forEver, default: 365, changed },
    { key: 'billingTimeZone', value: 'UTC', default: 'UTC', changed: null },
    { key: 'feedbackEmail', value: '', default: '', changed: null },
  ])
})

test('a change is recorded with before and after; the same value again changes and records nothing', async () => {
  const { admin, adminId, audited, database } = await createAppWithAdmin()
  const set = (value: unknown) => admin.mutate('settings.set', { key: 'auditRetentionDays', value })
  await set(365)
  expect(await database.db.select().from(setting)).toEqual([])
  for (const value of [30, null, null, 3650]) expect((await set(value)).status).toBe(200)
  const record = {
    action: 'setting.set',
    subjectType: 'setting',
    subject: 'auditRetentionDays',
    actorId: adminId,
  }
  expect(await audited()).toMatchObject([
    { ...record, before: { value: 365 }, after: { value: 30 } },
    { ...record, before: { value: 30 }, after: { value: null } },
    { ...record, before: { value: null }, after: { value: 3650 } },
  ])
})

test('months of credits are counted in a zone that the database knows too', async () => {
  const { admin, audited, database } = await createAppWithAdmin()
  const set = (value: string) => admin.mutate('settings.set', { key: 'billingTimeZone', value })
  expect((await set('Asia/Kolkata')).status).toBe(200)
  expect((await readSettings(database.db, { signUp: 'open' })).billingTimeZone).toBe('Asia/Kolkata')
  expect(await audited()).toMatchObject([{ before: { value: 'UTC' }, after: { value: 'Asia/Kolkata' } }])
  await expect(refuseUnknownZone(database.db, 'Mars/Olympus_Mons')).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    fieldErrors: { value: ['The database does not know this time zone.'] },
  })
})

test('a change that cannot be recorded does not happen', async () => {
  const { admin, database } = await createAppWithAdmin()
  await database.db.execute('alter table audit_event rename to audit_gone')
  try {
    const { status } = await admin.mutate('settings.set', { key: 'signUpMode', value: 'closed' })
    expect(status).toBe(500)
  } finally {
    await database.db.execute('alter table audit_gone rename to audit_event')
  }
  expect(await database.db.select().from(setting)).toEqual([])
})

test('only admins change settings, readers of the console see them, others neither, and none without a fresh proof', async () => {
  const { admin, browser, database } = await createAppWithAdmin()
  const change = { key: 'signUpMode', value: 'closed' }
  for (const role of ['user', 'moderator', 'admin_ro'] as const) {
    const caller = browser()
    await caller.become({ role })
    const { status, error } = await caller.mutate('settings.set', change)
    expect([status, error.data.reason]).toEqual([403, { kind: 'permission', permission: 'settings.manage' }])
    expect((await caller.query('settings.list')).status).toBe(role === 'admin_ro' ? 200 : 403)
  }
  expect((await browser().mutate('settings.set', change)).status).toBe(401)
  await database.db.execute("update session set confirmed_at = now() - interval '11 minutes'")
  expect((await admin.mutate('settings.set', change)).error.data.reason).toEqual({ kind: 'confirm' })
  expect(await database.db.select().from(setting)).toEqual([])
})

test.each([
  [{ key: 'signUpMode', value: 'Open' }, 'value'],
  [{ key: 'signUpMode', value: null }, 'value'],
  [{ key: 'signUpMode', value: 'x'.repeat(900_000) }, 'value'],
  [{ key: 'signUpMode', value: 'open\u0000' }, 'value'],
  [{ key: 'signUpMode', value: ['open'] }, 'value'],
  [{ key: 'signUpMode' }, 'value'],
  [{ key: 'signUpMode', value: 'open', by: 'somebody' }, ''],
  [{ key: 'auditRetentionDays', value: 29 }, 'value'],
  [{ key: 'auditRetentionDays', value: 3651 }, 'value'],
  [{ key: 'auditRetentionDays', value: 30.5 }, 'value'],
  [{ key: 'auditRetentionDays', value: '365' }, 'value'],
  [{ key: 'auditRetentionDays' }, 'value'],
  [{ key: 'billingTimeZone', value: 'Europe/Nowhere' }, 'value'],
  [{ key: 'billingTimeZone', value: '+02:00' }, 'value'],
  [{ key: 'billingTimeZone', value: '' }, 'value'],
  [{ key: 'billingTimeZone', value: 2 }, 'value'],
  [{ key: 'feedbackEmail', value: 'nobody' }, 'value'],
  [{ key: 'feedbackEmail', value: 'a@example.com,b@example.com' }, 'value'],
  [{ key: 'feedbackEmail', value: 'a@example.com\r\nBcc: b@example.com' }, 'value'],
  [{ key: 'feedbackEmail', value: null }, 'value'],
  [{ key: 'toString', value: 'open' }, 'key'],
  [{ key: '__proto__', value: 'open' }, 'key'],
  [{ value: 'open' }, 'key'],
  [{}, 'key'],
  [[], ''],
])('%j is refused with 400 at the field "%s"', async (input, field) => {
  const { admin, audited, database } = await createAppWithAdmin()
  const { status, error } = await admin.mutate('settings.set', input)
  expect([status, Object.keys(error.data.fieldErrors ?? {})]).toEqual([400, [field]])
  expect(await database.db.select().from(setting)).toEqual([])
  expect(await audited()).toEqual([])
})

test('more than a megabyte is refused before it is read', async () => {
  const { admin } = await createAppWithAdmin()
  const response = await admin.post('/trpc/settings.set', { key: 'signUpMode', value: 'x'.repeat(1_100_000) })
  expect(response.statusCode).toBe(413)
})

test('admins who change a setting at the same moment leave a record that reads as one after the other', async () => {
  const { admin, browser, database } = await createAppWithAdmin()
  const other = browser()
  await other.become({ role: 'admin' })
  const days = Array.from({ length: 20 }, (_, index) => 40 + index)
  const changes = await Promise.all(
    days.map((value, index) =>
      [admin, other][index % 2]?.mutate('settings.set', { key: 'auditRetentionDays', value }),
    ),
  )
  expect(changes.map((change) => change?.status)).toEqual(days.map(() => 200))
  const records = (await readAudit(database.db)).filter(({ action }) => action === 'setting.set')
  expect(records).toHaveLength(20)
  // Each value was set once, so following who found what leads from the default to the value in force.
  const next = new Map(records.map(({ before, after }) => [onlyValue(before), onlyValue(after)]))
  let value: unknown = 365
  for (let steps = 0; steps < 20; steps++) value = next.get(value)
  expect((await readSettings(database.db, { signUp: 'open' })).auditRetentionDays).toBe(value)
})

const onlyValue = (fields: object | null) => (fields as { value: unknown } | null)?.value

test('a value that this version refuses counts as the default, and a setting that it does not know as none', async () => {
  const { admin, database } = await createAppWithAdmin()
  await database.db.insert(setting).values([
    { key: 'signUpMode', value: 'everybody' },
    { key: 'auditRetentionDays', value: 7 },
    { key: 'feedbackEmail', value: 'nobody' },
    { key: 'gone', value: true },
  ])
  const { data } = await admin.query<Page<SettingView>>('settings.list')
  expect(ours(data.items).map(({ key, value }) => [key, value])).toEqual([
    ['signUpMode', 'open'],
    ['auditRetentionDays', 365],
    ['billingTimeZone', 'UTC'],
    ['feedbackEmail', ''],
  ])
  expect(await readSettings(database.db, { signUp: 'invite' })).toMatchObject({
    signUpMode: 'invite',
    auditRetentionDays: 365,
  })
})

test('who changed a setting and is gone is nobody', async () => {
  const { admin, adminId, browser, database } = await createAppWithAdmin()
  await admin.mutate('settings.set', { key: 'signUpMode', value: 'approval' })
  await database.db.delete(user).where(eq(user.id, adminId))
  const reader = browser()
  await reader.become({ role: 'admin_ro' })
  await database.db.update(user).set({ pendingSince: null })
  const { data } = await reader.query<Page<SettingView>>('settings.list')
  expect(data.items[0]).toMatchObject({ value: 'approval', changed: { by: null } })
})

test('what SIGN_UP says is the first value, and the setting counts from its first change on', async () => {
  const { browser, database } = await createTestApp({ config: { signUp: 'closed' } })
  const modeOf = async (caller = browser()) =>
    (await caller.query<PublicSettings>('settings.public')).data.signUp
  expect(await modeOf()).toBe('closed')
  await database.db.insert(setting).values({ key: 'signUpMode', value: 'open' })
  expect(await modeOf()).toBe('open')
  const restarted = await createTestApp({ database, config: { signUp: 'invite' } })
  expect(await modeOf(restarted.browser())).toBe('open')
})
