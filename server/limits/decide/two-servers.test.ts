import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { eq, like } from 'drizzle-orm'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { limitBlock, limitMinute, rateLimit, user } from '#drizzle/schema/index.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { createHttpCaller, type HttpAnswer, type HttpCaller } from '#test/http-caller.ts'
import { run, temporaryFolder } from '#test/processes/server-process.ts'
import { type OpenDatabase, openDatabase } from '../../database/open.ts'
import { sweepCounters } from '../counters/sweep-counters.ts'

const rounds = 20
const password = 'correct-horse-battery'

async function startServer(databaseUrl: string, clockShiftMs: number): Promise<HttpCaller> {
  const taken = createServer().listen(0, 'localhost')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  taken.close()
  const DATA_DIR = await temporaryFolder()
  const server = run('server/main.ts', {
    env: {
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      DATA_DIR,
      BETTER_AUTH_SECRET: 'kV8mZq2rT5wXy7BcD9eFgH1jKlM3nPqR',
      // The test is the proxy that says where its calls come from.
      TRUSTED_PROXIES: '127.0.0.1,::1',
      LOG_LEVEL: 'warn',
    },
    cwd: DATA_DIR,
    clockShiftMs,
  })
  const [, url = ''] = await server.printed(/ runs at (http:\/\/localhost:\d+)/)
  const caller = createHttpCaller(url)
  onTestFinished(() => {
    caller.close()
    // What a server logs of calls that only succeed or are refused is a failure that nobody saw.
    expect(server.output()).not.toMatch(/"level":(40|50|60)/)
  })
  return caller
}

async function startPair(clockShiftMs: number) {
  const { url, drop } = await createPostgresDatabase()
  onTestFinished(drop)
  const database = await openDatabase({ databaseUrl: url, dataDir: '' })
  onTestFinished(() => database.close())
  const servers = await Promise.all([startServer(url, 0), startServer(url, clockShiftMs)])
  return { database, servers }
}

const from = (address: string, cookie = '') => ({ 'x-forwarded-for': address, ...(cookie && { cookie }) })
const many = <Result>(amount: number, run: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: amount }, (_, index) => run(index)))

/** So many calls of a procedure, a fifth of them one by one, the others in batches of 20; how many of each status. */
async function callProcedure(
  servers: HttpCaller[],
  path: string,
  amount: number,
  headers: (index: number) => Record<string, string>,
): Promise<Record<string, number>> {
  const single = amount / 5
  const send = (index: number, calls: number) => {
    const query = calls === 1 ? path : `${Array(calls).fill(path).join(',')}?batch=1`
    return servers[index % 2]?.send({ path: `/trpc/${query}`, headers: headers(index) })
  }
  const answers = await Promise.all([
    many(single, (index) => send(index, 1) ?? fail()),
    many((amount - single) / 20, (index) => send(index, 20) ?? fail()),
  ])
  return tally(answers.flat().flatMap(statusesOf))
}

function statusesOf({ status, body }: HttpAnswer): number[] {
  if (!body.startsWith('[')) return [status]
  const results: { error?: { data: { httpStatus: number } } }[] = JSON.parse(body)
  return results.map(({ error }) => error?.data.httpStatus ?? 200)
}

function tally(statuses: number[]): Record<string, number> {
  return Object.fromEntries(
    [...Map.groupBy(statuses, (status) => status)].map(([status, each]) => [status, each.length]),
  )
}

const fail = (): never => {
  throw new Error('There are two servers.')
}

async function register(server: HttpCaller, address: string, email: string) {
  const person = { name: 'Person', email, password }
  const answer = await server.send({
    method: 'POST',
    path: '/api/auth/sign-up/email',
    headers: from(address),
    body: person,
  })
  expect(answer.status, answer.body).toBe(200)
  return { id: JSON.parse(answer.body).user.id as string, cookie: cookieOf(answer) }
}

async function signIn(server: HttpCaller, address: string, email: string): Promise<string> {
  const body = { email, password }
  const answer = await server.send({
    method: 'POST',
    path: '/api/auth/sign-in/email',
    headers: from(address),
    body,
  })
  expect(answer.status, answer.body).toBe(200)
  return cookieOf(answer)
}

const cookieOf = ({ headers }: HttpAnswer) =>
  [headers['set-cookie']]
    .flat()
    .map((cookie) => cookie?.split(';', 1)[0])
    .join('; ')

// Much longer than a round takes, on a machine that is slow at the moment too.
const windowMs = 120_000

/** Gives the limits that are tested a longer window, by the admin's own call; both servers know it afterwards. */
async function lengthenWindows(servers: HttpCaller[], cookie: string): Promise<void> {
  const [one = fail()] = servers
  for (const [id, scope, limit] of [
    ['auth', 'ip', 150],
    ['signed-in', 'session', 150],
    ['signed-in', 'user', 300],
    ['public', 'ip', 150],
  ]) {
    const body = { id, scope, limit, windowMs, reason: 'A round takes longer than 15 seconds' }
    const headers = from('192.0.2.9', cookie)
    const answer = await one.send({ method: 'POST', path: '/trpc/limits.setPolicy', headers, body })
    expect(answer.status, answer.body).toBe(200)
  }
  const windowAt = async (server: HttpCaller) => {
    const { headers } = await server.send({ path: '/trpc/health.ping', headers: from('192.0.2.10') })
    return headers['ratelimit-policy']
  }
  for (const server of servers)
    await expect.poll(() => windowAt(server), { timeout: 60_000 }).toContain(`w=${windowMs / 1000}`)
}

