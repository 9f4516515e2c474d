import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { lockout, rateLimit, session, setting, user } from '#drizzle/schema/index.ts'
import type { LimitExplanation, LimitedCall } from '#shared/limits/limit-events.ts'
import type { Page } from '#shared/pagination.ts'
import { createTestApp } from '#test/app.ts'
import { addCounters } from '../../limits/counters/counters-fixture.ts'
import { accountValue } from '../../limits/limit-keys.ts'

const signIn = 'POST /api/auth/sign-in/email'

async function setUp() {
  const { browser, database } = await createTestApp()
  const [admin, person] = [browser(), browser()]
  await admin.become({ role: 'admin_ro' })
  const { id, email } = await person.become()
  const explain = async (input: object) => {
    const answer = await admin.query<LimitExplanation>('limits.explain', input)
    const outcomes = Object.fromEntries(answer.data?.steps.map(({ step, outcome }) => [step, outcome]) ?? [])
    return { ...answer, outcomes }
  }
  return { db: database.db, admin, person, id, email, explain }
}

test('says in order what a call must get past, and charges nothing', async () => {
  const { db, person, id, explain } = await setUp()
  await person.query('users.me')
  const counters = () =>
    db
      .select({ key: rateLimit.key, count: rateLimit.count })
      .from(rateLimit)
      .where(sql`key like ${`%user:${id}`}`)
  const before = await counters()
  const { data } = await explain({ procedure: 'users.updateMe', userId: id })
  expect(data).toMatchObject({
    procedure: 'users.updateMe',
    cost: 1,
    passes: true,
    refusedBy: null,
    retryAfterMs: 0,
    unknownScopes: [],
    counters: [
      { policy: 'signed-in', scope: 'session', limit: 150, used: 1, remaining: 149, passes: true },
      { id: `signed-in/user:${id}`, limit: 300, used: 1, remaining: 299, passes: true, override: null },
    ],
  })
  expect(data.steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
    'key not-applicable',
    'signed-in passes',
    'ban passes',
    'approval passes',
    'impersonation not-applicable',
    'permission not-applicable',
    'override not-applicable',
    'limit passes',
    'sign-up not-applicable',
    'fresh not-applicable',
    'entitlement not-applicable',
    'credits not-applicable',
    'lock not-applicable',
    'account not-applicable',
  ])
  expect(await counters()).toEqual(before)
})

test('a full counter says when the call passes, and the call itself is answered alike', async () => {
  const { db, person, id, explain } = await setUp()
  await addCounters(db, [{ key: `signed-in/user:${id}`, count: 300 }])
  for (const about of [{ userId: id }, { id: `signed-in/user:${id}` }]) {
    const { data } = await explain({ procedure: 'users.me', ...about })
    expect(data).toMatchObject({ passes: false, refusedBy: 'limit' })
    expect(data.retryAfterMs).toBeGreaterThan(0)
    expect(data.steps.find(({ step }) => step === 'limit')?.message).toContain(
      `signed-in/user:${id} has used 300 of 300`,
    )
  }
  expect((await person.query('users.me')).error.data.reason).toMatchObject({ kind: 'limit', scope: 'user' })
})

test('a mutation of admins is limited by its own policy, and needs the permission', async () => {
  const { db, id, explain } = await setUp()
  const denied = await explain({ procedure: 'limits.resetAll', userId: id })
  expect(denied.data).toMatchObject({ passes: false, refusedBy: 'permission' })
  expect(denied.data.counters.map(({ policy }) => policy)).toEqual(['admin-write'])
  await db.update(user).set({ role: 'admin' }).where(eq(user.id, id))
  expect((await explain({ procedure: 'limits.resetAll', userId: id })).data.passes).toBe(true)
})

