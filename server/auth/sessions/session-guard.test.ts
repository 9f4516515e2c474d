import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { hash } from '@node-rs/argon2'
import { eq, sql } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import { account, session, user } from '#drizzle/schema/index.ts'
import { createTestApp, password } from '#test/app.ts'
import { readAudit } from '#test/audit-log.ts'
import type { Database } from '../../database/database.ts'
import { banUser } from '../../users/acts/ban-user.ts'
import { addPerson, contextOf } from '../../users/people-fixture.ts'
import { hashPassword } from '../credentials/passwords.ts'

const onPostgres = () => inject('database') === 'postgres'
const codeOf = (error: unknown) => (error as { cause?: { code?: string } }).cause?.code

test('the database takes no session of a banned or deleted user, nor one in which a former admin acts', async () => {
  const { database } = await createTestApp()
  const { db } = database
  const past = new Date(Date.now() - 1000)
  const later = new Date(Date.now() + 60_000)
  const attempt = async (values: Partial<typeof user.$inferInsert>, impersonatedBy?: string) => {
    const { id } = await addPerson(db, values)
    const row = { id: randomUUID(), token: randomUUID(), userId: id, expiresAt: later, impersonatedBy }
    return db
      .insert(session)
      .values(row)
      .then(() => 'made', codeOf)
  }
  expect(await attempt({})).toBe('made')
  expect(await attempt({ bannedAt: past, bannedUntil: past })).toBe('made')
  expect(await attempt({ bannedAt: past })).toBe('GH002')
  expect(await attempt({ bannedAt: past, bannedUntil: later })).toBe('GH002')
  expect(await attempt({ deletedAt: past })).toBe('GH001')
  expect(await attempt({}, (await addPerson(db, { role: 'admin' })).id)).toBe('made')
  expect(await attempt({}, (await addPerson(db, { role: 'admin_ro' })).id)).toBe('GH003')
  expect(await attempt({}, (await addPerson(db, { role: 'admin', bannedAt: past })).id)).toBe('GH002')
})

test.runIf(onPostgres()).each([
  ['banned', { bannedAt: new Date() }, 'ACCOUNT_BANNED'],
  ['deleted', { deletedAt: new Date() }, 'ACCOUNT_DELETED'],
])(
  'a user who is %s between the look at them and their session is refused as if it had been before',
  async (_, change, code) => {
    const { browser, database } = await createTestApp()
    const { db } = database
    const { id, email } = await browser().become()
    await db.delete(session)
    // The flow of the test holds a transaction, which a sign-in must not become a part of.
    const detached = AsyncLocalStorage.snapshot()
    const { answer } = await db.transaction(async (tx) => {
      await tx.update(user).set(change).where(eq(user.id, id))
      const answer = detached(() => browser().signIn(email))
      await detached(() => untilWaiting(db, 'insert into "session"%'))
      return { answer }
    })
    const response = await answer
    expect([response.statusCode, response.json().code]).toEqual([403, code])
    expect(response.cookies).toEqual([])
    expect(await db.select().from(session)).toEqual([])
  },
)

test.runIf(onPostgres())(
  'a password that is changed while somebody signs in with it leaves no session, and is a wrong one',
  async () => {
    const { browser, database } = await createTestApp()
    const { db } = database
    const { id, email } = await browser().register()
    const changed = await hashPassword('what only the owner knows from now on')
    const detached = AsyncLocalStorage.snapshot()
    const { answer } = await db.transaction(async (tx) => {
      await tx.update(account).set({ password: changed }).where(eq(account.userId, id))
      // Before the sign-in has made its own, which is therefore not among them.
      await tx.delete(session).where(eq(session.userId, id))
      const answer = detached(() => browser().signIn(email))
      await detached(() => untilWaiting(db, 'select "password" from "account"%for share'))
      return { answer }
    })
    const response = await answer
    expect([response.statusCode, response.json().code]).toEqual([401, 'INVALID_EMAIL_OR_PASSWORD'])
    expect(response.cookies).toEqual([])
    expect(await db.select().from(session)).toEqual([])
    const actions = (await readAudit(db)).map(({ action }) => action)
    // The first one is that of the registration.
    expect(actions.filter((action) => action.startsWith('session.'))).toEqual([
      'session.signIn',
      'session.fail',
    ])
  },
)

