import { randomUUID } from 'node:crypto'
import { and, asc, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { session, type UserTable, user } from '#drizzle/schema/index.ts'
import { userStatuses } from '#shared/users.ts'
import { emptyDatabase } from '#test/database.ts'
import { hasStatus, isNotDeleted, mayHaveSession, statusOf } from './user-status.ts'

const minute = 60_000
type Moments = Pick<UserTable, 'deletedAt' | 'bannedAt' | 'bannedUntil' | 'pendingSince'>

// A millisecond before and after the moment too, and the moment itself.
const anyMoments = (now: Date): fc.Arbitrary<Moments> => {
  const at = fc.constantFrom(-minute, -1, 0, 1, minute).map((ms) => new Date(now.getTime() + ms))
  // As often null as not, so that each status is among a few hundred.
  const maybe = fc.option(at, { nil: null, freq: 2 })
  return fc.record({ deletedAt: maybe, bannedAt: maybe, bannedUntil: maybe, pendingSince: maybe })
}

test('the status of any user at any moment is the same in SQL and in TypeScript, and each has one', async () => {
  const { db } = await emptyDatabase()
  const now = new Date('2026-05-01T12:00:00.000Z')
  const statements = {
    ...Object.fromEntries(userStatuses.map((status) => [status, hasStatus(status, now)])),
    mayHaveSession: mayHaveSession(now),
    isNotDeleted: isNotDeleted(),
  }
  const inSql = Object.entries(statements).map(
    ([name, condition]) => sql`case when ${condition} then ${name}::text end`,
  )
  const everybody = fc.sample(anyMoments(now), 300)
  await db
    .insert(user)
    .values(everybody.map((moments, index) => ({ ...moments, ...personNumber(index), name: 'Ada' })))
  const rows = await db
    .select({ row: user, holds: sql<string[]>`array_remove(array[${sql.join(inSql, sql`, `)}], null)` })
    .from(user)
    .orderBy(asc(user.id))
  for (const { row, holds } of rows) {
    const status = statusOf(row, now)
    const others = [
      ...(status === 'active' || status === 'pending' ? ['mayHaveSession'] : []),
      ...(status === 'deleted' ? [] : ['isNotDeleted']),
    ]
    expect([...holds].sort(), JSON.stringify(row)).toEqual([status, ...others].sort())
  }
  expect(new Set(rows.map(({ row }) => statusOf(row, now)))).toEqual(new Set(userStatuses))
})

test('the database takes a session of exactly those who may have one', async () => {
  const { db } = await emptyDatabase()
  const now = new Date()
  // Its own clock decides, so nothing lies close to the moment.
  const far = anyMoments(now).filter(({ bannedUntil }) => !bannedUntil || away(bannedUntil, now) === minute)
  for (const [index, moments] of fc.sample(far, 60).entries()) {
    const person = personNumber(index)
    await db.insert(user).values({ ...person, ...moments, name: 'Ada' })
    const taken = await db
      .insert(session)
      .values({
        id: randomUUID(),
        token: randomUUID(),
        userId: person.id,
        expiresAt: new Date(Date.now() + minute),
      })
      .then(
        () => true,
        () => false,
      )
    const allowed = await db
      .select()
      .from(user)
      .where(and(mayHaveSession(now), sql`${user.id} = ${person.id}`))
    expect(taken, JSON.stringify(moments)).toBe(allowed.length === 1)
  }
})

const personNumber = (index: number) => ({
  id: `person-${String(index).padStart(4, '0')}`,
  email: `person-${index}@example.com`,
})
const away = (moment: Date, now: Date) => Math.abs(moment.getTime() - now.getTime())