/** Until it is stopped: an admin resets counters that others use, and the sweep runs. */
function disturb(database: OpenDatabase, server: HttpCaller, cookie: string) {
  let stopped = false
  const repeat = async (act: () => Promise<unknown>) => {
    while (!stopped) await act()
  }
  const reset = async () => {
    await server.send({ path: '/trpc/health.ping', headers: from('192.0.2.1') })
    const body = { id: 'public/ip:192.0.2.1' }
    // The admin keeps to the limits as everybody does: 120 changes a minute.
    const { status } = await server.send({
      method: 'POST',
      path: '/trpc/limits.reset',
      headers: from('192.0.2.9', cookie),
      body,
    })
    expect([200, 404, 429]).toContain(status)
  }
  const running = Promise.all([repeat(reset), repeat(() => sweepCounters(database.db))])
  return async () => {
    stopped = true
    await running
  }
}

async function countOf({ db }: OpenDatabase, key: string): Promise<number | undefined> {
  const [row] = await db.select({ count: rateLimit.count }).from(rateLimit).where(eq(rateLimit.key, key))
  return row?.count
}

const onPostgres = inject('database') === 'postgres'
if (!onPostgres)
  console.log(
    'two-servers.test.ts needs a Postgres for two processes to share: the embedded database has one.',
  )

describe.runIf(onPostgres)('on one Postgres', () => {
  test.each([0, 30_000])(
    'two servers, clocks %i ms apart: 20 rounds of ten times the limit, none over, none lost',
    async (clockShiftMs) => {
      const { database, servers } = await startPair(clockShiftMs)
      const [one = fail(), two = fail()] = servers
      const admin = await register(one, '192.0.2.8', 'admin@example.com')
      await database.db.update(user).set({ role: 'admin' }).where(eq(user.id, admin.id))
      const adminCookie = admin.cookie
      await lengthenWindows(servers, adminCookie)
      for (let round = 0; round < rounds; round += 1) {
        const address = `198.51.100.${round + 1}`
        const email = `person${round}@example.com`
        const person = await register(one, address, email)
        const cookies = [person.cookie, await signIn(two, address, email)]
        const settle = disturb(database, one, adminCookie)
        try {
          const startedAt = performance.now()
          const open = `203.0.113.${round + 1}`
          expect(await callProcedure(servers, 'health.ping', 1500, () => from(open))).toEqual({
            200: 150,
            429: 1350,
          })
          expect(await countOf(database, `public/ip:${open}`)).toBe(150)

          // Two sessions of one user share the user's counter, and each server serves both.
          const mine = await callProcedure(servers, 'users.me', 3000, (index) =>
            from(address, cookies[(index >> 1) % 2]),
          )
          expect(mine).toEqual({ 200: 300, 429: 2700 })
          expect(await countOf(database, `signed-in/user:${person.id}`)).toBe(300)

          // Each path is another one, and none of them exists: those that pass are not found.
          const stranger = `203.0.113.${round + 101}`
          const paths = await many(1500, async (index) => {
            const path = `/api/auth/${Math.random()}/${index}`
            return (await servers[index % 2]?.send({ path, headers: from(stranger) })) ?? fail()
          })
          expect(tally(paths.map(({ status }) => status))).toEqual({ 404: 150, 429: 1350 })
          expect(
            await database.db
              .select()
              .from(rateLimit)
              .where(like(rateLimit.key, `%${stranger}`)),
          ).toMatchObject([{ key: `auth/ip:${stranger}`, count: 150 }])
          // Longer than the window, more than the limit might rightly pass.
          expect(performance.now() - startedAt).toBeLessThan(windowMs)
        } finally {
          await settle()
        }
      }
      await expectRecord(database)
    },
  )
})

// Both servers write what they decided every two seconds.
async function expectRecord({ db }: OpenDatabase) {
  await expect
    .poll(
      async () => {
        const minutes = await db.select().from(limitMinute).where(eq(limitMinute.policy, 'auth'))
        const blocked = await db.select().from(limitBlock).where(eq(limitBlock.policy, 'auth'))
        return {
          blocked: minutes.reduce((sum, minute) => sum + minute.blocked, 0),
          listed: blocked.reduce((sum, { count }) => sum + count, 0),
          procedures: [...new Set(blocked.map(({ lastProcedure }) => lastProcedure))],
        }
      },
      { timeout: 60_000, interval: 500 },
    )
    .toEqual({ blocked: rounds * 1350, listed: rounds * 1350, procedures: ['GET /api/auth/*'] })
}
