import { expect, test } from 'vitest'
import { activityDay, user } from '#drizzle/schema/index.ts'
import type { UserStats } from '#shared/users.ts'
import { createTestApp } from '#test/app.ts'

const hour = 60 * 60 * 1000

test('counts users by status, role and day, all in one answer that adds up', async () => {
  const { browser, database } = await createTestApp()
  const admin = browser()
  await admin.become({ role: 'admin' })
  const now = new Date()
  const day = (ago: number) => new Date(now.getTime() - ago * 24 * hour)
  const dayName = (ago: number) => day(ago).toISOString().slice(0, 10)
  const people: Partial<typeof user.$inferInsert>[] = [
    { role: 'moderator', createdAt: day(1) },
    { role: 'moderator', bannedAt: now, createdAt: day(2) },
    { bannedAt: now, bannedUntil: new Date(now.getTime() - hour), createdAt: day(2) },
    { pendingSince: now, createdAt: day(40) },
    { pendingSince: now, bannedAt: now, createdAt: day(40) },
    { deletedAt: now, pendingSince: now, role: 'admin', createdAt: day(1) },
    { createdAt: day(400) },
  ]
  await database.db
    .insert(user)
    .values(
      people.map((each, index) => ({ id: `id-${index}`, name: 'N', email: `${index}@example.com`, ...each })),
    )
  await database.db.insert(activityDay).values([
    { day: dayName(0), users: 5 },
    { day: dayName(2), users: 3 },
    { day: dayName(3), users: 9 },
  ])
  const { data } = await admin.query<UserStats>('users.stats', { days: 3 })
  expect(data).toEqual({
    asOf: expect.any(String),
    live: 7,
    byStatus: { active: 4, pending: 1, banned: 2, deleted: 1 },
    byRole: { user: 4, moderator: 2, admin_ro: 0, admin: 1 },
    days: [
      { day: dayName(2), created: 2, active: 3 },
      { day: dayName(1), created: 2, active: 0 },
      { day: dayName(0), created: 1, active: 5 },
    ],
  })
  expect((await admin.query<UserStats>('users.stats', {})).data.days).toHaveLength(30)
})

test('a moderator may read them, a user may not; days have bounds', async () => {
  const { browser } = await createTestApp()
  const [moderator, nobody] = [browser(), browser()]
  await moderator.become({ role: 'moderator' })
  await nobody.become()
  const together = await Promise.all([moderator.query('users.stats', {}), moderator.query('users.stats', {})])
  expect(together.map(({ status }) => status)).toEqual([200, 200])
  expect((await nobody.query('users.stats', {})).status).toBe(403)
  for (const days of [0, 91, 1.5, '7']) {
    expect((await moderator.query('users.stats', { days })).status).toBe(400)
  }
})
