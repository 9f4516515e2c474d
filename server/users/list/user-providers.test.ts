import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { account, user } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'

async function withUsers(...ids: string[]) {
  const database = await emptyDatabase()
  const { db } = database
  await db.insert(user).values(ids.map((id) => ({ id, name: id, email: `${id}@example.com` })))
  const link = (userId: string, providerId: string, id = `${userId}-${providerId}`) =>
    db.insert(account).values({ id, userId, providerId, accountId: id })
  const providersOf = async (id: string) =>
    (await db.select({ providers: user.providers }).from(user).where(eq(user.id, id)))[0]?.providers
  return { db, link, providersOf }
}

test('providers follow the accounts: linked, moved, unlinked, each once, in one order', async () => {
  const { db, link, providersOf } = await withUsers('a', 'b')
  expect(await providersOf('a')).toEqual([])
  await link('a', 'google')
  await link('a', 'credential')
  await link('a', 'google', 'second')
  expect(await providersOf('a')).toEqual(['credential', 'google'])
  await db.update(account).set({ password: 'x' }).where(eq(account.userId, 'a'))
  await db.update(account).set({ userId: 'b' }).where(eq(account.id, 'a-credential'))
  expect([await providersOf('a'), await providersOf('b')]).toEqual([['google'], ['credential']])
  await db.delete(account).where(eq(account.id, 'second'))
  expect(await providersOf('a')).toEqual(['google'])
  await db.delete(account).where(eq(account.userId, 'a'))
  expect(await providersOf('a')).toEqual([])
})

test('a user who is deleted for good takes the accounts along', async () => {
  const { db, link } = await withUsers('a')
  await link('a', 'google')
  await db.delete(user)
  expect(await db.select().from(account)).toEqual([])
})

test('accounts linked at the same moment are all there', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `user${index}`)
  const { link, providersOf } = await withUsers(...ids)
  const providers = ['credential', 'github', 'google']
  await Promise.all(ids.flatMap((id) => providers.map((provider) => link(id, provider))))
  for (const id of ids) expect(await providersOf(id)).toEqual(providers)
})
