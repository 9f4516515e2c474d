import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createPostgresDatabase } from '#test/database.ts'
import { openEventStream } from '#test/event-stream.ts'
import { dataFolder, type RunningProcess, run, temporaryFolder } from '#test/processes/server-process.ts'

const ready = / runs at (http:\/\/localhost:\d+)/
const password = 'correct-horse-battery'
const onlyEmbedded = 'Postgres has no data folder that a process could hold.'

// Where the data is: a folder of its own, or a database of its own on the test server.
async function place({ empty = false } = {}): Promise<Record<string, string>> {
  const embedded = inject('database') === 'embedded'
  const DATA_DIR = await (embedded && !empty ? dataFolder() : temporaryFolder())
  if (embedded) return { DATA_DIR }
  const { url, drop } = await createPostgresDatabase({ empty })
  onTestFinished(drop)
  return { DATA_DIR, DATABASE_URL: url, BETTER_AUTH_SECRET: 'kV8mZq2rT5wXy7BcD9eFgH1jKlM3nPqR' }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

async function startServer(env: Record<string, string>): Promise<{ server: RunningProcess; url: string }> {
  const server = run('server/main.ts', { env: { PORT: String(await freePort()), ...env }, cwd: env.DATA_DIR })
  const [, url = ''] = await server.printed(ready)
  return { server, url }
}

async function stop(server: RunningProcess): Promise<number | null> {
  server.child.kill('SIGTERM')
  return server.exited
}

const call = (url: string, path: string, body: unknown) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(body),
  })

test('started from nothing it prints a setup link; stopped and started again it has kept everything', async () => {
  const env = { ...(await place({ empty: true })), PORT: String(await freePort()) }
  const { server, url } = await startServer(env)
  const [, token = ''] = await server.printed(/\/setup\?token=(\S+)/)
  const admin = { name: 'Ada', email: 'ada@example.com', password }
  expect((await call(url, '/trpc/setup.complete', { ...admin, token })).status).toBe(200)
  expect(await stop(server)).toBe(0)
  const again = await startServer(env)
  expect(again.server.output()).not.toContain('/setup?token=')
  expect((await call(again.url, '/api/auth/sign-in/email', { email: admin.email, password })).status).toBe(
    200,
  )
  expect(await stop(again.server)).toBe(0)
})

test('a bad configuration is one message with every problem, and exit code 1', async () => {
  const server = run('server/main.ts', {
    env: { PORT: 'x', LOG_LEVEL: 'loud' },
    cwd: await temporaryFolder(),
  })
  expect(await server.exited).toBe(1)
  expect(server.output()).toMatch(/PORT must.*\n.*LOG_LEVEL must/)
  expect(server.output()).not.toMatch(/^\s+at /m)
})

test('a busy port is one sentence and exit code 1, and the data can be used afterwards', async () => {
  const env = await place()
  const taken = createServer().listen(0, 'localhost')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const { port } = taken.address() as AddressInfo
  const server = run('server/main.ts', { env: { ...env, PORT: String(port) }, cwd: env.DATA_DIR })
  expect(await server.exited).toBe(1)
  expect(server.output().trim()).toBe(
    `Port ${port} is in use. Stop what uses it, or set PORT to another one.`,
  )
  const { server: second } = await startServer(env)
  expect(await stop(second)).toBe(0)
})

test('a database that cannot be reached is one sentence without the password, and exit code 1', async () => {
  const env = {
    DATABASE_URL: 'postgres://someone:s3cret@127.0.0.1:1/gatehouse',
    BETTER_AUTH_SECRET: 'kV8mZq2rT5wXy7BcD9eFgH1jKlM3nPqR',
  }
  const server = run('server/main.ts', { env, cwd: await temporaryFolder() })
  expect(await server.exited).toBe(1)
  expect(server.output().trim()).toMatch(
    /^The database at postgres:\/\/127\.0\.0\.1:1\/gatehouse cannot be used: .+\.$/,
  )
  expect(server.output()).not.toContain('s3cret')
})

test('a second process on the data folder is refused, and the first goes on', async (context) => {
  if (inject('database') === 'postgres') context.skip(onlyEmbedded)
  const env = await place()
  const { server, url } = await startServer(env)
  const programs: [string, string[]][] = [
    ['server/main.ts', []],
    ['server/cli/user.ts', ['list']],
    ['server/cli/seed.ts', ['--users', '5']],
  ]
  for (const [program, args] of programs) {
    const second = run(program, { args, env: { ...env, PORT: '0' }, cwd: env.DATA_DIR })
    expect(await second.exited).toBe(1)
    expect(second.output().trim()).toMatch(/^Another process is using the data folder .*DATA_DIR.*\.$/)
  }
  expect((await fetch(`${url}/health/ready`)).status).toBe(200)
  expect(await stop(server)).toBe(0)
})

