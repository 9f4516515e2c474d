import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))

/** A server under test. */
export interface Gatehouse {
  url: string
  /** What it prints for the first admin. */
  setupLink: string
}

/** The whole product as a process of its own, with an empty embedded database that goes with it. */
export interface ServerProcess extends Gatehouse {
  dataDir: string
  /** Of the process that was started first. */
  pid: number
  stop(): Promise<void>
  /** Starts it again on the same data and port. */
  start(): Promise<void>
  remove(): Promise<void>
}

/**
 * Starts a server that nobody has set up yet; `prepare` may fill its data folder first, `root` is where another version of
 * the repository is.
 */
export async function startServer(
  options: { prepare?(env: Record<string, string>): Promise<void>; root?: string } = {},
): Promise<ServerProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-e2e-'))
  const port = await freePort()
  const { PATH = '' } = process.env
  const env = { PATH, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn' }
  await options.prepare?.(env)
  const main = join(options.root ?? repository, 'server/main.ts')
  let running = await launch(main, env, dataDir)
  return {
    url: `http://localhost:${port}`,
    dataDir,
    pid: running.child.pid ?? 0,
    setupLink: running.printed.match(/http\S+\/setup\?token=\S+/)?.[0] ?? '',
    stop: () => end(running.child),
    start: async () => {
      running = await launch(main, env, dataDir)
    },
    remove: async () => {
      await end(running.child)
      await rm(dataDir, { recursive: true })
    },
  }
}

// In the data folder, so that a `.env` of the working folder changes nothing.
async function launch(main: string, env: Record<string, string>, cwd: string) {
  const child = spawn(process.execPath, [main], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  const ready = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk
      // The announcement ends with an empty line.
      if (/ runs at .*\n\n/s.test(printed)) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${printed}`)))
  })
  await ready
  return { child, printed }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}
