import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** A Postgres of the test's own, which it may stop and start without disturbing anybody. */
export interface PostgresCluster {
  url: string
  start(): Promise<void>
  /** `immediate` drops every connection at once, as a crash does; `fast` ends them with a message. */
  stop(mode: 'fast' | 'immediate'): Promise<void>
  remove(): Promise<void>
}

/** The folder of initdb and pg_ctl; null when this machine has no Postgres server to start. */
export function findPostgresPrograms(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ]
  return (
    folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl'))) ?? null
  )
}

/** Makes and starts a cluster in a temporary folder, on a free port of this machine. */
export async function createPostgresCluster(programs: string): Promise<PostgresCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-postgres-'))
  const port = await freePort()
  // initdb refuses to work as root, so there the user that Debian's package makes does it.
  const asRoot = userInfo().uid === 0
  if (asRoot) {
    const { stdout } = await execute('id', ['-u', 'postgres'])
    await chown(folder, Number(stdout), 0)
  }
  const as = (program: string, ...args: string[]) => {
    const command = [join(programs, program), ...args]
    const [file = '', ...rest] = asRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command
    return execute(file, rest, { cwd: folder })
  }
  const data = join(folder, 'data')
  await as(
    'initdb',
    '--pgdata',
    data,
    '--username',
    'postgres',
    '--auth',
    'trust',
    '--no-sync',
    '--locale',
    'C',
  )
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`
  const cluster: PostgresCluster = {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start: async () => {
      await as(
        'pg_ctl',
        'start',
        '--pgdata',
        data,
        '--wait',
        '--silent',
        '--log',
        join(folder, 'log'),
        '--options',
        options,
      )
    },
    stop: async (mode) => {
      await as('pg_ctl', 'stop', '--pgdata', data, '--wait', '--silent', '--mode', mode)
    },
    remove: async () => {
      await as('pg_ctl', 'stop', '--pgdata', data, '--wait', '--silent', '--mode', 'immediate').catch(
        () => {},
      )
      await rm(folder, { recursive: true, force: true })
    },
  }
  await cluster.start()
  return cluster
}

/** A port of this machine that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (typeof address === 'string' || !address) throw new Error('There is no free port.')
  return address.port
}