test('without a session, banned or deleted nobody calls what needs one', async () => {
  const { db, id, explain } = await setUp()
  const ask = async (about: object = { userId: id }) =>
    (await explain({ procedure: 'users.me', ...about })).data.refusedBy
  await db.update(user).set({ bannedAt: new Date() }).where(eq(user.id, id))
  expect(await ask()).toBe('ban')
  await db
    .update(user)
    .set({ bannedUntil: new Date(Date.now() - 1000) })
    .where(eq(user.id, id))
  expect(await ask()).toBeNull()
  const [live] = await db.select().from(session).where(eq(session.userId, id))
  expect(await ask({ sessionId: live?.id })).toBeNull()
  await db.update(user).set({ deletedAt: new Date() }).where(eq(user.id, id))
  expect(await ask()).toBe('signed-in')
  await db.update(user).set({ deletedAt: null }).where(eq(user.id, id))
  await db.delete(session).where(eq(session.userId, id))
  expect([await ask(), await ask({ sessionId: live?.id }), await ask({ ip: '10.0.0.1' })]).toEqual([
    'signed-in',
    'signed-in',
    'signed-in',
  ])
})

test('an account that waits for approval is refused what it may not call yet', async () => {
  const { db, id, explain } = await setUp()
  await db.update(user).set({ pendingSince: new Date() }).where(eq(user.id, id))
  const ask = async (procedure: string) => {
    const { data, outcomes } = await explain({ procedure, userId: id })
    return [data.refusedBy, outcomes.approval]
  }
  expect(await ask('users.updateMe')).toEqual(['approval', 'refuses'])
  expect(await ask('users.me')).toEqual([null, 'not-applicable'])
  expect(await ask('health.ping')).toEqual([null, 'not-applicable'])
})

test('a locked account is refused where a password is tested, by the database clock', async () => {
  const { db, id, email, explain } = await setUp()
  const key = `account:${accountValue(email)}`
  await db.insert(lockout).values({ key, lockedUntil: Date.now() + 60_000 })
  for (const about of [{ userId: id }, { account: email.toUpperCase() }, { id: `mail/${key}` }]) {
    const { data, outcomes } = await explain({ procedure: signIn, ...about })
    expect([data.refusedBy, outcomes.lock]).toEqual(['lock', 'refuses'])
  }
  expect((await explain({ procedure: 'users.me', userId: id })).outcomes.lock).toBe('not-applicable')
  await db.update(lockout).set({ lockedUntil: Date.now() - 1000 })
  expect((await explain({ procedure: signIn, account: email })).outcomes.lock).toBe('passes')
})

test('locked codes are refused where a code is tested, and a sign-in that waits for one needs its browser', async () => {
  const { db, id, email, explain } = await setUp()
  const procedure = 'POST /api/auth/two-factor/verify-totp'
  expect((await explain({ procedure, userId: id })).data.passes).toBe(true)
  await db.insert(lockout).values({ key: `codes:${accountValue(email)}`, lockedUntil: Date.now() + 60_000 })
  expect((await explain({ procedure, userId: id })).data.refusedBy).toBe('lock')
  expect((await explain({ procedure: signIn, userId: id })).data.passes).toBe(true)
  const { data } = await explain({ procedure, account: email })
  expect([data.refusedBy, data.steps.find(({ step }) => step === 'signed-in')?.message]).toEqual([
    'signed-in',
    'There is no live session; a browser in the middle of a sign-in is let through.',
  ])
})

test('what asks for a fresh proof says when it was given, by the session', async () => {
  const { db, id, explain } = await setUp()
  const procedure = 'users.exportMe'
  expect((await explain({ procedure, userId: id })).data.passes).toBe(true)
  const confirmedAt = new Date(Date.now() - 11 * 60_000)
  await db.update(session).set({ confirmedAt }).where(eq(session.userId, id))
  const { data } = await explain({ procedure, userId: id })
  expect(data.refusedBy).toBe('fresh')
  expect(data.steps.find(({ step }) => step === 'fresh')?.message).toContain(confirmedAt.toISOString())
  expect((await explain({ procedure: 'users.updateMe', userId: id })).data.passes).toBe(true)
})

