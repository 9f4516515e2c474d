import { sql } from 'drizzle-orm'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { openDatabase } from '#server/database/open.ts'
import { createTestApp, testSecret } from '#test/app.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { createHttpCaller } from '#test/http-caller.ts'
import { createPostgresCluster, findPostgresPrograms } from '#test/postgres/postgres-cluster.ts'
import { dataFolder, run } from '#test/processes/server-process.ts'
import { balanceOf, creditsContext } from '../credits-fixture.ts'
import { grantCredits } from '../grant-credits.ts'
import { sweepHolds } from '../sweep-credits.ts'
import { verifyCredits } from '../verify-credits.ts'
import { withPayer } from './paid-calls-fixture.ts'

const onPostgres = inject('database') === 'postgres'

interface Place {
  env: Record<string, string>
  databaseUrl: string | null
  dataDir: string
}

async function place(): Promise<Place> {
  const dataDir = await dataFolder()
  const env = { PORT: '0', BETTER_AUTH_SECRET: testSecret, LOG_LEVEL: 'warn', DATA_DIR: dataDir }
  if (!onPostgres) return { env, databaseUrl: null, dataDir }
  const { url, drop } = await createPostgresDatabase()
  onTestFinished(drop)
  return { env: { ...env, DATABASE_URL: url }, databaseUrl: url, dataDir }
}

/** Opens the database beside the processes; the embedded one while none of them runs. */
async function inDatabase<Result>(
  where: Place,
  work: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase(where)
  return work(database).finally(() => database.close())
}

/** Somebody with 100 credits, and the cookie of their session. */
const makePayer = (where: Place) =>
  inDatabase(where, async (database) => {
    const { app, browser } = await createTestApp({ database })
    const payer = browser()
    const { id } = await payer.become()
    await grantCredits(creditsContext(database.db), { ownerId: id, credits: 100, key: 'start' })
    await app.close()
    return { id, cookie: [...payer.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  })

async function startServer({ env }: Place, cookie: string) {
  const server = run('test/processes/paid-server.ts', { env, input: null })
  const [, url = ''] = await server.printed(/^serves (\S+)$/m)
  const caller = createHttpCaller(url)
  onTestFinished(() => caller.close())
  const post = (path: string, body: object) =>
    caller.send({ method: 'POST', path: `/trpc/${path}`, headers: { cookie }, body })
  return { server, post }
}

test('killed in the middle of a call: it is given back, and what was answered before is charged', async () => {
  const where = await place()
  const { id, cookie } = await makePayer(where)
  const { server, post } = await startServer(where, cookie)
  expect((await post('paid.fixed', {})).status).toBe(200)
  const call = post('paid.byInput', { units: 40, idempotencyKey: crypto.randomUUID() })
  const slow = post('paid.support', { units: 600_000 }).catch((error) => error)
  expect((await call).status).toBe(200)
  await server.printed(/(working\s+){3}/)
  server.child.kill('SIGKILL')
  await server.exited
  expect(await slow).toBeInstanceOf(Error)
  await inDatabase(where, async ({ db }) => {
    expect(await balanceOf(db, id)).toMatchObject({ balance: 15, held: 5 })
    await db.execute(sql`update credit_hold set expires_at = now() - interval '1 second'`)
    expect(await sweepHolds(creditsContext(db))).toBe(1)
    expect(await balanceOf(db, id)).toMatchObject({ balance: 15, held: 0 })
    expect((await verifyCredits({ db })).problem).toBeNull()
  })
})

test('a server that stops charges the calls which it still answers', async () => {
  const where = await place()
  const { id, cookie } = await makePayer(where)
  const { server, post } = await startServer(where, cookie)
  const call = post('paid.fixed', { units: 500 })
  await server.printed(/working/)
  server.child.kill('SIGTERM')
  expect([(await call).status, await server.exited]).toEqual([200, 0])
  await inDatabase(where, async ({ db }) =>
    expect(await balanceOf(db, id)).toMatchObject({ balance: 95, held: 0 }),
  )
  expect(server.output()).not.toMatch(/"level":(40|50|60)/)
})

describe.runIf(onPostgres)('on one Postgres', () => {
  test('two servers sell what is there and no more, by single calls and in batches, and a key once', async () => {
    const where = await place()
    const { id, cookie } = await makePayer(where)
    const servers = await Promise.all([startServer(where, cookie), startServer(where, cookie)])
    const send = (index: number, path: string, body: object) => servers[index % 2]?.post(path, body)
    const idempotencyKey = crypto.randomUUID()
    const again = await Promise.all(
      Array.from({ length: 10 }, (_, index) => send(index, 'paid.fixed', { idempotencyKey })),
    )
    expect(again.filter((answer) => answer?.status === 200)).toHaveLength(1)
    const batch = `${Array(5).fill('paid.fixed').join(',')}?batch=1`
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => send(index, 'paid.fixed', {})),
      ...Array.from({ length: 4 }, (_, index) => send(index, batch, { 0: {}, 1: {}, 2: {}, 3: {}, 4: {} })),
    ])
    const results = answers.flatMap((answer) => JSON.parse(answer?.body ?? ''))
    expect(results).toHaveLength(40)
    const paid = results.filter(({ error }) => !error)
    const refused = results.flatMap(({ error }) => error?.data.reason.kind ?? [])
    expect([paid.length, new Set(refused)]).toEqual([19, new Set(['credits'])])
    await inDatabase(where, async ({ db }) => {
      expect(await balanceOf(db, id)).toMatchObject({ balance: 0, held: 0 })
      expect((await verifyCredits({ db })).problem).toBeNull()
    })
  })

  const programs = findPostgresPrograms()
  test.skipIf(!programs)('a database that stops while a call runs: 503, and the hold lapses', async () => {
    const cluster = await createPostgresCluster(programs ?? '')
    onTestFinished(() => cluster.remove())
    const database = await openDatabase({ databaseUrl: cluster.url, dataDir: '' })
    onTestFinished(() => database.close())
    const { call, doing, balance, held, lapse, ctx, spent } = await withPayer({ database })
    doing(() => cluster.stop('immediate'))
    expect(await call('REST')).toMatchObject({ status: 503, reason: { kind: 'unavailable' } })
    await cluster.start()
    await expect.poll(() => balance().catch(() => null), { timeout: 60_000 }).toBe(100)
    expect(await held()).toBe(5)
    await lapse()
    expect([await sweepHolds(ctx), await held(), await spent()]).toEqual([1, 0, []])
  })
})
