import { and, eq, isNull } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import { auditKeys, readAudit } from '#test/audit-log.ts'
import { emptyDatabase } from '#test/database.ts'
import { product } from '#test/product.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import { type ActorContext, createSystemContext } from '../../service-context.ts'
import { banUser } from '../acts/ban-user.ts'
import { bulkUsers } from '../acts/bulk-users.ts'
import { applyRemoval, removeUser } from '../acts/remove-user.ts'
import { applyRole, setUserRole } from '../acts/set-role.ts'
import { addPerson, contextOf } from '../people-fixture.ts'
import { actAsOperator } from './act-as-operator.ts'

const onPostgres = () => inject('database') === 'postgres'

/** Two admins as they were before a round, and what was done; nothing but a refusal of ours may come of a race. */
async function race(
  db: Database,
  acts: ((ctx: ActorContext, other: ActorContext) => Promise<unknown>)[],
): Promise<number> {
  await db
    .update(user)
    .set({ role: 'admin', bannedAt: null, bannedUntil: null, deletedAt: null, deletedEmail: null })
  const [one, two] = [await contextOf(db, 'admin-1'), await contextOf(db, 'admin-2')]
  const pairs: [ActorContext, ActorContext][] = [
    [one, two],
    [two, one],
  ]
  const results = await Promise.allSettled(
    acts.flatMap((act) => pairs.map(async ([ctx, other]) => act(ctx, other))),
  )
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(AppError)
  }
  return results.filter(({ status }) => status === 'fulfilled').length
}

async function liveAdmins(db: Database): Promise<number> {
  return db.$count(user, and(eq(user.role, 'admin'), isNull(user.bannedAt), isNull(user.deletedAt)))
}

async function setUp() {
  const { db } = await emptyDatabase()
  await addPerson(db, { id: 'admin-1', role: 'admin' })
  await addPerson(db, { id: 'admin-2', role: 'admin' })
  return db
}

const idOf = ({ actor }: ActorContext) => actor.user.id
const until = () => new Date(Date.now() + 60_000).toISOString()

test('two admins who demote each other at the same moment 1,000 times leave one each time', async () => {
  const db = await setUp()
  for (let round = 0; round < (onPostgres() ? 1000 : 50); round++) {
    const done = await race(db, [(ctx, other) => setUserRole(ctx, { id: idOf(other), role: 'user' })])
    expect(done).toBe(1)
    expect(await liveAdmins(db)).toBe(1)
  }
})

test.each<[string, (ctx: ActorContext, other: ActorContext) => Promise<unknown>]>([
  ['ban', (ctx, other) => banUser(ctx, { id: idOf(other), reason: 'Race', until: null })],
  ['ban for a minute', (ctx, other) => banUser(ctx, { id: idOf(other), reason: 'Race', until: until() })],
  ['remove', (ctx, other) => removeUser(ctx, { id: idOf(other) })],
])('two admins who %s each other leave one each time', async (_, act) => {
  const db = await setUp()
  for (let round = 0; round < (onPostgres() ? 100 : 20); round++) {
    expect(await race(db, [act])).toBe(1)
    expect(await liveAdmins(db)).toBe(1)
  }
})

test('every way at once, by both admins, in bulk and from the command line, leaves one', async () => {
  const db = await setUp()
  const logFailure = (error: unknown) => expect(error).toBeUndefined()
  const operator = () => createSystemContext({ db, audit: auditKeys, product, device: 'command line' })
  for (let round = 0; round < (onPostgres() ? 100 : 20); round++) {
    await race(db, [
      (ctx, other) => setUserRole(ctx, { id: idOf(other), role: 'moderator' }),
      (ctx, other) => banUser(ctx, { id: idOf(other), reason: 'Race', until: null }),
      (ctx, other) => bulkUsers({ ...ctx, logFailure }, { action: 'remove', ids: [idOf(other)] }),
      (_, other) =>
        actAsOperator(operator(), other.actor.user.email, (inside, subject) =>
          applyRole(inside, subject, 'user'),
        ),
      (_, other) =>
        actAsOperator(operator(), other.actor.user.email, (inside, subject) => applyRemoval(inside, subject)),
    ])
    expect(await liveAdmins(db)).toBeGreaterThanOrEqual(1)
    await db.update(user).set({ email: 'admin-1@example.com' }).where(eq(user.id, 'admin-1'))
    await db.update(user).set({ email: 'admin-2@example.com' }).where(eq(user.id, 'admin-2'))
  }
})

test('from the command line too the last admin stays, whoever else is admin only in name', async () => {
  const db = await setUp()
  const ctx = createSystemContext({ db, audit: auditKeys, product, device: 'command line' })
  await db.update(user).set({ bannedAt: new Date() }).where(eq(user.id, 'admin-2'))
  await addPerson(db, { id: 'deleted', role: 'admin', deletedAt: new Date() })
  await addPerson(db, { id: 'pending', role: 'admin', pendingSince: new Date() })
  await db
    .insert(user)
    .values({ id: 'invited', role: 'admin', name: 'Invited', email: 'invited@example.com' })
  const reason = { kind: 'last-admin' }
  const email = 'admin-1@example.com'
  await expect(actAsOperator(ctx, email, (c, s) => applyRole(c, s, 'user'))).rejects.toMatchObject({ reason })
  await expect(actAsOperator(ctx, email, (c, s) => applyRemoval(c, s))).rejects.toMatchObject({ reason })
  expect(await liveAdmins(db)).toBeGreaterThanOrEqual(1)
  await db
    .update(user)
    .set({ bannedUntil: new Date(ctx.now.getTime() - 1) })
    .where(eq(user.id, 'admin-2'))
  await actAsOperator(ctx, email, (c, s) => applyRole(c, s, 'user'))
  const [recorded] = await readAudit(db)
  expect(recorded).toMatchObject({
    action: 'user.setRole',
    actorId: null,
    subject: 'admin-1',
    before: { role: 'admin' },
    actor: { device: 'command line' },
  })
})
