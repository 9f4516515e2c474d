import { setImmediate as tick } from 'node:timers/promises'
import { eq, inArray, sql } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import { session, user } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import { overrule } from '#test/empty-tables.ts'
import type { OpenDatabase } from '../../database/open.ts'
import { writeActivity } from '../../sessions/write-activity.ts'
import { generateId } from '../generate-id.ts'
import { type FindSession, prepareFindSession } from './find-session.ts'
import { createSessionCache } from './session-cache.ts'

const dayMs = 24 * 60 * 60 * 1000
const rounds = inject('thorough') ? 500 : 100

async function makePerson(
  { db }: OpenDatabase,
  ofUser: Partial<typeof user.$inferInsert> = {},
  ofSession: Partial<typeof session.$inferInsert> = {},
) {
  const id = generateId()
  const token = generateId()
  await db.insert(user).values({ id, name: 'Ada', email: `${id}@example.com`, ...ofUser })
  const sessionId = generateId()
  const expiresAt = new Date(Date.now() + dayMs)
  await db.insert(session).values({ id: sessionId, token, userId: id, expiresAt, ...ofSession })
  return { id, token, sessionId }
}

/**
 * A cache over the database's sessions, and how often it asked for one. Its clock stands still, so that a heartbeat proves
 * for ever what it proves, however slow the machine is.
 */
async function setUp(
  options: { maxEntries?: number; lifetimeMs?: number; around?: (find: FindSession) => FindSession } = {},
) {
  const database = await emptyDatabase()
  const find = prepareFindSession(database.db)
  let asked = 0
  const counted: FindSession = (token) => {
    asked += 1
    return find(token)
  }
  const { around = (each) => each, ...given } = options
  const clock = { ms: 0 }
  const now = () => clock.ms
  const cache = await createSessionCache({ ...database, findSession: around(counted), now, ...given })
  onTestFinished(() => cache.close())
  const cached = (token: string) => cache.find(token, { cached: true })
  /** How many of the look-ups asked the database. */
  const askedBy = async (look: () => Promise<unknown>) => {
    const before = asked
    await look()
    return asked - before
  }
  const person = await makePerson(database)
  /** Resolves once the cache answers by itself. */
  const isOn = (token = person.token) =>
    expect.poll(() => askedBy(() => cached(token)), { timeout: 60_000, interval: 10 }).toBe(0)
  await isOn()
  return { database, db: database.db, cache, cached, clock, askedBy, person, isOn }
}

test('a query asks once for many, also when all of them come at once; what changes something always asks', async () => {
  const { database, cache, cached, askedBy } = await setUp()
  const { id, token } = await makePerson(database)
  const all = <Item>(look: () => Promise<Item>) => Promise.all(Array.from({ length: 50 }, look))
  const found = await all(() => cached(token))
  expect(found.map((row) => row?.user.id)).toEqual(Array(50).fill(id))
  expect(await askedBy(() => all(() => cached(token)))).toBe(0)
  expect(await askedBy(() => all(() => cache.find(token, { cached: false })))).toBe(50)
  const another = await makePerson(database)
  expect(await askedBy(() => all(() => cached(another.token)))).toBe(1)
  // Nobody is remembered for a token that was no session's.
  const none = generateId()
  expect(await askedBy(async () => [await cached(none), await cached(none)])).toBe(2)
})

test('as many are kept as may be, the latest ones, and none for longer than its time', async () => {
  const { database, cached, askedBy } = await setUp({ maxEntries: 10, lifetimeMs: 3000 })
  const people: { token: string }[] = []
  for (let index = 0; index < 20; index += 1) people.push(await makePerson(database))
  const lookAtAll = async () => {
    for (const { token } of people) await cached(token)
  }
  await lookAtAll()
  const latest = people.slice(-5)
  expect(await askedBy(() => Promise.all(latest.map(({ token }) => cached(token))))).toBe(0)
  expect(await askedBy(lookAtAll)).toBe(20)
  const [kept] = latest
  await expect
    .poll(() => askedBy(() => cached(kept?.token ?? '')), { timeout: 10_000, interval: 500 })
    .toBe(1)
})

const changes: Record<
  string,
  (db: OpenDatabase['db'], person: Awaited<ReturnType<typeof makePerson>>) => Promise<unknown>
> = {
  'another name': (db, { id }) => db.update(user).set({ name: 'Ida' }).where(eq(user.id, id)),
  'another address': (db, { id }) => db.update(user).set({ email: 'x@example.com' }).where(eq(user.id, id)),
  'a verified address': (db, { id }) => db.update(user).set({ emailVerified: true }).where(eq(user.id, id)),
  'a picture': (db, { id }) => db.update(user).set({ image: '/api/pictures/x' }).where(eq(user.id, id)),
  'another role': (db, { id }) => db.update(user).set({ role: 'admin' }).where(eq(user.id, id)),
  'a second factor': (db, { id }) => db.update(user).set({ twoFactorEnabled: true }).where(eq(user.id, id)),
  'a ban': (db, { id }) => db.update(user).set({ bannedAt: new Date() }).where(eq(user.id, id)),
  'the end of a ban': (db, { id }) => db.update(user).set({ bannedUntil: new Date() }).where(eq(user.id, id)),
  'a deletion': (db, { id }) => db.update(user).set({ deletedAt: new Date() }).where(eq(user.id, id)),
  'an approval to come': (db, { id }) =>
    db.update(user).set({ pendingSince: new Date() }).where(eq(user.id, id)),
  'a proof of who it is': (db, { token }) =>
    db
      .update(session)
      .set({ confirmedAt: new Date(1) })
      .where(eq(session.token, token)),
  'an earlier end': (db, { token }) =>
    db
      .update(session)
      .set({ expiresAt: new Date(Date.now() + 1000) })
      .where(eq(session.token, token)),
  'another owner': (db, { token, id }) =>
    db.update(session).set({ impersonatedBy: id }).where(eq(session.token, token)),
  'the end of the session': (db, { token }) => db.delete(session).where(eq(session.token, token)),
  'the end of the user': (db, { id }) => db.delete(user).where(eq(user.id, id)),
  'the end of all sessions': (db) => db.execute(sql`truncate session cascade`),
}

