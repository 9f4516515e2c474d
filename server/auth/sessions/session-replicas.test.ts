import { setTimeout as delay } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import { testSecret } from '#test/app.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { overrule } from '#test/empty-tables.ts'
import { createHttpCaller, type HttpCaller } from '#test/http-caller.ts'
import { createPeople, newPerson } from '#test/people.ts'
import { startDeafProxy } from '#test/postgres/deaf-proxy.ts'
import { findPgBouncer, startPgBouncer } from '#test/postgres/pgbouncer.ts'
import { freePort } from '#test/postgres/postgres-cluster.ts'
import { run, temporaryFolder } from '#test/processes/server-process.ts'
import { type OpenDatabase, openDatabase } from '../../database/open.ts'
import { bounds } from '../../database/pool.ts'
import { createSessionCookies } from './session-cookies.ts'

const rounds = inject('thorough') ? 200 : 60
const disturbedRounds = inject('thorough') ? 16 : 8
const together = 4
// What the heartbeat allows, and the time of the question itself on a busy machine.
const knownWithinMs = 1000
// What a notification takes on one.
const heardWithinMs = 50

async function startServer(databaseUrl: string, directUrl: string): Promise<HttpCaller> {
  const DATA_DIR = await temporaryFolder()
  const server = run('server/main.ts', {
    env: {
      PORT: String(await freePort()),
      DATABASE_URL: databaseUrl,
      DATABASE_DIRECT_URL: directUrl,
      DATA_DIR,
      BETTER_AUTH_SECRET: testSecret,
      // The test is the proxy that says where its calls come from.
      TRUSTED_PROXIES: '127.0.0.1,::1',
      LOG_LEVEL: 'warn',
    },
    cwd: DATA_DIR,
  })
  const [, url = ''] = await server.printed(/ runs at (http:\/\/localhost:\d+)/)
  const caller = createHttpCaller(url)
  onTestFinished(() => caller.close())
  return caller
}

async function openHere() {
  const { url, drop } = await createPostgresDatabase()
  onTestFinished(drop)
  const database = await openDatabase({ databaseUrl: url, dataDir: '' })
  onTestFinished(() => database.close())
  return { url, database }
}

let addresses = 0

/** People of the database, each at an address of their own, who call the servers. */
function createCallers({ db }: OpenDatabase) {
  const cookies = createSessionCookies({ appUrl: 'http://localhost', secrets: [testSecret] })
  const people = createPeople({ db, cookies, userCreated: async () => {} })
  return async (role: 'admin' | 'moderator') => {
    const address = `10.0.${++addresses >> 8}.${addresses & 255}`
    const { id, cookie } = await people.make(newPerson({ role, name: 'Before' }), address)
    const headers = { cookie: `${cookie.name}=${cookie.value}`, 'x-forwarded-for': address }
    return {
      id,
      query: (server: HttpCaller, path: string) => server.send({ path: `/trpc/${path}`, headers }),
      mutate: (server: HttpCaller, path: string, body: object = {}) =>
        server.send({ method: 'POST', path: `/trpc/${path}`, headers, body }),
    }
  }
}
type Person = Awaited<ReturnType<ReturnType<typeof createCallers>>>

interface Change {
  /** Makes it, by the other server or by hand. */
  make(context: { db: OpenDatabase['db']; admin: Person; other: HttpCaller; id: string }): Promise<unknown>
  /** The status of a mutation and of a console call after it. */
  mutation: number
  console: number
  /** Whether the answer to `users.me` knows of it. */
  known(answer: { status: number; body: string }): boolean
}

const ended = { mutation: 401, console: 401, known: ({ status }: { status: number }) => status === 401 }
const byAdmin =
  (path: string, input: object): Change['make'] =>
  async ({ admin, other, id }) => {
    const { status, body } = await admin.mutate(other, path, {
      ...input,
      [path === 'sessions.endOf' ? 'userId' : 'id']: id,
    })
    expect(status, body).toBe(200)
  }

const changes: Record<string, Change> = {
  'the end of a session': { make: byAdmin('sessions.endOf', {}), ...ended },
  'a ban': { make: byAdmin('users.ban', { reason: 'Spam', until: null }), ...ended },
  'a demotion': { make: byAdmin('users.setRole', { role: 'user' }), ...ended },
  'another name': {
    make: byAdmin('users.update', { name: 'After' }),
    mutation: 200,
    console: 200,
    known: ({ body }) => body.includes('"After"'),
  },
  'a ban by hand': {
    make: ({ db, id }) => db.update(user).set({ bannedAt: new Date() }).where(eq(user.id, id)),
    mutation: 403,
    console: 403,
    known: ({ status }) => status === 403,
  },
  'a demotion by hand': {
    make: ({ db, id }) => db.update(user).set({ role: 'user' }).where(eq(user.id, id)),
    mutation: 200,
    console: 403,
    known: ({ body }) => body.includes('"role":"user"'),
  },
}

interface Stage {
  db: OpenDatabase['db']
  person: ReturnType<typeof createCallers>
  /** Where changes are made, and where somebody who is concerned calls. */
  other: HttpCaller
  server: HttpCaller
  /** What happens to the server's news a moment before a change. */
  disturb?(): void
}