test('in a session of support only what the person alone may do is refused; the user’s own is taken unasked', async () => {
  const { admin, db, id, explain } = await setUp()
  const adminId = (await admin.query<{ user: { id: string } }>('users.me')).data.user.id
  await db.update(user).set({ role: 'admin' }).where(eq(user.id, adminId))
  const later = new Date(Date.now() + 60_000)
  const support = { id: 'support', token: 'support', userId: id, expiresAt: later, impersonatedBy: adminId }
  await db.insert(session).values(support)
  const ask = async (procedure: string, about: object) =>
    (await explain({ procedure, ...about })).data.refusedBy
  expect(await ask('sessions.endOthers', { sessionId: 'support' })).toBe('impersonation')
  expect(await ask('users.updateMe', { sessionId: 'support' })).toBeNull()
  expect(await ask('sessions.endOthers', { userId: id })).toBeNull()
  await db.update(user).set({ role: 'admin_ro' }).where(eq(user.id, adminId))
  expect(await ask('users.updateMe', { sessionId: 'support' })).toBe('signed-in')
})

test('who may not sign in, and a sign-up that the mode forbids, are told apart from the limits', async () => {
  const { db, id, email, explain } = await setUp()
  const signUp = 'POST /api/auth/sign-up/email'
  expect((await explain({ procedure: signUp, ip: '10.0.0.1' })).data.passes).toBe(true)
  await db.insert(setting).values({ key: 'signUpMode', value: 'closed' })
  expect((await explain({ procedure: signUp, ip: '10.0.0.1' })).data.refusedBy).toBe('sign-up')
  expect((await explain({ procedure: signIn, userId: id })).outcomes.account).toBe('passes')
  await db.update(user).set({ bannedAt: new Date() }).where(eq(user.id, id))
  for (const about of [{ userId: id }, { account: email.toUpperCase() }])
    expect((await explain({ procedure: signIn, ...about })).data.refusedBy).toBe('account')
  await db.update(user).set({ deletedAt: new Date() }).where(eq(user.id, id))
  expect((await explain({ procedure: signIn, userId: id })).data.refusedBy).toBe('account')
})

test('an endpoint is limited by all its policies, and scopes nobody spoke of are named', async () => {
  const { db, explain } = await setUp()
  const email = 'stranger@example.com'
  const procedure = 'POST /api/auth/request-password-reset'
  await addCounters(db, [{ key: `mail/account:${accountValue(email)}`, count: 3 }])
  const byAccount = (await explain({ procedure, id: `mail/account:${accountValue(email)}` })).data
  expect(byAccount).toMatchObject({ refusedBy: 'limit', unknownScopes: ['ip'] })
  expect(byAccount.counters.map(({ policy, used }) => [policy, used])).toEqual([['mail', 3]])
  const both = (await explain({ procedure, ip: '10.0.0.1', account: email })).data
  expect(both.counters.map(({ id }) => id.split(':')[0])).toEqual(['auth/ip', 'mail/ip', 'mail/account'])
  expect(both.unknownScopes).toEqual([])
})

test('what is not there is not found, and a question about nobody is refused', async () => {
  const { id, explain } = await setUp()
  expect((await explain({ procedure: 'users.nothing', userId: id })).status).toBe(404)
  expect((await explain({ procedure: 'GET /api/auth/list-sessions', userId: id })).status).toBe(404)
  expect((await explain({ procedure: 'users.me', userId: 'nobody' })).status).toBe(404)
  expect((await explain({ procedure: 'users.me', id: 'nonsense/ip:1' })).status).toBe(404)
  expect((await explain({ procedure: 'users.me' })).status).toBe(400)
})

test('every call that is listed can be asked about', async () => {
  const { admin, id, explain } = await setUp()
  const { data } = await admin.query<Page<LimitedCall>>('limits.calls')
  expect(data.items).toContainEqual({ path: signIn, policies: ['auth', 'sign-in'], cost: 1 })
  expect(data.items).toContainEqual({ path: 'limits.resetAll', policies: ['admin-write'], cost: 1 })
  for (const [index, { path, cost }] of data.items.entries()) {
    // No admin may ask about all of them within a minute.
    if (index % 100 === 99) await admin.become({ role: 'admin_ro' })
    expect((await explain({ procedure: path, userId: id })).data, path).toMatchObject({
      procedure: path,
      cost,
    })
  }
})