test('whatever changes a session or its user is known to the next query after it, and not a moment before', async () => {
  const { database, db, cached, askedBy, person: other, isOn } = await setUp()
  for (const [name, change] of Object.entries(changes)) {
    const person = await makePerson(database)
    await isOn(person.token)
    await isOn(other.token)
    await change(db, person)
    expect(await askedBy(() => cached(person.token)), name).toBe(1)
    expect(await askedBy(() => cached(other.token)), name).toBe(name === 'the end of all sessions' ? 1 : 0)
  }
})

test('a user who acts as somebody else is looked at again in their session', async () => {
  const { database, db, askedBy, cached, isOn } = await setUp()
  const admin = await makePerson(database, { role: 'admin' })
  const acted = await makePerson(database, {}, { impersonatedBy: admin.id })
  await isOn(acted.token)
  await db.update(user).set({ role: 'moderator' }).where(eq(user.id, admin.id))
  expect(await askedBy(() => cached(acted.token))).toBe(1)
})

test('a sign-in, being seen and a longer session tell nothing', async () => {
  const { database, db, askedBy, cached, person } = await setUp()
  await db.update(user).set({ lastActiveAt: new Date(), updatedAt: new Date() })
  await db.update(session).set({ expiresAt: new Date(Date.now() + 2 * dayMs) })
  await writeActivity(db, [{ sessionId: person.sessionId, userId: person.id, at: 0 }], 0)
  await makePerson(database)
  expect(await askedBy(() => cached(person.token))).toBe(0)
  // The cache does not ask by itself either.
  await overrule(db, sql`update "user" set name = 'Unheard of'`)
  expect((await cached(person.token))?.user.name).toBe('Ada')
})

test('above a hundred users everybody may have changed', async () => {
  const { database, db, askedBy, cached, person } = await setUp()
  const ids: string[] = []
  for (let index = 0; index < 101; index += 1) ids.push((await makePerson(database)).id)
  await db
    .update(user)
    .set({ name: 'Ida' })
    .where(inArray(user.id, ids.slice(0, 100)))
  expect(await askedBy(() => cached(person.token))).toBe(0)
  await db.update(user).set({ name: 'Eda' }).where(inArray(user.id, ids))
  expect(await askedBy(() => cached(person.token))).toBe(1)
})

test(`right after its own commit, and during it, the process believes nothing older: ${rounds} rounds`, async () => {
  const { db, cached, person } = await setUp()
  let stopped = false
  const look = async () => {
    while (!stopped) await Promise.all([cached(person.token), tick()])
  }
  const looking = [look(), look(), look()]
  for (let round = 0; round < rounds; round += 1) {
    const name = `Name ${round}`
    if (round % 2 === 0) await db.update(user).set({ name }).where(eq(user.id, person.id))
    else
      await db.transaction(async (tx) => {
        await tx.update(user).set({ name }).where(eq(user.id, person.id))
        await tx.execute(sql`select 1`)
      })
    expect((await cached(person.token))?.user.name).toBe(name)
  }
  stopped = true
  await Promise.all(looking)
})

test('a look-up that a change overtakes is no answer for later calls', async () => {
  let hold: Promise<unknown> = Promise.resolve()
  const { db, cached, person } = await setUp({
    around: (find) => async (token) => {
      const found = await find(token)
      await hold
      return found
    },
  })
  const rename = (name: string) => db.update(user).set({ name }).where(eq(user.id, person.id))
  await rename('Before')
  const held = Promise.withResolvers<void>()
  hold = held.promise
  const early = cached(person.token)
  // The row has been read by now, and its reader is still waiting.
  await db.execute(sql`select 1`)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await rename('After')
  const late = cached(person.token)
  held.resolve()
  expect((await early)?.user.name).toBe('Before')
  expect((await late)?.user.name).toBe('After')
  expect((await cached(person.token))?.user.name).toBe('After')
})

test('a heartbeat proves a second; what nobody hears of is looked up', async () => {
  const { database, clock, askedBy, cached, person, isOn } = await setUp()
  clock.ms += 899
  expect(await askedBy(() => cached(person.token))).toBe(0)
  clock.ms += 1
  expect(await askedBy(() => cached(person.token))).toBe(1)
  // The next one is sent by itself, and what was remembered before the gap counts no more.
  await overrule(database.db, sql`update "user" set name = 'Unheard of'`)
  await isOn()
  expect((await cached(person.token))?.user.name).toBe('Unheard of')

  const deaf = await createSessionCache({
    db: database.db,
    listener: { listen: async () => () => {}, close: async () => {} },
    findSession: prepareFindSession(database.db),
  })
  onTestFinished(() => deaf.close())
  for (const name of ['Ada', 'Eda']) {
    await overrule(database.db, sql`update "user" set name = ${name}`)
    expect((await deaf.find(person.token, { cached: true }))?.user.name).toBe(name)
  }
})