/** One person is changed while they call; how many milliseconds later a query still knew nothing of it. */
async function playRound(
  { db, person, other, server, disturb }: Stage,
  { change, admin, strictFirst }: { change: Change; admin: Person; strictFirst: boolean },
): Promise<number> {
  const somebody = await person('moderator')
  for (let call = 0; call < 3; call += 1) expect((await somebody.query(server, 'users.me')).status).toBe(200)
  // Some of these are looking the row up while it changes.
  const flood = Array.from({ length: 10 }, async (_, index) => {
    await delay(index)
    return somebody.query(server, 'users.me')
  })
  disturb?.()
  await change.make({ db, admin, other, id: somebody.id })
  const changedAt = performance.now()
  const beStrict = async () => {
    const [mutation, console] = await Promise.all([
      somebody.mutate(server, 'sessions.endOthers'),
      somebody.query(server, `users.list?input=${encodeURIComponent('{}')}`),
    ])
    expect([mutation.status, console.status]).toEqual([change.mutation, change.console])
  }
  // What they read is remembered for queries too, which in the other rounds have to hear of the change.
  if (strictFirst) await beStrict()
  let unknownMs = 0
  for (;;) {
    const askedMs = performance.now() - changedAt
    if (change.known(await somebody.query(server, 'users.me'))) break
    unknownMs = askedMs
    if (unknownMs > 10_000) throw new Error('A query never knew of the change.')
    await delay(5)
  }
  if (!strictFirst) await beStrict()
  await Promise.all(flood)
  return unknownMs
}

/** Rounds of every change, some at a time; how long each was unknown to the queries that were asked at once. */
async function play(stage: Stage, amount: number): Promise<number[]> {
  const ofAll: number[] = []
  for (const [name, change] of Object.entries(changes)) {
    const played: { strictFirst: boolean; unknownMs: number }[] = []
    const one = async () => {
      const admin = await stage.person('admin')
      while (played.length < amount) {
        const strictFirst = played.length % 2 === 1
        played.push({ strictFirst, unknownMs: await playRound(stage, { change, admin, strictFirst }) })
      }
    }
    await Promise.all(Array.from({ length: together }, one))
    // Where a strict call came first, the query was asked too late to say how soon it knew.
    const asked = played.filter(({ strictFirst }) => !strictFirst).map(({ unknownMs }) => unknownMs)
    const most = Math.max(...played.map(({ unknownMs }) => unknownMs))
    console.log(
      `${name}: ${played.length} rounds, still unknown to a query after ${p99(asked).toFixed(0)} ms at p99, ${most.toFixed(0)} ms at most`,
    )
    expect(most).toBeLessThan(knownWithinMs)
    ofAll.push(...asked)
  }
  return ofAll
}

const p99 = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN

/** Whether the server answers a query by what it remembers: it does not see what nobody was told. */
async function remembers({ db, person, server }: Stage): Promise<boolean> {
  const somebody = await person('moderator')
  for (let call = 0; call < 5; call += 1) {
    await somebody.query(server, 'users.me')
    await delay(50)
  }
  await overrule(db, sql`update "user" set name = 'Unheard of' where id = ${somebody.id}`)
  return !(await somebody.query(server, 'users.me')).body.includes('"Unheard of"')
}

describe.runIf(inject('database') === 'postgres')('two servers on one Postgres', () => {
  test('what one changes the other knows: at once in mutations and the console, soon in queries', async () => {
    const { url, database } = await openHere()
    const proxy = await startDeafProxy(url)
    const [other, server] = await Promise.all([startServer(url, url), startServer(url, proxy.url)])
    const stage = { db: database.db, person: createCallers(database), other, server }
    await expect.poll(() => remembers(stage), { timeout: 60_000 }).toBe(true)
    expect(p99(await play(stage, rounds))).toBeLessThan(heardWithinMs)
    expect(await remembers(stage)).toBe(true)

    let cut = true
    const cutting = (async () => {
      while (cut) {
        await database.db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'gatehouse listener' and datname = current_database()`)
        await delay(150)
      }
    })()
    await play(stage, disturbedRounds)
    cut = false
    await cutting
    await expect.poll(() => remembers(stage), { timeout: 60_000 }).toBe(true)

    const unknown: number[] = []
    const admin = await stage.person('admin')
    for (const change of Object.values(changes)) {
      for (let round = 0; round < disturbedRounds / 4; round += 1) {
        const deaf = { ...stage, disturb: proxy.deafen }
        unknown.push(await playRound(deaf, { change, admin, strictFirst: false }))
        expect(await remembers(stage)).toBe(false)
        proxy.hear()
        await expect.poll(() => remembers(stage), { timeout: 60_000 }).toBe(true)
      }
    }
    console.log(`half open: still unknown to a query after ${Math.max(...unknown).toFixed(0)} ms at most`)
    expect(Math.max(...unknown)).toBeLessThan(knownWithinMs)
  })

  test.runIf(findPgBouncer())(
    'a server whose news go through a pooler that delivers none looks everybody up',
    async () => {
      const { url, database } = await openHere()
      for (const [bound, ms] of Object.entries(bounds))
        await database.db.execute(
          sql.raw(
            `alter role current_user in database ${new URL(url).pathname.slice(1)} set ${bound} = ${ms}`,
          ),
        )
      const pooler = await startPgBouncer(url)
      const [other, server] = await Promise.all([startServer(url, url), startServer(pooler.url, pooler.url)])
      const stage = { db: database.db, person: createCallers(database), other, server }
      await play(stage, disturbedRounds)
      expect(await remembers(stage)).toBe(false)
      expect(await remembers({ ...stage, server: other })).toBe(true)
    },
  )
})
