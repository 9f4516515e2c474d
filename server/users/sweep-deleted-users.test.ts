import { AsyncLocalStorage } from 'node:async_hooks'
import { eq, sql } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import { auditKeys, readAudit } from '#test/audit-log.ts'
import { emptyDatabase } from '#test/database.ts'
import { product } from '#test/product.ts'
import { createSystemContext } from '../service-context.ts'
import { addPerson } from './people-fixture.ts'
import { sweepDeletedUsers } from './sweep-deleted-users.ts'

const now = new Date('2026-07-01T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 60 * 60 * 1000)

async function setUp() {
  const { db } = await emptyDatabase()
  const sweep = () =>
    sweepDeletedUsers(createSystemContext({ db, audit: auditKeys, product, device: 'sweep', now }))
  const left = async () => (await db.select({ id: user.id }).from(user)).map(({ id }) => id).sort()
  const remove = (id: string, days: number) =>
    addPerson(db, { id, deletedAt: daysAgo(days), deletedEmail: `${id}@example.com`, email: `deleted:${id}` })
  return { db, sweep, left, remove }
}

test('who was deleted more than 30 days ago is purged and recorded, everybody else stays', async () => {
  const { db, sweep, left, remove } = await setUp()
  await addPerson(db, { id: 'live' })
  await remove('lately', 29.9)
  await remove('long-ago', 30.1)
  expect(await sweep()).toBe(1)
  expect(await left()).toEqual(['lately', 'live'])
  expect(await sweep()).toBe(0)
  const rows = (await readAudit(db)).filter(({ action }) => action === 'user.purge')
  expect(rows).toMatchObject([{ subject: 'long-ago', actorId: null, actor: { device: 'sweep' } }])
  expect(JSON.stringify(rows)).not.toContain('@example.com')
})

test('a batch is 100, and one who cannot be purged keeps nobody else', async () => {
  const { db, sweep, left, remove } = await setUp()
  for (let count = 0; count < 102; count++) await remove(`person-${String(count).padStart(3, '0')}`, 40)
  await db.execute(sql`create function keep_one() returns trigger language plpgsql as $$
    begin if old.id = 'person-000' then raise exception 'kept'; end if; return old; end $$`)
  await db.execute(
    sql`create trigger keep_one before delete on "user" for each row execute function keep_one()`,
  )
  try {
    await expect(sweep()).rejects.toThrow('could not be purged')
    expect(await left()).toEqual(['person-000', 'person-100', 'person-101'])
  } finally {
    await db.execute(sql`drop trigger keep_one on "user"`)
    await db.execute(sql`drop function keep_one()`)
  }
  expect(await sweep()).toBe(3)
})

test.runIf(inject('database') === 'postgres')('whose row is held is left for the next time', async () => {
  const { db, sweep, left, remove } = await setUp()
  await remove('held', 40)
  await remove('free', 40)
  const detached = AsyncLocalStorage.snapshot()
  await db.transaction(async (tx) => {
    await tx.select().from(user).where(eq(user.id, 'held')).for('update')
    expect(await detached(sweep)).toBe(1)
  })
  expect(await left()).toEqual(['held'])
  expect(await sweep()).toBe(1)
})
