import { eq, getTableColumns } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import type { PersonExport } from '#shared/security.ts'
import type { PublicSettings } from '#shared/settings.ts'
import type { DetailedUser, UserDetail } from '#shared/users.ts'
import { createTestApp, password } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import { emptyDatabase } from '#test/database.ts'
import { createMembers, dropMembers, members, productWithFields } from '#test/person-fields.ts'
import { AppError } from '../errors.ts'
import type { RunnableParts } from './product-hooks.ts'

/** The server with a product that has fields of people, and their table for as long as the test runs. */
async function withFields(parts = productWithFields) {
  const database = await emptyDatabase()
  const { db } = database
  await createMembers(db)
  onTestFinished(() => dropMembers(db))
  const app = await createTestApp({ database, product: parts })
  const rows = () => db.select(getTableColumns(members)).from(members)
  return { ...app, rows }
}

const ada = { name: 'Ada', email: 'ada@example.com', password }
const signUp = '/api/auth/sign-up/email'

test('registration keeps what its fields hold, in the transaction that makes the user', async () => {
  const { browser, rows, database } = await withFields()
  const visitor = browser()
  const details = { company: ' Engines ', size: 'large' }
  expect((await visitor.post(signUp, { ...ada, details })).statusCode).toBe(200)
  const [made] = await database.db.select().from(user)
  expect(await rows()).toEqual([{ userId: made?.id, company: 'Engines', size: 'large', seats: 1 }])
  const known = { company: 'Engines', size: 'large', seats: 1 }
  expect((await visitor.query('users.myDetails')).data).toEqual(known)
  const { signUpFields } = (await visitor.query<PublicSettings>('settings.public')).data
  const asked = [
    { name: 'company', kind: 'text', max: 20, nullable: false, signUp: true },
    { name: 'size', kind: 'choice', choices: ['small', 'large'], nullable: true },
  ]
  expect(signUpFields).toMatchObject(asked)
  expect((await visitor.query('users.me')).data).toMatchObject({
    personFields: [
      ...asked,
      { name: 'seats', kind: 'number', min: 1, max: 9, editedBy: 'staff', signUp: false },
    ],
  })
})

test.each([
  ['too long', { company: 'a'.repeat(21) }, 400, { 'details.company': ['At most 20 characters.'] }],
  ['missing', {}, 400, { 'details.company': ['Required.'] }],
  ['of another kind', { company: 'Engines', size: 'huge' }, 400, { 'details.size': [expect.any(String)] }],
  ['unknown', { company: 'Engines', age: 7 }, 400, { 'details.age': ['There is no such field.'] }],
  ['what no text holds', { company: 'a\0b' }, 400, { 'details.company': [expect.any(String)] }],
  ['a list', { company: ['Engines'] }, 400, { 'details.company': [expect.any(String)] }],
  ['what is for staff', { company: 'Engines', seats: 9 }, 403, null],
])('registration refuses a field that is %s, and makes nobody', async (_, details, status, fieldErrors) => {
  const { browser, rows, database } = await withFields()
  const { statusCode, body } = await browser().post(signUp, { ...ada, details })
  expect([statusCode, JSON.parse(body).fieldErrors ?? null]).toEqual([status, fieldErrors])
  expect(await database.db.select().from(user)).toEqual([])
  expect(await rows()).toEqual([])
})

test('whom the product refuses is not made, and leaves no row behind', async () => {
  const full: RunnableParts['userCreated'] = async ({ db }, { id }) => {
    const [row] = await db.select().from(members).where(eq(members.userId, id))
    throw new AppError('CONFLICT', `There is no room for ${row?.company}.`)
  }
  const { browser, rows, database } = await withFields({ ...productWithFields, userCreated: full })
  const { statusCode, body } = await browser().post(signUp, { ...ada, details: { company: 'Engines' } })
  expect([statusCode, JSON.parse(body).message]).toEqual([409, 'There is no room for Engines.'])
  expect(await database.db.select().from(user)).toEqual([])
  expect(await rows()).toEqual([])
})

test('a person changes their own fields, and none of staff', async () => {
  const { browser, rows, database } = await withFields()
  const owner = browser()
  const { id } = await owner.become()
  expect((await owner.query('users.myDetails')).data).toEqual({ company: '', size: null, seats: 1 })
  expect(await rows()).toEqual([])
  const change = (details: object) => owner.mutate('users.updateMyDetails', { details })
  expect((await change({ company: 'Engines' })).data).toEqual({ company: 'Engines', size: null, seats: 1 })
  expect((await change({ company: 'Engines' })).status).toBe(200)
  expect((await change({ size: 'small' })).data).toEqual({ company: 'Engines', size: 'small', seats: 1 })
  expect((await change({ seats: 9 })).status).toBe(403)
  const refused = await change({ company: '', size: 'huge' })
  expect(refused.status).toBe(400)
  expect(Object.keys(refused.error?.data.fieldErrors ?? {})).toEqual(['details.company', 'details.size'])
  expect((await browser().mutate('users.updateMyDetails', { details: {} })).status).toBe(401)
  expect(await rows()).toEqual([{ userId: id, company: 'Engines', size: 'small', seats: 1 }])
  const acts = (await readAudit(database.db)).filter(({ action }) => action === 'user.updateDetails')
  expect(acts).toMatchObject([
    { actorId: id, subject: id, before: { company: '' }, after: { company: 'Engines' } },
    { actorId: id, subject: id, before: { size: null }, after: { size: 'small' } },
  ])
})