test('a process that was killed does not keep the folder, nor lose what it answered', async (context) => {
  if (inject('database') === 'postgres') context.skip(onlyEmbedded)
  const env = await place()
  const { server, url } = await startServer(env)
  const person = { name: 'Ada', email: 'ada@example.com', password }
  expect((await call(url, '/api/auth/sign-up/email', person)).status).toBe(200)
  server.child.kill('SIGKILL')
  await server.exited
  const again = await startServer(env)
  expect((await call(again.url, '/api/auth/sign-in/email', person)).status).toBe(400)
  expect((await call(again.url, '/api/auth/sign-in/email', { email: person.email, password })).status).toBe(
    200,
  )
  const secret = join(env.DATA_DIR ?? '', 'secret')
  expect((await readFile(secret, 'utf8')).trim().length).toBeGreaterThanOrEqual(43)
  expect((await stat(secret)).mode & 0o077).toBe(0)
})

test('the command line reads a password, ends with 1 and the reason, and shows what it can do', async () => {
  const env = await place()
  const command = async (program: string, args: string[], input = '') => {
    const done = run(`server/cli/${program}.ts`, { args, env, input, cwd: env.DATA_DIR })
    return { code: await done.exited, output: done.output() }
  }
  const create = ['create', '--email', 'Ada@example.com', '--name', 'Ada', '--role', 'admin']
  expect(await command('user', create, 'password123\n')).toMatchObject({
    code: 1,
    output: expect.stringMatching(/most common/),
  })
  expect(await command('user', create, `${password}\n`)).toMatchObject({ code: 0 })
  expect(await command('user', ['destroy'])).toMatchObject({
    code: 1,
    output: expect.stringMatching(/There is no command destroy[\s\S]*Usage:/),
  })
  const { server, url } = await startServer(env)
  const signIn = { email: 'ada@example.com', password }
  expect((await call(url, '/api/auth/sign-in/email', signIn)).status).toBe(200)
  expect(await stop(server)).toBe(0)
  // The server has sealed what both of them wrote.
  expect(await command('audit', ['verify'])).toEqual({
    code: 0,
    output: 'The log is as it was signed: 2 rows, and 0 that wait for the sealer.\n',
  })
  expect(await command('migrate', ['--retry', '0000_initial'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('No migration 0000_initial of this version stopped half-way.'),
  })
  expect(await command('audit', ['erase'])).toMatchObject({
    code: 1,
    output: expect.stringMatching(/There is no command erase[\s\S]*Usage:/),
  })
})

test('seed fills an empty database and asks before it adds to another', async () => {
  const env = await place()
  const seed = async (...args: string[]) => {
    const done = run('server/cli/seed.ts', { args, env, cwd: env.DATA_DIR })
    return { code: await done.exited, output: done.output() }
  }
  expect(await seed('--users', '1000')).toMatchObject({ code: 0, output: 'Added 1000 demo users.\n' })
  expect(await seed('--users', '5')).toMatchObject({ code: 1, output: expect.stringContaining('--append') })
  expect(await seed('--users', '5', '--append')).toMatchObject({ code: 0 })
  expect(await seed('--users', 'many')).toMatchObject({ code: 1 })
})

test('SIGTERM lets a call finish and ends the process within ten seconds', async () => {
  const { server, url } = await startServer(await place())
  const body = JSON.stringify({ email: 'a@example.com', redirectTo: '/reset-password' })
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    origin: url,
    expect: '100-continue',
  }
  const slow = request(`${url}/api/auth/request-password-reset`, { method: 'POST', headers })
  const answer = once(slow, 'response')
  slow.flushHeaders()
  // The server has begun with the call, and answers no sooner than 250 ms after its body is there.
  await once(slow, 'continue')
  slow.end(body)
  const startedAt = performance.now()
  const code = stop(server)
  const [{ statusCode }] = await answer
  expect(statusCode).toBe(200)
  expect(await code).toBe(0)
  expect(performance.now() - startedAt).toBeLessThan(20_000)
})

test('SIGTERM does not wait for open streams', async () => {
  const { server, url } = await startServer(await place())
  const person = { name: 'Ada', email: 'ada@example.com', password }
  const cookie = (await call(url, '/api/auth/sign-up/email', person)).headers.getSetCookie()[0]?.split(';')[0]
  const streams = await Promise.all(
    [1, 2, 3].map(() => openEventStream(`${url}/trpc/live.stream`, { cookie: cookie ?? '' })),
  )
  for (const stream of streams) await stream.heard((data) => (data as { kind?: string })?.kind === 'ready')
  const startedAt = performance.now()
  expect(await stop(server)).toBe(0)
  expect(performance.now() - startedAt).toBeLessThan(9000)
  await Promise.all(streams.map(({ closed }) => closed))
})
