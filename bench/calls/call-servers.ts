import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { session, user } from '#drizzle/schema/index.ts'
import { freePort } from '#e2e/free-port.ts'
import { generateId } from '#server/auth/generate-id.ts'
import { createSessionCookies } from '#server/auth/sessions/session-cookies.ts'
import type { Database } from '#server/database/database.ts'
import { createEmbedded, databaseFolder, wrapEmbedded } from '#server/database/open.ts'
import { BoundedPool } from '#server/database/pool.ts'
import { schema } from '#server/database/schema.ts'
import { benchSecret } from '../bench-server.ts'
import { createTemporaryDatabase } from '../temporary-database.ts'

const people = 1000
const admins = 100
const startedWithinMs = 60_000
const repository = fileURLToPath(new URL('../..', import.meta.url))

export type DatabaseKind = 'embedded' | 'postgres'

/** Somebody with a session. */
export interface Person {
  id: string
  role: 'user' | 'admin'
  token: string
  /** The value of their session's cookie, whatever its name. */
  cookie: string
}

export interface CallServer {
  port: number
  /** Seconds of processor time that the process has taken, its threads included. */
  cpuSeconds(): number
}

/** A server's process for each side of the comparison, all on databases with the same people. */
export interface CallServers {
  /** The database with its version, for the report. */
  database: string
  people: readonly Person[]
  admins: readonly Person[]
  ours: CallServer
  /** Ours, with nothing that limits signed-in calls. */
  unlimited: CallServer
  /** A second process of ours on the same database; none can share an embedded one. */
  second: CallServer | null
  starter: CallServer
  remove(): Promise<void>
}

type Undo = (() => Promise<unknown>)[]

/** Fills a fresh database of the kind and starts the servers on it; their owner removes everything. */
export async function startCallServers(kind: DatabaseKind): Promise<CallServers> {
  const undo: Undo = []
  const remove = async () => {
    for (const step of undo.reverse()) await step()
  }
  const everybody = makePeople()
  try {
    const filled = await (kind === 'postgres' ? fillPostgres : fillEmbedded)(everybody, undo)
    const start = (program: string, preload?: string) => launch({ program, preload, filled, undo })
    const ours = await start('server/main.ts')
    return {
      database: filled.version,
      people: everybody.filter(({ role }) => role === 'user'),
      admins: everybody.filter(({ role }) => role === 'admin'),
      ours,
      unlimited: await start('server/main.ts', 'bench/calls/without-limits.ts'),
      second: filled.url ? await start('server/main.ts') : null,
      starter: await start('bench/calls/starter-server.ts'),
      remove,
    }
  } catch (error) {
    await remove()
    throw error
  }
}

function makePeople(): Person[] {
  const cookies = createSessionCookies({ appUrl: 'http://localhost', secrets: [benchSecret] })
  return Array.from({ length: people }, (_, index) => {
    const token = generateId()
    const [, cookie = ''] = cookies.giveSession(token, null).match(/^.+?=(.+?);/) ?? []
    return { id: generateId(), role: index < admins ? 'admin' : 'user', token, cookie }
  })
}

async function insertPeople(db: Database, everybody: Person[]): Promise<void> {
  await db.insert(user).values(
    everybody.map(({ id, role }, index) => ({
      id,
      role,
      email: `person${index}@example.com`,
      name: `Person ${index}`,
      emailVerified: true,
    })),
  )
  const expiresAt = new Date(Date.now() + 7 * 24 * 60 * 60_000)
  const address = { ipAddress: '127.0.0.1', userAgent: 'bench' }
  await db
    .insert(session)
    .values(
      everybody.map(({ id, token }) => ({ id: generateId(), userId: id, token, expiresAt, ...address })),
    )
}

interface Filled {
  version: string
  /** Of Postgres. */
  url?: string
  /** What each server on the embedded database has a copy of. */
  dataDir?: string
}

async function fillPostgres(everybody: Person[], undo: Undo): Promise<Filled> {
  const { url, version, drop } = await createTemporaryDatabase()
  undo.push(drop)
  const pool = new BoundedPool({ connectionString: url, max: 1 })
  await insertPeople(drizzle(pool, { schema }) as unknown as Database, everybody)
  await pool.query('vacuum analyze')
  await pool.end()
  return { version, url }
}

async function fillEmbedded(everybody: Person[], undo: Undo): Promise<Filled> {
  const dataDir = await temporaryFolder(undo)
  const database = await wrapEmbedded(await createEmbedded(databaseFolder(dataDir)))
  await insertPeople(database.db, everybody)
  await database.close()
  return { version: 'the embedded database', dataDir }
}

async function temporaryFolder(undo: Undo): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'))
  undo.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

interface Launch {
  program: string
  preload?: string
  filled: Filled
  undo: Undo
}

// In a folder of its own, so that a `.env` of the working folder changes nothing.
async function launch({ program, preload, filled, undo }: Launch): Promise<CallServer> {
  const dataDir = await temporaryFolder(undo)
  if (filled.dataDir) await cp(filled.dataDir, dataDir, { recursive: true })
  const port = await freePort()
  const env = {
    PATH: process.env.PATH ?? '',
    PORT: String(port),
    DATA_DIR: dataDir,
    BETTER_AUTH_SECRET: benchSecret,
    TRUSTED_PROXIES: '127.0.0.1,::1',
    ...(filled.url && { DATABASE_URL: filled.url }),
  }
  const preloads = preload ? ['--import', join(repository, preload)] : []
  // Such as `--cpu-prof --cpu-prof-dir=profiles`, to see where the time goes.
  const given = process.env.BENCH_NODE_ARGS?.split(' ') ?? []
  const args = [...given, ...preloads, join(repository, program)]
  const child = spawn(process.execPath, args, { cwd: dataDir, env, stdio: ['ignore', 'ignore', 'inherit'] })
  undo.push(() => end(child))
  await answering(child, port)
  return { port, cpuSeconds: () => cpuSecondsOf(child.pid ?? 0) }
}

async function answering(child: ChildProcess, port: number): Promise<void> {
  const until = performance.now() + startedWithinMs
  while (performance.now() < until && child.exitCode === null) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
    if (answered) return
    await delay(100)
  }
  throw new Error('A server of the benchmark did not start.')
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}

// Linux counts in hundredths of a second, behind a name that may hold anything but a bracket.
function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
