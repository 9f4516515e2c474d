import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { freePort } from './postgres-cluster.ts'

/** The program; null when this machine has none. Debian puts it where only root's PATH leads. */
export function findPgBouncer(): string | null {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin']
  return folders.map((folder) => join(folder, 'pgbouncer')).find((file) => existsSync(file)) ?? null
}

export interface PgBouncer {
  /** Leads to the same database through the pooler. */
  url: string
  /** Has it give up the connections that it holds to Postgres. */
  reconnect(): Promise<void>
}

/** A PgBouncer in transaction mode before the database of `url`, with three connections, ended with the test. */
export async function startPgBouncer(
  url: string,
  options: { ignoredParameters?: string } = {},
): Promise<PgBouncer> {
  const program = findPgBouncer()
  if (!program) throw new Error('There is no pgbouncer here.')
  const { hostname, port, username, password } = new URL(url)
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-pgbouncer-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const pooled = new URL(url)
  pooled.hostname = '127.0.0.1'
  pooled.port = String(await freePort())
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: pooled.port,
    unix_socket_dir: '',
    auth_type: 'trust',
    auth_file: join(folder, 'users'),
    admin_users: username,
    pool_mode: 'transaction',
    default_pool_size: 3,
    ignore_startup_parameters: options.ignoredParameters ?? '',
    logfile: join(folder, 'log'),
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  const databases = `[databases]\n* = host=${hostname} port=${port || 5432}`
  await writeFile(join(folder, 'users'), `"${username}" "${decodeURIComponent(password)}"\n`)
  await writeFile(join(folder, 'config'), `${databases}\n[pgbouncer]\n${lines.join('\n')}\n`)
  await startProgram(program, folder)
  await waitForAnswer(pooled.href, folder)
  const console = new URL(pooled)
  console.pathname = '/pgbouncer'
  return { url: pooled.href, reconnect: () => send(console.href, 'RECONNECT') }
}

async function startProgram(program: string, folder: string): Promise<void> {
  // It refuses to work as root, so there the user that Debian's package of Postgres makes does it.
  let uid: number | undefined
  if (userInfo().uid === 0) {
    uid = Number((await promisify(execFile)('id', ['-u', 'postgres'])).stdout)
    await chown(folder, uid, 0)
  }
  const child = spawn(program, ['--quiet', join(folder, 'config')], { uid, stdio: 'ignore', cwd: folder })
  const exited = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exited
  })
}

async function waitForAnswer(url: string, folder: string): Promise<void> {
  for (const startedAt = performance.now(); ; await delay(50)) {
    const failed = await send(url, 'select 1').catch((error: Error) => error)
    if (!failed) return
    if (performance.now() - startedAt < 60_000) continue
    const log = await readFile(join(folder, 'log'), 'utf8').catch(() => '')
    throw new Error(`The pooler does not answer. Its log:\n${log}`, { cause: failed })
  }
}

async function send(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
