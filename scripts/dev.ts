import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { connect, createServer as createSocket } from 'node:net'
import { join, sep } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { parseEnv } from 'node:util'
import { createServer, type Plugin, type ProxyOptions } from 'vite'
import { readConfig } from '#server/config.ts'

const root = join(import.meta.dirname, '..')
const envFile = join(root, '.env')
const { port } = readGivenConfig()
// Of what is below `/api`, the page about it is the client's.
const serverPaths = /^\/(api(?!\/docs(?![^/?]))|trpc|health|dev)(?![^/?])/
const quietMs = 120
const startWithinMs = 15_000
const stopWithinMs = 11_000
const stopWithParent = pathToFileURL(join(root, 'scripts/stop-with-npm.mjs')).href

// One origin for the browser: Vite answers, and hands what is the server's to the server behind it.
const internalPort = await freePort()
const server = createServerProcess()
const target: ProxyOptions = { target: `http://127.0.0.1:${internalPort}`, xfwd: true }
const vite = await createServer({
  configFile: join(root, 'vite.config.ts'),
  clearScreen: false,
  logLevel: 'warn',
  plugins: [waitForServer()],
  server: {
    port,
    strictPort: true,
    proxy: { [serverPaths.source]: target },
  },
})
try {
  await vite.listen()
} catch (error) {
  const busy = error instanceof Error && /in use/.test(error.message)
  console.error(busy ? `Port ${port} is in use. Stop what uses it, or set PORT to another one.` : error)
  process.exit(1)
}
// The server prints the address at which Vite listens, and the set-up link while there is no admin.
server.start()
watchServerFiles()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)

// What the start would see: `.env`, unless the environment says otherwise. Read anew at each restart.
function readEnvironment(): NodeJS.ProcessEnv {
  const file = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {}
  return { ...file, ...process.env }
}

function readGivenConfig() {
  try {
    return readConfig(readEnvironment())
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

/** The server as a child that can be replaced; one that crashed waits for the next change. */
function createServerProcess() {
  let child: ChildProcess | null = null
  let turn: Promise<void> = Promise.resolve()

  const launch = () => {
    const environment = readEnvironment()
    const started = spawn(process.execPath, ['--import', stopWithParent, join(root, 'server/main.ts')], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...environment,
        APP_URL: environment.APP_URL || environment.BETTER_AUTH_URL || `http://localhost:${port}`,
        BETTER_AUTH_URL: '',
        HOST: '127.0.0.1',
        PORT: String(internalPort),
        TRUSTED_PROXIES: '127.0.0.1,::1',
      },
    })
    child = started
    started.once('exit', (code) => {
      if (child !== started) return
      child = null
      console.error(`The server stopped (exit code ${code}). It starts again with the next change.`)
    })
  }
  const end = async () => {
    const ending = child
    child = null
    if (!ending) return
    const exited = once(ending, 'exit')
    ending.kill('SIGTERM')
    const overdue = setTimeout(() => ending.kill('SIGKILL'), stopWithinMs)
    await exited
    clearTimeout(overdue)
  }
  // One after the other: the embedded database is held by one process at a time.
  const next = (step: () => void | Promise<void>) => {
    turn = turn.then(step)
    return turn
  }
  return {
    start: () => next(launch),
    restart: () => next(() => end().then(launch)),
    stop: () => next(end),
    /** Resolves when the server accepts connections, or when there is none to wait for. */
    whenReady: async () => {
      const giveUpAt = Date.now() + startWithinMs
      await turn
      while (child && Date.now() < giveUpAt && !(await isListening(internalPort))) await delay(50)
    },
  }
}

// A request that comes while the server restarts waits for it instead of failing.
function waitForServer(): Plugin {
  return {
    name: 'wait-for-server',
    configureServer: ({ middlewares }) => {
      middlewares.use((request, _, next) => {
        if (!serverPaths.test(request.url ?? '')) return next()
        server.whenReady().then(() => next(), next)
      })
    },
  }
}

// Vite's watcher sees a file that an editor replaces by renaming, for which Node's own goes blind.
function watchServerFiles() {
  const folders = ['server', 'shared', 'drizzle', 'product'].map((name) => join(root, name) + sep)
  vite.watcher.add([...folders, envFile])
  let pending: NodeJS.Timeout | undefined
  let settled = false
  // The watcher first reports what is there already.
  setTimeout(() => {
    settled = true
  }, 1000)
  vite.watcher.on('all', (_, path) => {
    const isOurs = path === envFile || folders.some((folder) => path.startsWith(folder))
    if (!settled || !isOurs || path.endsWith('.test.ts')) return
    clearTimeout(pending)
    pending = setTimeout(() => {
      console.log('Server files changed: the server restarts.')
      server.restart()
    }, quietMs)
  })
}

async function stop() {
  await Promise.all([server.stop(), vite.close()])
  process.exit(0)
}

async function isListening(listener: number): Promise<boolean> {
  const socket = connect(listener, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, '127.0.0.1')
  await once(socket, 'listening')
  const address = socket.address()
  socket.close()
  await once(socket, 'close')
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.')
  return address.port
}
