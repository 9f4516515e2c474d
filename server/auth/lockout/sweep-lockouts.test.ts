import { expect, test } from 'vitest'
import { lockout } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import { sweepLockouts } from './sweep-lockouts.ts'

test('what locks nobody and counts nothing goes; who was told within the day stays', async () => {
  const { db } = await emptyDatabase()
  const now = Date.now()
  const minutes = (count: number) => now + count * 60_000
  const rows: (typeof lockout.$inferInsert)[] = [
    { key: 'cleared' },
    { key: 'over', failures: 5, windowStart: minutes(-20), lockedUntil: minutes(-5) },
    {
      key: 'over-and-told-long-ago',
      failures: 5,
      windowStart: minutes(-20),
      mailedAt: new Date(minutes(-1450)),
    },
    { key: 'over-and-left-by-the-dead', reserved: 3, reservedUntil: minutes(-1) },
    { key: 'locked', failures: 5, windowStart: minutes(-16), lockedUntil: minutes(5) },
    { key: 'counting', failures: 1, windowStart: minutes(-14) },
    { key: 'reserved', reserved: 1, reservedUntil: minutes(0.5) },
    { key: 'told', mailedAt: new Date(minutes(-1400)) },
  ]
  await db.insert(lockout).values(rows)
  expect(await sweepLockouts(db)).toBe(4)
  const left = await db.select({ key: lockout.key }).from(lockout).orderBy(lockout.key)
  expect(left.map(({ key }) => key)).toEqual(['counting', 'locked', 'reserved', 'told'])
})
