import { expect, test } from 'vitest'
import { session, user, verification } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import { sweepAuth } from './sweep-auth.ts'

test('expired sessions and links go, those of 30 days too, the rest stays', async () => {
  const { db } = await emptyDatabase()
  const now = new Date('2026-06-01T00:00:00Z')
  const days = (count: number) => new Date(now.getTime() + count * 24 * 60 * 60 * 1000)
  await db.insert(user).values({ id: 'a', name: 'A', email: 'a@example.com' })
  const sessions = [
    { id: 'live', createdAt: days(-29), expiresAt: days(1) },
    { id: 'expired', createdAt: days(-8), expiresAt: days(-1) },
    { id: 'too-old', createdAt: days(-31), expiresAt: days(6) },
  ]
  await db.insert(session).values(sessions.map((row) => ({ ...row, token: row.id, userId: 'a' })))
  await db.insert(verification).values([
    { id: 'live', identifier: 'x', value: 'a', expiresAt: days(1) },
    { id: 'expired', identifier: 'y', value: 'a', expiresAt: days(-1) },
  ])
  await sweepAuth(db, now)
  expect(await db.select({ id: session.id }).from(session)).toEqual([{ id: 'live' }])
  expect(await db.select({ id: verification.id }).from(verification)).toEqual([{ id: 'live' }])
})
