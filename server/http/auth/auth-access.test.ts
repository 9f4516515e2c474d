import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { notLike } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { session } from '#drizzle/schema/index.ts'
import { createAuth } from '#server/auth/auth.ts'
import { createLockout } from '#server/auth/lockout/lockout.ts'
import { readConfig } from '#server/config.ts'
import { createLogger } from '#server/logger.ts'
import { createMailer } from '#server/mail/mailer.ts'
import { type Answer, createCaller } from '#server/trpc/access-caller-fixture.ts'
import { expectNothingSecret, expectRefusal, refusalOf } from '#server/trpc/access-expectations-fixture.ts'
import { type CallerKind, callerKinds, createPeople, isKey, secretMark } from '#server/trpc/access-fixture.ts'
import { procedureAccess } from '#server/trpc/access-table-fixture.ts'
import { createExplainer } from '#server/trpc/explained-refusal-fixture.ts'
import { endpointAccess, endpointBodies, routeAccess } from '#server/trpc/route-access-fixture.ts'
import { appUrl, createTestApp, password, testSecret } from '#test/app.ts'
import { authEndpoints } from './auth-endpoints.ts'

async function setUp() {
  const app = await createTestApp()
  return { app, people: await createPeople(app), caller: createCaller(app) }
}

test('every path of Better Auth is declared here, and reachable only if so', async () => {
  const reachable = new Map(
    authEndpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint]),
  )
  const paths = await authPaths()
  expect(paths.length).toBeGreaterThan(25)
  const missing = paths.filter((path) => !(path in endpointAccess))
  const advice = 'Declare who may call it in `endpointAccess` of server/trpc/route-access-fixture.ts'
  expect(missing, `${advice}, "nobody" unless auth-endpoints.ts lists it: ${missing.join(', ')}`).toEqual([])
  const gone = Object.keys(endpointAccess).filter((path) => !paths.includes(path))
  expect(gone, `Take what is gone out of the table: ${gone.join(', ')}`).toEqual([])
  for (const [path, access] of Object.entries(endpointAccess))
    expect(reachable.has(path), path).toBe(typeof access !== 'string')
})

test('every path of Better Auth answers everybody as declared and as explained, and nothing secret', async () => {
  const { app, people, caller } = await setUp()
  const explainedRefusal = createExplainer(app)
  const answers: [string, Answer][] = []
  for (const [path, access] of Object.entries(endpointAccess)) {
    const [method = '', route = ''] = path.split(' ')
    const callAs = async (kind: CallerKind) => {
      const person = await people.person(kind)
      // Before the call, which may end the session.
      const explained =
        typeof access === 'string' ? null : await explainedRefusal(`${method} /api/auth${route}`, person)
      const url = `/api/auth${route.replace(':id', 'google').replace(/:\w+/, 'x')}`
      const known = endpointBodies({ email: (person ?? people.firstAdmin).email, password })[path]
      for (const body of known ? [{}, known] : [{}]) {
        const payload = method === 'POST' ? body : undefined
        const answer = await caller.send(person, { method, url, payload })
        const what = `${path} as ${kind}`
        answers.push([what, answer])
        if (typeof access === 'string') {
          // Where a procedure of ours answers instead, it is tried with the others, and here as everybody.
          const answered = `/api/auth${route}` in routeAccess
          if (!answered) expect(answer.status, what).toBe(404)
          else if (kind === 'signed-out') expect([400, 401], what).toContain(answer.status)
          else expect(answer.status, what).toBeLessThan(500)
          continue
        }
        // The body is looked at before the caller, so one that is refused says nothing of them.
        if (known && body !== known) continue
        if (isKey(kind) && answer.status === 400) {
          expect(answer.reason, what).toBeNull()
          continue
        }
        const expected = refusalOf(kind, [...access, 'no-key'])
        if (explained === 'account') {
          // A right password of somebody who may not sign in: a ban is said, and nobody has a deleted account's address.
          const refused = kind === 'banned' ? [403, 'banned'] : [401, undefined]
          expect([answer.status, answer.reason?.kind, expected], what).toEqual([...refused, null])
          continue
        }
        expectRefusal(answer, expected, what)
        expect(explained, what).toBe(expected)
      }
    }
    // At once, since some of these answers take a quarter of a second however soon they are ready.
    await Promise.all(callerKinds.map(callAs))
  }
  // What signs in has signed in: there are sessions that these tests did not make.
  const made = await app.database.db
    .select()
    .from(session)
    .where(notLike(session.token, `${secretMark}%`))
  expect(made.length).toBeGreaterThan(0)
  await expectNothingSecret(app, people.passwordHash, answers)
})

test('the session is shown to its user, unless banned or deleted', async () => {
  const { people, caller } = await setUp()
  for (const kind of callerKinds) {
    const { status, text } = await caller.send(await people.person(kind), {
      method: 'GET',
      url: '/api/auth/session',
    })
    if (isKey(kind)) {
      expect(status, kind).toBe(kind === 'revoked-key' ? 401 : 403)
      continue
    }
    const none = ['signed-out', 'banned', 'deleted'].includes(kind)
    expect([status, text.endsWith(' null')], kind).toEqual([200, none])
  }
})

/** What Better Auth registers, as `METHOD /path`. */
async function authPaths(): Promise<string[]> {
  const { database } = await createTestApp()
  const config = { ...readConfig({}), secrets: [testSecret] }
  const mailer = createMailer({ db: database.db, appUrl })
  const auth = createAuth({
    db: database.db,
    config,
    mailer,
    logger: createLogger('silent'),
    lockout: createLockout({ db: database.db, secrets: [testSecret], mailer }),
    signUpMode: async () => 'open',
    userCreated: async () => {},
  })
  return Object.values(auth.api).flatMap((endpoint) => {
    const { path, options } = endpoint as { path?: string; options: { method: string | string[] } }
    return path ? [options.method].flat().map((method) => `${method} ${path}`) : []
  })
}

test('every other route is declared here', async () => {
  // A procedure that streams has a route of its own.
  const streams = new Set(Object.keys(procedureAccess).map((path) => `/trpc/${path}`))
  const routes = (await routesOfServer()).filter((route) => !streams.has(route))
  expect(routes).toContain('/dev/mail/:id/html')
  const missing = routes.filter((route) => !(route in routeAccess))
  const advice = 'Declare who may see it in `routeAccess` of server/trpc/route-access-fixture.ts'
  expect(missing, `${advice}: ${missing.join(', ')}`).toEqual([])
  const gone = Object.keys(routeAccess).filter((route) => !routes.includes(route))
  expect(gone, `Take what is gone out of the table: ${gone.join(', ')}`).toEqual([])
})

// Fastify says by its hook what is registered, and by its channel that there is a server to hook into.
async function routesOfServer(): Promise<string[]> {
  const routes = new Set<string>()
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ url }) => void routes.add(url))
  }
  subscribe('fastify.initialization', listen)
  try {
    // With all that may be set up; nothing is asked of it.
    const stripe = { secretKey: 'sk_test_unused', webhookSecrets: ['whsec_unused'], apiUrl: null }
    await (await createTestApp({ config: { stripe } })).app.ready()
  } finally {
    unsubscribe('fastify.initialization', listen)
  }
  return [...routes]
}
