import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'
import type { Gatehouse } from './server-process.ts'
import type { Order, Report } from './shared-server.ts'

const program = fileURLToPath(new URL('./shared-server.ts', import.meta.url))
const quickStart = new URL('../server/quick-start.ts', import.meta.url).href

/** A server that serves one test after the other, each as if it had just been installed. */
export interface SharedServer {
  /**
   * Serves anew: with these variables in the environment, so many users whom nobody can sign in as, and, if it is to have
   * `fields`, a product that adds some to people; if it is to be `paid`, one's name costs credits to change.
   */
  renew(options: {
    environment: Record<string, string>
    users: number
    fields: boolean
    paid: boolean
  }): Promise<Gatehouse>
  /** Runs a statement as somebody does who has the database in their hands. */
  execute(statement: string): Promise<void>
  end(): Promise<void>
}

/** Starts the process of a server, which serves once it is renewed for the first time. */
export async function startSharedServer(): Promise<SharedServer> {
  // In a folder of its own, so that a `.env` of the working folder changes nothing.
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-e2e-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const { PATH = '' } = process.env
  const secret = randomBytes(32).toString('base64url')
  const child = fork(program, {
    cwd: folder,
    env: { PATH, PORT: String(port), LOG_LEVEL: 'warn', BETTER_AUTH_SECRET: secret },
    execArgv: ['--import', quickStart],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const send = async (order: Order) => {
    child.send(order)
    const report: Report = await Promise.race([
      once(child, 'message').then(([message]) => message),
      ended.then(([code]) => ({ error: `The server ended with ${code}.` })),
    ])
    if ('error' in report) throw new Error(report.error)
    return report.setupToken
  }
  return {
    renew: async (options) => {
      const setupToken = await send({ act: 'renew', ...options })
      return { url, setupLink: `${url}/setup?token=${setupToken}` }
    },
    execute: async (statement) => void (await send({ act: 'execute', statement })),
    end: async () => {
      child.disconnect()
      await ended
      await rm(folder, { recursive: true })
    },
  }
}
