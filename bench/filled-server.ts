import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from '@playwright/test'
import { startServer } from '#e2e/server-process.ts'
import { admin, signIn } from '#e2e/steps.ts'
import { createEmbedded, wrapEmbedded } from '#server/database/open.ts'
import { startBenchServer } from './bench-server.ts'
import { insertUsers, insertUsersThrough } from './user-rows.ts'

const userCommand = fileURLToPath(new URL('../server/cli/user.ts', import.meta.url))

export type DatabaseKind = 'embedded' | 'postgres'

/** A real server process over so many invented users, and one admin who can sign in. */
export interface FilledServer {
  url: string
  /** The database with its version, for the report. */
  database: string
  remove(): Promise<void>
}

/** Fills a fresh database of the kind and starts a server on it; its owner removes both. */
export async function startFilledServer(kind: DatabaseKind, users: number): Promise<FilledServer> {
  return kind === 'embedded' ? onEmbedded(users) : onPostgres(users)
}

async function onEmbedded(users: number): Promise<FilledServer> {
  const server = await startServer({
    prepare: async (env) => {
      const client = await createEmbedded(join(env.DATA_DIR ?? '', 'database'))
      const database = await wrapEmbedded(client)
      await insertUsersThrough(client, users)
      await database.close()
      await createAdmin(env)
    },
  })
  return { url: server.url, database: 'the embedded database', remove: () => server.remove() }
}

const onPostgres = (users: number): Promise<FilledServer> =>
  startBenchServer({
    prepare: async (env, databaseUrl) => {
      await insertUsers(databaseUrl, users)
      await createAdmin(env)
    },
  })

async function createAdmin(env: Record<string, string>): Promise<void> {
  const command = [userCommand, 'create', '--email', admin.email, '--name', admin.name, '--role', 'admin']
  const child = spawn(process.execPath, command, {
    env,
    cwd: env.DATA_DIR,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  child.stdin.end(`${admin.password}\n`)
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`The admin could not be made: the command ended with ${code}.`)
}

/** Signs the admin in; what their browser then keeps, for other windows of the same browser. */
export async function signInAdmin(browser: Browser, baseURL: string) {
  const context = await browser.newContext({ baseURL })
  await signIn(await context.newPage(), admin)
  const state = await context.storageState()
  await context.close()
  return state
}
