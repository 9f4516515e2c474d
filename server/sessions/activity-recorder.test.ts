import { AsyncResource } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { asc, eq, sql } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import { activityDay, session, user } from '#drizzle/schema/index.ts'
import { createTestApp } from '#test/app.ts'
import { emptyDatabase } from '#test/database.ts'
import type { Database } from '../database/database.ts'
import type { Actor, Session } from '../service-context.ts'
import { createActivityRecorder } from './activity-recorder.ts'

const hourMs = 3_600_000

async function setUp(people = 1) {
  const { db } = await emptyDatabase()
  const actors = await addPeople(db, people)
  const errors: unknown[] = []
  let clock = 0
  const make = (options: { maxWaiting?: number; db?: Database } = {}) => {
    const recorder = createActivityRecorder({
      db,
      now: () => clock,
      onError: (error) => errors.push(error),
      ...options,
    })
    onTestFinished(() => recorder.close())
    return recorder
  }
  const [actor] = actors
  if (!actor) throw new Error('There is nobody.')
  const days = async () =>
    (await db.select().from(activityDay).orderBy(asc(activityDay.day))).map(({ users }) => users)
  const read = async () => {
    const [row] = await db
      .select({ seen: session.lastSeenAt, active: user.lastActiveAt })
      .from(session)
      .innerJoin(user, eq(user.id, session.userId))
      .where(eq(session.id, actor.session.id))
    return {
      seenMsAgo: Date.now() - (row?.seen.getTime() ?? 0),
      activeMsAgo: Date.now() - (row?.active?.getTime() ?? 0),
    }
  }
  return {
    db,
    actor,
    actors,
    make,
    errors,
    days,
    read,
    pass: (ms: number) => {
      clock += ms
    },
  }
}

/** People who were last seen two hours ago, on the day before at the latest. */
async function addPeople(db: Database, count: number): Promise<(Actor & { session: Session })[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  const at = new Date(Date.now() - 30 * hourMs)
  const expiresAt = new Date(Date.now() + 24 * hourMs)
  await db
    .insert(user)
    .values(ids.map((id) => ({ id, name: 'A', email: `${id}@example.com`, createdAt: at, lastActiveAt: at })))
  await db
    .insert(session)
    .values(ids.map((id) => ({ id, token: id, userId: id, createdAt: at, expiresAt, lastSeenAt: at })))
  return ids.map((id) => ({
    session: { id, createdAt: at, expiresAt, confirmedAt: at },
    key: null,
    user: { id } as Actor['user'],
    impersonator: null,
  }))
}

test('a call is noted and written with the next flush, at the time of the call', async () => {
  const { actor, days, make, pass, read } = await setUp()
  const recorder = make()
  recorder.note(actor)
  pass(4000)
  expect((await read()).seenMsAgo).toBeGreaterThan(29 * hourMs)
  await recorder.flush()
  const { seenMsAgo, activeMsAgo } = await read()
  for (const ms of [seenMsAgo, activeMsAgo]) expect([ms >= 3000, ms < 10_000]).toEqual([true, true])
  expect(await days()).toEqual([1])
})

test('a session is written once a minute at most, and only what is later', async () => {
  const { actor, db, make, pass, read } = await setUp()
  const [recorder, replica] = [make(), make()]
  recorder.note(actor)
  await recorder.flush()
  const version = async () =>
    (await db.execute(sql`select xmin::text from session`)) as unknown as { rows: unknown[] }
  const first = (await version()).rows
  for (const each of [recorder, replica]) {
    pass(20_000)
    each.note(actor)
    await each.flush()
  }
  expect((await version()).rows).toEqual(first)
  await db.update(session).set({ lastSeenAt: new Date(Date.now() - 90_000) })
  pass(60_000)
  recorder.note(actor)
  await recorder.flush()
  expect((await read()).seenMsAgo).toBeLessThan(5000)
})