test.runIf(onPostgres())(
  'a sign-in between the end of the sessions and the new password leaves no session',
  async () => {
    const { browser, database } = await createTestApp()
    const { db } = database
    const { id, email } = await browser().register()
    const changed = await hashPassword('what only the owner knows from now on')
    const detached = AsyncLocalStorage.snapshot()
    await db.transaction(async (tx) => {
      await tx.delete(session).where(eq(session.userId, id))
      expect((await detached(() => browser().signIn(email))).statusCode).toBe(200)
      await tx.update(account).set({ password: changed }).where(eq(account.userId, id))
    })
    expect(await db.select().from(session)).toEqual([])
  },
)

test.runIf(onPostgres())(
  'a ban and a change of the password at once do not wait for each other',
  async () => {
    const { browser, database } = await createTestApp()
    const { db } = database
    const owner = browser()
    const { id } = await owner.register()
    const newPassword = 'what only the owner knows from now on'
    const detached = AsyncLocalStorage.snapshot()
    const { answer } = await db.transaction(async (tx) => {
      await tx.update(user).set({ bannedAt: new Date() }).where(eq(user.id, id))
      const answer = detached(() =>
        owner.post('/api/auth/change-password', { currentPassword: password, newPassword }),
      )
      await detached(() => untilWaiting(db, 'select "id" from "user"%for share'))
      await tx.delete(session).where(eq(session.userId, id))
      return { answer }
    })
    const response = await answer
    expect([response.statusCode, response.json().code]).toEqual([403, 'ACCOUNT_BANNED'])
    expect(response.cookies).toEqual([])
    expect(await db.select().from(session)).toEqual([])
  },
)

// Until a statement like this waits for the row that the test holds.
async function untilWaiting(db: Database, statement: string) {
  for (let tries = 0; tries < 500; tries++) {
    const { rows } = (await db.execute(sql`
      select 1 from pg_stat_activity where datname = current_database()
        and wait_event_type = 'Lock' and query ilike ${statement}`)) as unknown as {
      rows: unknown[]
    }
    if (rows.length > 0) return
    await delay(10)
  }
  throw new Error('No sign-in waited for the row that the test holds.')
}

const lanes = 10

test('1,000 bans that race with a sign-in leave no live session', async () => {
  const { browser, database } = await createTestApp()
  const { db } = database
  // The whole path of a sign-in, but for the minutes that a thousand tests of a password would add.
  const cheap = await hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 })
  const outcomes = new Map<number, number>()

  async function raceInLane(lane: number) {
    const { id, email } = await browser(`198.51.100.${lane}`).become()
    const { id: moderator } = await addPerson(db, { role: 'moderator' })
    await db.update(account).set({ password: cheap }).where(eq(account.userId, id))
    let tookMs = 40
    for (let round = 0; round < (onPostgres() ? 1000 / lanes : 3); round++) {
      await db.update(user).set({ bannedAt: null, banReason: null }).where(eq(user.id, id))
      const startedAt = performance.now()
      const signIn = browser(`10.${lane}.${round}.1`)
        .signIn(email)
        .finally(() => {
          tookMs = 0.8 * tookMs + 0.2 * (performance.now() - startedAt)
        })
      await delay(tookMs * 1.1 * Math.random())
      await banUser(await contextOf(db, moderator), { id, reason: 'Race', until: null })
      const { statusCode } = await signIn
      expect([200, 403]).toContain(statusCode)
      outcomes.set(statusCode, (outcomes.get(statusCode) ?? 0) + 1)
      expect(await db.select().from(session).where(eq(session.userId, id))).toEqual([])
    }
  }

  await Promise.all(Array.from({ length: lanes }, (_, lane) => raceInLane(lane)))
  // Else the bans all came before, or all after, and nothing raced.
  if (onPostgres()) expect([...outcomes.keys()].sort()).toEqual([200, 403])
})
