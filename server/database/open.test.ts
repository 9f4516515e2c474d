import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import { joinTransaction } from './transaction-guard.ts'

test('a query on the root database inside a transaction is refused, and the transaction is rolled back', async () => {
  const { db } = await emptyDatabase()
  const nested = db.transaction(async (tx) => {
    await tx.insert(user).values({ id: 'a', name: 'A', email: 'a@example.com' })
    await db.select().from(user)
  })
  await expect(nested).rejects.toMatchObject({
    cause: { message: expect.stringContaining('root database inside an open transaction') },
  })
  expect(await db.select().from(user)).toEqual([])
})

test('joinTransaction gives the open transaction, and the root database once it has ended', async () => {
  const { db } = await emptyDatabase()
  const rolledBack = db.transaction(async (tx) => {
    expect(joinTransaction(db)).toBe(tx)
    await joinTransaction(db).insert(user).values({ id: 'a', name: 'A', email: 'a@example.com' })
    throw new Error('undo')
  })
  await expect(rolledBack).rejects.toThrow('undo')
  expect(joinTransaction(db)).toBe(db)
  expect(await db.select().from(user)).toEqual([])
})

test('times keep their milliseconds', async () => {
  const { db } = await emptyDatabase()
  const createdAt = new Date('2026-01-02T03:04:05.678Z')
  await db.insert(user).values({ id: 'a', name: 'A', email: 'a@example.com', createdAt })
  const [row] = await db.select().from(user).where(sql`created_at = ${createdAt.toISOString()}`)
  expect(row?.createdAt).toEqual(createdAt)
})