test('each user is counted once a day, over replicas and sessions, also one of today', async () => {
  const { actor, actors, days, db, make, pass } = await setUp(40)
  const replicas = [make(), make(), make()]
  const second = { ...actor, session: { ...actor.session, id: randomUUID() } }
  await db.insert(session).values({
    id: second.session.id,
    token: second.session.id,
    userId: actor.user.id,
    expiresAt: actor.session.expiresAt,
  })
  for (const recorder of replicas) for (const each of [...actors, second]) recorder.note(each)
  await Promise.all(replicas.map((recorder) => recorder.flush()))
  // Rows that another replica held were left for the next time.
  for (let i = 0; i < 3; i++) await Promise.all(replicas.map((recorder) => recorder.flush()))
  expect(await days()).toEqual([40])
  const [fresh] = await addPeople(db, 1)
  await db
    .update(user)
    .set({ createdAt: new Date(), lastActiveAt: new Date() })
    .where(eq(user.id, fresh?.user.id ?? ''))
  if (fresh) replicas[0]?.note(fresh)
  await db.update(user).set({ lastActiveAt: sql`last_active_at - interval '10 minutes'` })
  pass(hourMs)
  for (const each of actors) replicas[1]?.note(each)
  await Promise.all(replicas.map((recorder) => recorder.flush()))
  expect(await days()).toEqual([41])
})

test('on the next day everybody is counted anew', async () => {
  const { actors, days, db, make, pass } = await setUp(3)
  const recorder = make()
  for (const each of actors) recorder.note(each)
  await recorder.flush()
  await db
    .update(user)
    .set({ activeOn: sql`active_on - 1`, lastActiveAt: sql`last_active_at - interval '1 day'` })
  await db.update(activityDay).set({ day: sql`day - 1` })
  pass(hourMs)
  for (const each of actors) recorder.note(each)
  await recorder.flush()
  expect(await days()).toEqual([3, 3])
})

test('who acts as somebody else is active, the other one is not', async () => {
  const { actor, actors, db, make } = await setUp(2)
  const admin = actors[1]?.user.id ?? ''
  const recorder = make()
  recorder.note({ ...actor, impersonator: { id: admin, name: 'Admin' } })
  await recorder.flush()
  const rows = await db.select({ id: user.id, day: user.activeOn }).from(user)
  expect(rows.find(({ id }) => id === actor.user.id)?.day).toBeNull()
  expect(rows.find(({ id }) => id === admin)?.day).not.toBeNull()
})

test('what cannot be written waits, within a bound; what is gone is forgotten', async () => {
  const { actor, actors, days, db, errors, make } = await setUp(3)
  let away = true
  const flaky = new Proxy(db, {
    get: (target, key) => {
      if (away && key === 'execute') return () => Promise.reject(new Error('away'))
      const value = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const recorder = make({ db: flaky, maxWaiting: 2 })
  for (const each of actors) recorder.note(each)
  await recorder.flush()
  expect(errors).toHaveLength(1)
  away = false
  await db.delete(user).where(eq(user.id, actor.user.id))
  for (let i = 0; i < 6; i++) await recorder.flush()
  expect([await days(), errors.length]).toEqual([[1], 1])
})

// The embedded database runs one transaction at a time.
test.runIf(inject('database') === 'postgres')(
  'it waits for nobody who holds a row, and writes it the next time',
  async () => {
    const { actor, days, db, make } = await setUp()
    const recorder = make()
    // Outside the transaction's flow, as the timer runs it.
    const flush = AsyncResource.bind(() => recorder.flush())
    await db.transaction(async (tx) => {
      await tx.update(user).set({ name: 'B' }).where(eq(user.id, actor.user.id))
      recorder.note(actor)
      const startedAt = performance.now()
      await flush()
      expect(performance.now() - startedAt).toBeLessThan(4500)
      expect(await tx.select().from(activityDay)).toEqual([])
    })
    await recorder.flush()
    expect(await days()).toEqual([1])
  },
)

test('through the whole server: pages and calls count, failures of the record are nobody’s', async () => {
  const { app, browser, database, logged } = await createTestApp()
  const caller = browser()
  await caller.become()
  await caller.query('users.me')
  await database.db.execute(sql`alter table activity_day rename to activity_day_gone`)
  try {
    expect((await caller.query('users.me')).status).toBe(200)
    await app.close()
  } finally {
    await database.db.execute(sql`alter table activity_day_gone rename to activity_day`)
  }
  expect(logged.some((line) => line.includes('who was active'))).toBe(true)
})

test('a server that stops has written what it noted', async () => {
  const { app, browser, database } = await createTestApp()
  const caller = browser()
  await caller.become()
  await caller.query('users.me')
  await app.close()
  expect(await database.db.select({ users: activityDay.users }).from(activityDay)).toEqual([{ users: 1 }])
})
