import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '#e2e/free-port.ts'
import { benchSecret } from '../bench-server.ts'
import { median } from '../callers.ts'
import { createTemporaryDatabase } from '../temporary-database.ts'
import { cpuSecondsOf, residentMb, residentMbOfTree } from './process-figures.ts'

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
const rounds = 5
const settledAfterMs = 2000

interface Figures {
  ms: number
  cpuSeconds: number
  residentMb: number
  /** With the processes that it started, as sampled fifty times a second. */
  peakMb: number
}

// What the aims are, on a quiet machine.
const aims: Record<string, Partial<Figures>> = {
  Postgres: { ms: 1000, residentMb: 180 },
  'embedded, there already': { ms: 1500, residentMb: 400 },
  'embedded, the first start': { residentMb: 400, peakMb: 700 },
}

/** Times `node server/main.ts` up to the first 200 of `/health/ready`, and what it takes of processor and memory (Linux only). */
export async function run(): Promise<void> {
  const database = await createTemporaryDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'))
  const embedded = { DATA_DIR: folder }
  const postgres = {
    DATA_DIR: folder,
    DATABASE_URL: database.url,
    BETTER_AUTH_SECRET: benchSecret,
  }
  const measured: Record<string, Figures[]> = {}
  const measure = async (name: string, env: Record<string, string>) => {
    const figures = await startOnce(env)
    measured[name] = [...(measured[name] ?? []), figures]
  }
  try {
    // The first start of a version compiles what later ones find.
    await startOnce(postgres)
    for (let round = 0; round < rounds; round += 1) {
      await measure('Postgres', postgres)
      await rm(join(folder, 'database'), { recursive: true, force: true })
      await measure('embedded, the first start', embedded)
      await measure('embedded, there already', embedded)
    }
    console.log(
      `The median of ${rounds}; ${availableParallelism()} CPUs, ${database.version}, Node ${process.versions.node}`,
    )
    report(measured)
  } finally {
    await rm(folder, { recursive: true })
    await database.drop()
  }
}

function report(measured: Record<string, Figures[]>): void {
  console.log('| database | ready after ms | CPU s | resident MB | peak MB |')
  console.log('|---|---:|---:|---:|---:|')
  for (const [name, figures] of Object.entries(measured)) {
    const of = (key: keyof Figures) => median(figures.map((each) => each[key]))
    const shown = [of('ms').toFixed(0), of('cpuSeconds').toFixed(2), of('residentMb'), of('peakMb')]
    console.log(`| ${name} | ${shown.join(' | ')} |`)
    for (const [key, aim] of Object.entries(aims[name] ?? {}) as [keyof Figures, number][]) {
      if (of(key) <= aim) continue
      console.log(`Missed: ${name}, ${key} ${of(key)} instead of ${aim}.`)
      process.exitCode = 1
    }
  }
}

async function startOnce(given: Record<string, string>): Promise<Figures> {
  const port = await freePort()
  const { PATH = '' } = process.env
  const env = { PATH, PORT: String(port), LOG_LEVEL: 'warn', ...given }
  const startedAt = performance.now()
  const child = spawn(process.execPath, [main], {
    cwd: given.DATA_DIR,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const pid = child.pid ?? 0
  let peakMb = 0
  const sampler = setInterval(async () => {
    peakMb = Math.max(peakMb, await residentMbOfTree(pid))
  }, 20)
  try {
    await untilReady(child, `http://localhost:${port}/health/ready`)
    const ms = performance.now() - startedAt
    const cpuSeconds = await cpuSecondsOf(pid)
    await delay(settledAfterMs)
    return { ms, cpuSeconds, residentMb: await residentMb(pid), peakMb }
  } finally {
    clearInterval(sampler)
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.status === 200) return
    await delay(10)
  }
  throw new Error(`The server ended with ${child.exitCode}.`)
}
