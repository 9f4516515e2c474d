import { expect, test } from 'vitest'
import { session, user } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import type { ActorContext } from '../service-context.ts'
import { refuseEndedSession } from './refuse-ended-session.ts'

const minuteMs = 60_000
const past = () => new Date(Date.now() - minuteMs)
const future = () => new Date(Date.now() + minuteMs)

/** The guard before a piece of an export that an admin began, whose call was a minute ago. */
async function begunExport() {
  const { db } = await emptyDatabase()
  await db.insert(user).values({ id: 'ada', name: 'Ada', email: 'ada@example.com', role: 'admin' })
  await db.insert(session).values({ id: 'session', token: 'token', userId: 'ada', expiresAt: future() })
  const ctx = { db, now: past(), actor: { session: { id: 'session' }, key: null } } as unknown as ActorContext
  return { db, guard: () => refuseEndedSession(ctx) }
}

test('goes on while the session and the right to export last, and after a ban that is over', async () => {
  const { db, guard } = await begunExport()
  await expect(guard()).resolves.toBeUndefined()
  await db.update(user).set({ role: 'admin_ro', bannedAt: past(), bannedUntil: past() })
  await expect(guard()).resolves.toBeUndefined()
})

test.each<[string, (db: ActorContext['db']) => Promise<unknown>]>([
  ['its session has been ended', (db) => db.delete(session)],
  [
    'its session has expired since the call',
    (db) => db.update(session).set({ expiresAt: new Date(Date.now() - minuteMs / 2) }),
  ],
  ['its user is banned', (db) => db.update(user).set({ bannedAt: past() })],
  ['its user is banned for a time', (db) => db.update(user).set({ bannedAt: past(), bannedUntil: future() })],
  ['its user is deleted', (db) => db.update(user).set({ deletedAt: past() })],
  ['its user may not export any more', (db) => db.update(user).set({ role: 'moderator' })],
])('ends when %s', async (_, change) => {
  const { db, guard } = await begunExport()
  await change(db)
  await expect(guard()).rejects.toMatchObject({ code: 'UNAUTHORIZED', reason: { kind: 'signed-out' } })
})
