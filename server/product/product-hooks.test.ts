import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { setting, user } from '#drizzle/schema/index.ts'
import { AppError } from '#server/errors.ts'
import type { PersonExport } from '#shared/security.ts'
import { createTestApp, password } from '#test/app.ts'
import { auditKeys, readAudit } from '#test/audit-log.ts'
import { type ActorContext, createSystemContext } from '../service-context.ts'
import { createProductHooks, type RunnableParts } from './product-hooks.ts'

/** A product that keeps a row of each user, where the keys to users hold. */
const keeping: RunnableParts = {
  sweeps: {},
  undo: {},
  userCreated: async (ctx, { id, email }) => {
    if (email.startsWith('full')) throw new AppError('CONFLICT', 'There is no room for you.')
    const value = { requestId: ctx.requestId, address: ctx.clientAddress }
    await ctx.db.insert(setting).values({ key: `of:${id}`, value, changedBy: id })
  },
  personalData: {
    rows: {
      export: ({ db }, userId) => db.select().from(setting).where(eq(setting.changedBy, userId)),
      erase: ({ db }, userId) => db.delete(setting).where(eq(setting.changedBy, userId)),
    },
    keyed: { export: async () => 'kept', erase: 'foreign key' },
    nothing: { nobodys: 'Only what everybody sees.' },
  },
}

const withProduct = () => createTestApp({ product: keeping })

test('a new user sets off the same by sign-up, setup, an admin and an invitation, in the transaction that makes them', async () => {
  const { browser, database, setupToken, newestLink } = await withProduct()
  const rows = () => database.db.select().from(setting)
  const admin = browser()
  const first = { name: 'Ada', email: 'ada@example.com', password }
  expect((await admin.mutate('setup.complete', { ...first, token: setupToken })).status).toBe(200)
  expect((await admin.signIn(first.email)).statusCode).toBe(200)
  expect(await rows()).toHaveLength(1)

  const visitor = browser()
  const { id } = await visitor.register()
  const [own] = await database.db.select().from(setting).where(eq(setting.changedBy, id))
  const signUp = (await readAudit(database.db)).find(({ action }) => action === 'user.signUp')
  expect(own?.value).toEqual({ requestId: signUp?.requestId, address: visitor.address })

  const person = { name: 'Grace', role: 'user' }
  expect((await admin.mutate('users.create', { ...person, email: 'grace@example.com' })).status).toBe(200)
  expect(await rows()).toHaveLength(3)
  expect((await admin.mutate('users.invite', { ...person, email: 'new@example.com' })).status).toBe(200)
  expect(await rows()).toHaveLength(3)
  const token = (await newestLink('invitation')).split('=')[1]
  expect((await browser().mutate('invitations.accept', { token, password })).status).toBe(200)
  expect(await rows()).toHaveLength(4)
  expect(await database.db.select().from(user)).toHaveLength(4)
})

test('whom the product refuses is not made, and is told why', async () => {
  const { browser, database } = await withProduct()
  const email = 'full@example.com'
  const { statusCode, body } = await browser().post('/api/auth/sign-up/email', {
    name: 'Full',
    email,
    password,
  })
  expect([statusCode, JSON.parse(body).message]).toEqual([409, 'There is no room for you.'])
  expect(await database.db.select().from(user)).toEqual([])
})

test("a person's export has what the product keeps of them, and purging them erases it", async () => {
  const { browser, database } = await withProduct()
  const [admin, owner] = [browser(), browser()]
  await admin.become({ role: 'admin' })
  const { id } = await owner.become()
  const { data } = await owner.query<PersonExport>('users.exportMe')
  expect(data.product).toEqual({ rows: [expect.objectContaining({ key: `of:${id}` })], keyed: 'kept' })
  await admin.mutate('users.remove', { id })
  expect((await admin.mutate('users.purge', { id })).data).toEqual({ id })
  const keys = (await database.db.select().from(setting)).map(({ key }) => key)
  expect(keys).toHaveLength(1)
  expect(keys).not.toContain(`of:${id}`)
})

test('a sweep that fails holds no other up', async () => {
  const { database } = await createTestApp()
  const product = createProductHooks(
    {
      ...keeping,
      sweeps: {
        broken: () => Promise.reject(new Error('Broken.')),
        'old rows': ({ db, config }) => db.insert(setting).values({ key: 'swept', value: config.signUp }),
      },
    },
    { signUp: 'open' },
  )
  const failures: [string, unknown][] = []
  const ctx = createSystemContext({ db: database.db, audit: auditKeys, product, device: 'sweep' })
  await product.sweep(ctx, (...failure) => failures.push(failure))
  expect(failures).toEqual([['broken', new Error('Broken.')]])
  expect(await database.db.select().from(setting)).toMatchObject([{ key: 'swept', value: 'open' }])
})

test('an act is taken back by the inverse that the product has for it', async () => {
  const { database } = await createTestApp()
  const seen: unknown[] = []
  const product = createProductHooks(
    { ...keeping, undo: { 'note.update': async ({ config }, act) => seen.push(config.signUp, act) } },
    { signUp: 'open' },
  )
  const ctx = createSystemContext({
    db: database.db,
    audit: auditKeys,
    product,
    device: 'test',
  }) as ActorContext
  const act = { id: 'row', subjectId: 'note', before: { text: 'A' }, after: { text: 'B' } }
  await product.undo(ctx, { action: 'note.update', ...act })
  expect(seen).toEqual(['open', act])
  await expect(product.undo(ctx, { action: 'note.create', ...act })).rejects.toThrow('note.create')
})
