import { eq, inArray } from 'drizzle-orm'
import pino from 'pino'
import { expect, inject, onTestFinished, test } from 'vitest'
import { type SessionTable, session, type UserTable, user } from '#drizzle/schema/index.ts'
import type { Role } from '#shared/roles/roles.ts'
import { appUrl } from '#test/app.ts'
import { emptyDatabase } from '#test/database.ts'
import { readConfig } from '../config.ts'
import { createServices } from '../services.ts'
import { banOf, statusOf } from '../user-status/user-status.ts'
import type { Auth } from './auth.ts'
import { findImpersonator } from './find-impersonator.ts'
import { generateId } from './generate-id.ts'
import { createRandom, randomHeader, secrets } from './random-cookies-fixture.ts'
import { createResolveSession, nobody, type ResolvedSession } from './resolve-session.ts'
import { acceptOlderSecrets } from './secrets/signed-cookies.ts'
import { prepareFindSession } from './sessions/find-session.ts'
import { createSessionCookies } from './sessions/session-cookies.ts'
import { toSessionUser } from './sessions/session-user.ts'

const cases = inject('thorough') ? 4000 : 1200
const dayMs = 24 * 60 * 60 * 1000
const from = (days: number) => new Date(Date.now() + days * dayMs)

/** What a session and its user may be at the moment of a call. */
const states: Record<string, { user?: Partial<UserTable>; session?: Partial<SessionTable>; by?: string }> = {
  new: {},
  'an hour before a day is gained': { session: { expiresAt: from(6 + 1 / 24) } },
  'a day to be gained': { session: { expiresAt: from(5.9), createdAt: from(-1.1) } },
  'about to end': { session: { expiresAt: from(1 / 24), createdAt: from(-7) } },
  'at its longest': { session: { expiresAt: from(3), createdAt: from(-27) } },
  'at its longest but for a day': { session: { expiresAt: from(2.5), createdAt: from(-26) } },
  over: { session: { expiresAt: from(-0.001), createdAt: from(-7) } },
  'over long ago': { session: { expiresAt: from(-100), createdAt: from(-107) } },
  banned: { user: { bannedAt: from(-1) } },
  'banned for a while': { user: { bannedAt: from(-1), bannedUntil: from(1) } },
  'banned until a while ago': { user: { bannedAt: from(-2), bannedUntil: from(-1) } },
  'banned with a day to be gained': { user: { bannedAt: from(-1) }, session: { expiresAt: from(4) } },
  deleted: { user: { deletedAt: from(-1) } },
  'deleted with a day to be gained': { user: { deletedAt: from(-1) }, session: { expiresAt: from(4) } },
  pending: { user: { pendingSince: from(-1) } },
  'with everything': {
    user: { emailVerified: true, image: '/api/pictures/x', twoFactorEnabled: true, role: 'moderator' },
    session: { confirmedAt: from(-0.5) },
  },
  'in the hands of an admin': { by: 'admin' },
  'in the hands of an admin, with a day to be gained': { by: 'admin', session: { expiresAt: from(0.01) } },
  'in the hands of nobody’s admin any more': { by: 'demoted' },
  'in the hands of a banned admin': { by: 'banned' },
  'in the hands of a deleted admin': { by: 'deleted' },
  'in the hands of a pending admin': { by: 'pending' },
}

/** In these somebody is signed in. */
const lively = Object.keys(states).filter(
  (state) => !/^(over|deleted)|in the hands of (?!an admin)/.test(state),
)

const admins: Record<string, Partial<UserTable>> = {
  admin: { role: 'admin' },
  demoted: { role: 'moderator' },
  banned: { role: 'admin', bannedAt: from(-1) },
  deleted: { role: 'admin', deletedAt: from(-1) },
  pending: { role: 'admin', pendingSince: from(-1) },
}

async function setUp(options: { appUrl: string; secrets: string[] }) {
  const database = await emptyDatabase()
  const { db } = database
  const config = { ...readConfig({ APP_URL: options.appUrl }), secrets: options.secrets }
  const services = await createServices({ config, database, logger: pino({ level: 'silent' }) })
  onTestFinished(() => services.close())
  const cookies = createSessionCookies(config)
  const resolve = createResolveSession({
    auth: services.auth,
    sessions: { find: prepareFindSession(db) },
    cookies,
  })

  const person = (given: Partial<UserTable>) => {
    const id = generateId()
    // `lastActiveAt` is left to the database.
    const { lastActiveAt: _, ...columns } = given
    return { id, name: `Person ${id}`, email: `${id}@example.com`, ...columns, role: given.role as Role }
  }
  const by: Record<string, string> = {}
  for (const [name, given] of Object.entries(admins)) {
    const row = person(given)
    await db.insert(user).values({ ...row, bannedAt: null, deletedAt: null, role: 'admin' })
    by[name] = row.id
  }
  const made: { state: string; token: string; row: SessionTable }[] = []
  for (const [state, given] of Object.entries(states)) {
    const row = person({ role: 'user', ...given.user })
    await db.insert(user).values({ ...row, bannedAt: null, deletedAt: null })
    const [inserted] = await db
      .insert(session)
      .values({
        id: generateId(),
        token: generateId(),
        userId: row.id,
        expiresAt: from(7),
        impersonatedBy: given.by ? by[given.by] : null,
        ...given.session,
      })
      .returning()
    if (!inserted) throw new Error('No session was made.')
    await db.update(user).set(row).where(eq(user.id, row.id))
    made.push({ state, token: inserted.token, row: inserted })
  }
  for (const [name, given] of Object.entries(admins))
    await db
      .update(user)
      .set({ ...given, lastActiveAt: undefined })
      .where(eq(user.id, by[name] ?? ''))

  /** What somebody finds, and what becomes of the rows, which are then as they were. */
  async function outcome(subjects: typeof made, now: Date, run: () => Promise<ResolvedSession>) {
    const found = withoutClock(await run(), now)
    const tokens = subjects.map(({ token }) => token)
    const left = await db.select().from(session).where(inArray(session.token, tokens))
    for (const { token, row } of subjects) {
      const kept = left.find((each) => each.token === token)
      if (!kept) await db.insert(session).values(row)
      else if (kept.expiresAt.getTime() !== row.expiresAt.getTime())
        await db.update(session).set(row).where(eq(session.token, token))
    }
    const after = left.map(({ updatedAt: _, ...row }) => ({
      ...row,
      expiresAt: minutesTo(row.expiresAt, now),
    }))
    return { found, after: after.sort((a, b) => (a.token < b.token ? -1 : 1)) }
  }
  return { db, auth: services.auth, resolve, cookies, made, outcome, config }
}

