import { sql } from 'drizzle-orm'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { serverUrl } from '#test/database.ts'
import { BoundedPool } from './pool.ts'
import { pooledTransactions } from './pooled-transactions.ts'

const connectionString = serverUrl()

beforeEach((context) => {
  if (!connectionString) context.skip('The embedded database has no pool.')
})

test('a connection lost before a transaction has begun is not missing later', async () => {
  const pool = new BoundedPool({ connectionString: connectionString ?? '', max: 1 })
  onTestFinished(() => pool.end())
  const transaction = pooledTransactions(pool)
  const answer = () => transaction((tx) => tx.execute(sql`select 1`))
  await answer()
  pool.once('acquire', (client) => {
    // The pool's types leave out the socket, which is what an outage cuts.
    ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
  })
  await expect(answer()).rejects.toThrow()
  await answer()
  expect([pool.totalCount, pool.idleCount]).toEqual([1, 1])
})

test('what throws is undone, and the connection is idle again', async () => {
  const pool = new BoundedPool({ connectionString: connectionString ?? '', max: 1 })
  onTestFinished(() => pool.end())
  const transaction = pooledTransactions(pool)
  const failing = transaction(async (tx) => {
    await tx.execute(sql`create temporary table undone (id int)`)
    throw new Error('no further')
  })
  await expect(failing).rejects.toThrow('no further')
  await expect(transaction((tx) => tx.execute(sql`select * from undone`))).rejects.toThrow()
  expect([pool.totalCount, pool.idleCount]).toEqual([1, 1])
})
