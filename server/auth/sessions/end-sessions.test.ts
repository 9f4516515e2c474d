import { globSync, readFileSync } from 'node:fs'
import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session, twoFactor } from '#drizzle/schema/index.ts'
import { type Browser, password, type TestApp } from '#test/app.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'
import { hearLive, type LiveMessage, tellLive } from '../../live/live-news.ts'
import { endSessions } from './end-sessions.ts'

/** A person with two sessions, and what open streams are told. */
async function setUp() {
  const app = await createAppWithAdmin()
  const here = app.browser()
  const person = await here.become()
  await app.browser().signIn(person.email)
  const heard = await listenTo(app)
  return { ...app, db: app.database.db, person, heard }
}

/** Whose sessions were told to have ended, once everything has been heard that was told before the question. */
async function listenTo({ database: { db, listener } }: TestApp) {
  const messages: LiveMessage[] = []
  const waiting: (() => void)[] = []
  await hearLive(listener, {
    onMessage(message) {
      messages.push(message)
      if (isMark(message)) waiting.shift()?.()
    },
    onReady() {},
  })
  return async () => {
    const marked = new Promise<void>((resolve) => waiting.push(resolve))
    await tellLive(db, mark)
    await marked
    return new Set(messages.splice(0).flatMap(({ to }) => ('userId' in to ? [to.userId] : [])))
  }
}

const mark = { to: { permission: 'console.open' }, news: { kind: 'sessions' } } as const
const isMark = ({ to }: LiveMessage) => 'permission' in to

interface Ending {
  admin: Browser
  here: Browser
  id: string
  db: TestApp['database']['db']
}
const idOfOther = async ({ db, id }: Ending) => {
  const [other] = await db.select({ id: session.id }).from(session).where(eq(session.userId, id)).limit(1)
  return other?.id
}
const endings: Record<string, (ending: Ending) => Promise<unknown>> = {
  'a sign-out': ({ here }) => here.post('/api/auth/sign-out'),
  'a new password': ({ here }) =>
    here.post('/api/auth/change-password', { currentPassword: password, newPassword: 'a-new-battery' }),
  'one of my sessions': async (ending) => ending.here.mutate('sessions.end', { id: await idOfOther(ending) }),
  'all my other sessions': ({ here }) => here.mutate('sessions.endOthers'),
  'one of a user’s': async (ending) =>
    ending.admin.mutate('sessions.endOf', { userId: ending.id, id: await idOfOther(ending) }),
  'all of a user’s': ({ admin, id }) => admin.mutate('sessions.endOf', { userId: id }),
  'a ban': ({ admin, id }) => admin.mutate('users.ban', { id, reason: 'Spam', until: null }),
  'another role': ({ admin, id }) => admin.mutate('users.setRole', { id, role: 'moderator' }),
  'a soft delete': ({ admin, id }) => admin.mutate('users.remove', { id }),
  'my own soft delete': ({ here }) => here.mutate('users.deleteMe', { password }),
  'a reset of the second factor': async ({ admin, db, id }) => {
    await db.insert(twoFactor).values({ id: 'codes', userId: id, secret: 'x', backupCodes: 'x' })
    return admin.mutate('users.resetTwoFactor', { id, passkeys: false })
  },
}

test('however a session ends, the open pages of its user are told', async () => {
  const app = await createAppWithAdmin()
  const { db } = app.database
  const heard = await listenTo(app)
  for (const [what, end] of Object.entries(endings)) {
    const here = app.browser()
    const { id, email } = await here.become()
    await app.browser().signIn(email)
    expect(await heard(), what).toEqual(new Set())
    await end({ admin: app.admin, here, db, id })
    expect(await heard(), what).toEqual(new Set([id]))
  }
})

test('the end of an admin’s own session is told to whoever they act as, too', async () => {
  const { admin, adminId, db, person, heard } = await setUp()
  const [own] = await db.select({ id: session.id }).from(session).where(eq(session.userId, adminId))
  expect((await admin.mutate('sessions.impersonate', { userId: person.id })).status).toBe(200)
  await heard()
  await endSessions(db, eq(session.id, own?.id ?? ''))
  expect(await heard()).toEqual(new Set([adminId, person.id]))
  expect(await db.select().from(session).where(eq(session.impersonatedBy, adminId))).toEqual([])
})

test('nobody is told of what was undone, or had run out by itself', async () => {
  const { db, person, heard } = await setUp()
  const ofPerson = eq(session.userId, person.id)
  await expect(
    db.transaction(async (tx) => {
      expect(await endSessions(tx, ofPerson)).toHaveLength(2)
      throw new Error('undone')
    }),
  ).rejects.toThrow('undone')
  expect(await heard()).toEqual(new Set())
  await db.update(session).set({ expiresAt: sql`now() - interval '1 second'` }).where(ofPerson)
  expect(await endSessions(db, ofPerson)).toHaveLength(2)
  expect(await heard()).toEqual(new Set())
})

test('what ended carries no token, and without a condition nothing ends', async () => {
  const { db, person } = await setUp()
  expect(() => endSessions(db, undefined)).toThrow('Which sessions')
  for (const ended of await endSessions(db, eq(session.userId, person.id)))
    expect(ended).not.toHaveProperty('token')
})

test('sessions are ended here alone, but for those that have run out', () => {
  const root = new URL('../../', import.meta.url).pathname
  const ending = globSync('**/*.ts', { cwd: root, exclude: ['**/*.test.ts', '**/*-fixture.ts'] }).filter(
    (path) => /\.delete\(\s*session\s*\)|delete from "?session/.test(readFileSync(root + path, 'utf8')),
  )
  expect(ending.sort()).toEqual(['auth/sessions/end-sessions.ts', 'auth/sweep-auth.ts'])
})