// Both ways read the clock by themselves, so what they write is counted from the call: a minute of the clock may begin
// between the two.
const minutesTo = (at: Date, now: Date) => Math.round((at.getTime() - now.getTime()) / 60_000)

function withoutClock({ actor, ...rest }: ResolvedSession, now: Date) {
  const expiresAt = actor?.session && minutesTo(actor.session.expiresAt, now)
  return { ...rest, actor: actor && { ...actor, session: { ...actor.session, expiresAt } } }
}

/** How a session was looked up before: each time by Better Auth. */
async function resolveByBetterAuth(
  { auth, db, config }: Pick<Awaited<ReturnType<typeof setUp>>, 'auth' | 'db' | 'config'>,
  { cookie: given, now, refresh }: { cookie: string; now: Date; refresh: boolean },
): Promise<ResolvedSession> {
  const cookie = acceptOlderSecrets(given, config.secrets)
  if (!cookie.includes('session_token=')) return nobody
  let found = await ask(auth, cookie, { refresh: false })
  const lifetime = found.response?.session
  const gained =
    lifetime &&
    Math.min(now.getTime() + 7 * dayMs, lifetime.createdAt.getTime() + 30 * dayMs) -
      lifetime.expiresAt.getTime()
  if (
    refresh &&
    lifetime &&
    !lifetime.impersonatedBy &&
    (gained ?? 0) >= dayMs &&
    !cookie.includes('dont_remember=')
  )
    found = await ask(auth, cookie, { refresh: true })
  const { response, setCookies } = found
  if (!response || statusOf(response.user, now) === 'deleted') return { ...nobody, setCookies }
  const { id, createdAt, expiresAt, confirmedAt, impersonatedBy } = response.session
  const impersonator = impersonatedBy ? await findImpersonator(db, impersonatedBy, now) : null
  if (impersonatedBy && !impersonator) return nobody
  return {
    actor: {
      session: { id, createdAt, expiresAt, confirmedAt: confirmedAt ?? createdAt },
      key: null,
      user: toSessionUser({ ...response.user, role: response.user.role as Role }),
      impersonator,
    },
    setCookies,
    banned: banOf(response.user, now),
  }
}

async function ask(auth: Auth, cookie: string, { refresh }: { refresh: boolean }) {
  const { response, headers } = await auth.api.getSession({
    headers: new Headers({ cookie }),
    query: { disableRefresh: !refresh },
    returnHeaders: true,
  })
  return { response, setCookies: headers.getSetCookie() }
}

test.each([
  { name: 'one secret', appUrl, secrets: [secrets.current] },
  {
    name: 'two secrets behind https',
    appUrl: 'https://example.com',
    secrets: [secrets.current, secrets.old],
  },
])('with $name we find whom Better Auth finds, and leave behind what it does', async (options) => {
  const context = await setUp(options)
  const { made, cookies, resolve, outcome } = context
  const random = createRandom(inject('fuzzSeed'))
  const tally = { signedIn: 0, setCookies: 0 }
  const states = new Set<string>()
  const stateOf = new Map(made.map(({ row, state }) => [row.id, state]))
  for (let index = 0; index < cases; index += 1) {
    const subject = random.pick(made)
    const subjects = random.chance(0.1) ? [...new Set([subject, random.pick(made)])] : [subject]
    const tokens = subjects.map(({ token }) => token)
    const call = {
      cookie: randomHeader(random, cookies, random.chance(0.05) ? [generateId()] : tokens),
      now: new Date(),
      refresh: random.chance(0.7),
    }
    const headers = () => new Headers({ cookie: acceptOlderSecrets(call.cookie, options.secrets) })
    const ours = await outcome(subjects, call.now, () => resolve({ ...call, headers, cached: false }))
    const theirs = await outcome(subjects, call.now, () => resolveByBetterAuth(context, call))
    expect(ours, `${subject.state}: ${JSON.stringify(call)}`).toEqual(theirs)
    const { found } = ours
    if (found.actor) tally.signedIn += 1
    if (found.setCookies.length > 0) tally.setCookies += 1
    if (found.actor) states.add(stateOf.get(found.actor.session?.id ?? '') ?? '')
  }
  // Whoever may be signed in was, by some of the cookies.
  expect([...states].sort()).toEqual(lively.sort())
  expect(tally.signedIn).toBeLessThan(cases / 1.5)
  console.log(`${cases} cookies: ${tally.signedIn} signed in, ${tally.setCookies} with new cookies`)
})
