import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { testSecret } from '#test/app.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { createHttpCaller, type HttpAnswer, type HttpCaller } from '#test/http-caller.ts'
import { freePort } from '#test/postgres/postgres-cluster.ts'
import { type RunningProcess, run, temporaryFolder } from '#test/processes/server-process.ts'
import { copyRepository } from '#test/repository-copy.ts'

const password = 'correct-horse-battery'

interface Replica extends HttpCaller {
  server: RunningProcess
  underWay: number
}

/** This version with one more migration, which takes its time and touches the table that every call reads. */
async function nextVersion(): Promise<string> {
  const root = await copyRepository(['drizzle', 'product', 'server', 'shared'])
  const journalFile = join(root, 'drizzle/migrations/meta/_journal.json')
  const journal = JSON.parse(await readFile(journalFile, 'utf8'))
  const last = journal.entries.at(-1)
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: '9999_next' })
  await writeFile(journalFile, JSON.stringify(journal))
  const statements = [
    `-- expand\n-- no transaction\nalter table "user" add column nick text default 'none' not null`,
    'create index concurrently user_nick on "user" (nick)',
    'select pg_sleep(1)',
  ]
  await writeFile(
    join(root, 'drizzle/migrations/9999_next.sql'),
    statements.join('\n--> statement-breakpoint\n'),
  )
  return root
}

async function startReplica(databaseUrl: string, root?: string): Promise<Replica> {
  const DATA_DIR = await temporaryFolder()
  const env = {
    PORT: String(await freePort()),
    DATABASE_URL: databaseUrl,
    DATA_DIR,
    BETTER_AUTH_SECRET: testSecret,
    // The test is the proxy that says where its calls come from.
    TRUSTED_PROXIES: '127.0.0.1,::1',
    LOG_LEVEL: 'warn',
  }
  const server = run('server/main.ts', { env, cwd: DATA_DIR, root })
  const [, url = ''] = await server.printed(/ runs at (http:\/\/localhost:\d+)/)
  const caller = createHttpCaller(url)
  onTestFinished(() => caller.close())
  return { ...caller, server, underWay: 0 }
}

/** What stands in front of the replicas: sends each call to one of them, and none to one that is to go. */
function createBalancer(first: Replica) {
  const rotation = [first]
  let turn = 0
  const send = async (options: Parameters<HttpCaller['send']>[0]): Promise<HttpAnswer> => {
    const replica = rotation[turn++ % rotation.length] ?? first
    replica.underWay += 1
    return replica.send(options).finally(() => {
      replica.underWay -= 1
    })
  }
  const add = async (replica: Replica) => {
    expect(await replica.send({ path: '/health/ready' })).toMatchObject({ status: 200 })
    rotation.push(replica)
  }
  const remove = async (replica: Replica) => {
    // It has served all the time, whatever the other version did to the database.
    expect(await replica.send({ path: '/health/ready' })).toMatchObject({ status: 200 })
    rotation.splice(rotation.indexOf(replica), 1)
    while (replica.underWay > 0) await delay(5)
    replica.server.child.kill('SIGTERM')
    expect(await replica.server.exited).toBe(0)
    expect(replica.server.output()).not.toMatch(/"level":(40|50|60)/)
  }
  return { send, add, remove }
}

type Send = HttpCaller['send']

const cookieOf = ({ headers }: HttpAnswer) =>
  [headers['set-cookie']]
    .flat()
    .map((cookie) => cookie?.split(';', 1)[0])
    .join('; ')

/** People who register, and then read, change their name and sign in again until they are stopped. */
async function createLoad(send: Send, amount: number) {
  const people = await Promise.all(
    Array.from({ length: amount }, async (_, index) => {
      const address = { 'x-forwarded-for': `192.0.2.${index + 1}` }
      const email = `person-${index}@example.com`
      const body = { name: 'Person', email, password }
      const path = '/api/auth/sign-up/email'
      const answer = await send({ method: 'POST', path, headers: address, body })
      expect(answer.status, answer.body).toBe(200)
      return { email, address, headers: { ...address, cookie: cookieOf(answer) } }
    }),
  )
  let stopped = false
  const failures: string[] = []
  let calls = 0
  const note = (what: string, { status, body }: HttpAnswer) => {
    calls += 1
    if (status !== 200) failures.push(`${what}: ${status} ${body}`)
  }
  const live = async ({ email, address, headers }: (typeof people)[number]) => {
    for (let round = 1; !stopped; round++) {
      note('me', await send({ path: '/trpc/users.me', headers }))
      const rename = {
        method: 'POST',
        path: '/trpc/users.updateMe',
        body: { name: `Person ${round}` },
      } as const
      note('update', await send({ ...rename, headers }))
      const signIn = { method: 'POST', path: '/api/auth/sign-in/email', body: { email, password } } as const
      if (round % 5 === 0) note('sign in', await send({ ...signIn, headers: address }))
      await delay(250)
    }
  }
  const running = Promise.all(people.map(live))
  return {
    async stop() {
      stopped = true
      await running
      return { failures, calls }
    },
  }
}

// The embedded database has one process.
test.runIf(inject('database') === 'postgres')(
  'a release with an expanding migration rolls in and back under load: no call fails, nobody is signed out',
  async () => {
    const { url, drop } = await createPostgresDatabase()
    onTestFinished(drop)
    const [before, root] = await Promise.all([startReplica(url), nextVersion()])
    const balancer = createBalancer(before)
    const load = await createLoad(balancer.send, 4)
    onTestFinished(async () => void (await load.stop()))

    const next = await startReplica(url, root)
    await balancer.add(next)
    await balancer.remove(before)
    const back = await startReplica(url)
    await balancer.add(back)
    await balancer.remove(next)

    const { failures, calls } = await load.stop()
    expect(failures).toEqual([])
    expect(calls).toBeGreaterThan(20)
    await balancer.remove(back)
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query('select distinct nick from "user"').finally(() => client.end())
    expect(rows).toEqual([{ nick: 'none' }])
  },
)