test('staff see and change all of them, and take it back; who may not read e-mails sees none', async () => {
  const { browser, database } = await withFields()
  const [admin, moderator, owner] = [browser(), browser(), browser()]
  const { id: adminId } = await admin.become({ role: 'admin' })
  await moderator.become({ role: 'moderator' })
  const { id } = await owner.become({ name: 'Una' })
  const changed = await admin.mutate<{ auditId: string }>('users.updateDetails', {
    id,
    details: { company: 'Engines', seats: 9 },
  })
  const details = { company: 'Engines', size: null, seats: 9 }
  expect(changed.data).toMatchObject({ details })
  expect((await admin.query<UserDetail>('users.get', { id })).data.details).toEqual(details)
  const list = await admin.query<{ items: DetailedUser[] }>('users.list', { sort: 'name' })
  expect(list.data.items.find((item) => item.id === id)?.details).toEqual(details)
  expect(list.data.items.find((item) => item.id === adminId)?.details).toEqual({
    company: '',
    size: null,
    seats: 1,
  })
  expect((await moderator.query<UserDetail>('users.get', { id })).data.details).toBeNull()
  for (const each of [moderator, owner])
    expect((await each.mutate('users.updateDetails', { id, details: { seats: 2 } })).status).toBe(403)
  expect(
    (await admin.mutate('users.updateDetails', { id, details: { seats: 10 } })).error?.data.fieldErrors,
  ).toEqual({
    'details.seats': ['At most 9.'],
  })
  const acts = (await readAudit(database.db)).filter(({ action }) => action === 'user.updateDetails')
  expect(acts).toMatchObject([
    {
      actorId: adminId,
      subject: id,
      before: { company: '', seats: 1 },
      after: { company: 'Engines', seats: 9 },
    },
  ])
})

test('a change of fields is taken back, unless they were changed since or would refuse it', async () => {
  const { browser } = await withFields()
  const [admin, owner] = [browser(), browser()]
  await admin.become({ role: 'admin' })
  const { id } = await owner.become()
  const change = async (details: object) =>
    (await admin.mutate<{ auditId: string }>('users.updateDetails', { id, details })).data.auditId
  const seats = async () => (await admin.query<UserDetail>('users.get', { id })).data.details
  const first = await change({ seats: 4 })
  const second = await change({ seats: 5 })
  expect((await admin.mutate('audit.undo', { id: first })).status).toBe(409)
  expect((await admin.mutate('audit.undo', { id: second })).status).toBe(200)
  expect(await seats()).toMatchObject({ seats: 4 })
  expect((await admin.mutate('audit.undo', { id: second })).status).toBe(409)
  // The field refuses to be empty, which it was before anybody filled it in.
  expect((await admin.mutate('audit.undo', { id: await change({ company: 'Engines' }) })).status).toBe(409)
})

test("a person's fields are in their export, in that of the list, and gone once they are purged", async () => {
  const { browser, rows, database } = await withFields()
  const [admin, owner] = [browser(), browser()]
  await admin.become({ role: 'admin' })
  const { id } = await owner.become({ name: 'Una' })
  expect((await owner.query<PersonExport>('users.exportMe')).data.details).toBeNull()
  await owner.mutate('users.updateMyDetails', { details: { company: '=Engines' } })
  const kept = { company: '=Engines', size: null, seats: 1 }
  expect((await owner.query<PersonExport>('users.exportMe')).data.details).toEqual(kept)
  const { body } = await admin.get('/trpc/users.export?input=%7B%22search%22%3A%22una%22%7D', {
    accept: 'text/event-stream',
  })
  const csv: string = JSON.parse(/^data: (\{"csv.*)$/m.exec(body)?.[1] ?? '').csv
  const [head = '', line = ''] = csv.split('\r\n')
  expect(head.split(',').slice(-3)).toEqual(['"company"', '"size"', '"seats"'])
  expect(line.split(',').slice(-3)).toEqual(['"\'=Engines"', '""', '"1"'])
  await admin.mutate('users.remove', { id })
  expect(await rows()).toHaveLength(1)
  expect((await admin.mutate('users.purge', { id })).status).toBe(200)
  expect(await rows()).toEqual([])
  const [act] = (await readAudit(database.db)).filter(({ action }) => action === 'user.updateDetails')
  expect(act).toMatchObject({ before: {}, after: {} })
  expect((await admin.query('audit.verify', {})).data).toMatchObject({ problem: null })
})

test('a product without fields asks its database nothing about them', async () => {
  const { browser } = await createTestApp({ product: { ...productWithFields, personFields: {} } })
  const admin = browser()
  const { id } = await admin.become({ role: 'admin' })
  expect((await admin.query('users.myDetails')).data).toEqual({})
  expect((await admin.query<UserDetail>('users.get', { id })).data.details).toEqual({})
  expect((await admin.query<PersonExport>('users.exportMe')).data.details).toBeNull()
  expect((await admin.mutate('users.updateMyDetails', { details: { company: 'a' } })).status).toBe(400)
  const { status } = await admin.mutate('users.updateDetails', { id, details: {} })
  expect(status).toBe(200)
})
