import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { createHttpCaller, type HttpCaller } from '#test/http-caller.ts'
import { type BenchServer, startBenchServer } from './bench-server.ts'

const bodies = 200
const aimMb = 50
const bytes = 1024 * 1024 - 16

// One long text, which no schema takes, and what becomes the most objects when it is read. The first is just below what
// counts as large.
const kinds = {
  '64 KiB of text': { name: 'a'.repeat(64 * 1024 - 16) },
  '1 MiB of text': { name: 'a'.repeat(bytes - 16) },
  '1 MiB of lists': Array.from({ length: Math.floor(bytes / 3) }, () => []),
}
const paths = ['/trpc/setup.complete', '/api/auth/sign-in/email']

/**
 * How much memory a server takes on top while 200 large bodies are sent to it at once, each over a connection and from
 * an address of its own, so that no limit refuses them. A server for each line: memory once taken is not given back, so
 * that a second round would cost less. The peak is the kernel's own count of what was resident (Linux only).
 */
export async function run(): Promise<void> {
  console.log(`${bodies} bodies at once; Node ${process.versions.node}`)
  console.log('| body | path | answers | extra MiB | s |')
  console.log('|---|---|---|---:|---:|')
  let worst = 0
  for (const [kind, body] of Object.entries(kinds)) {
    for (const path of paths) {
      const { answers, extraMb, seconds } = await onFreshServer((server) => measure(server, path, body))
      console.log(`| ${kind} | \`${path}\` | ${answers} | ${extraMb} | ${seconds.toFixed(1)} |`)
      worst = Math.max(worst, extraMb)
    }
  }
  console.log(`\nAt most ${worst} MiB (aim: ${aimMb}).`)
  if (worst > aimMb) process.exitCode = 1
}

async function onFreshServer<Result>(use: (server: BenchServer) => Promise<Result>): Promise<Result> {
  const server = await startBenchServer()
  return use(server).finally(() => server.remove())
}

async function measure({ pid, url }: BenchServer, path: string, body: unknown) {
  const caller = createHttpCaller(url, bodies)
  try {
    await sendAll(caller, path, {})
    await delay(1000)
    await writeFile(`/proc/${pid}/clear_refs`, '5')
    const before = await residentMb(pid, 'VmRSS')
    const startedAt = performance.now()
    const statuses = await sendAll(caller, path, body)
    const seconds = (performance.now() - startedAt) / 1000
    return {
      answers: countAnswers(statuses),
      extraMb: (await residentMb(pid, 'VmHWM')) - before,
      seconds,
    }
  } finally {
    caller.close()
  }
}

function countAnswers(statuses: number[]): string {
  const counts = Map.groupBy(statuses, (status) => status)
  return [...counts].map(([status, { length }]) => `${length} x ${status}`).join(', ')
}

function sendAll(caller: HttpCaller, path: string, body: unknown): Promise<number[]> {
  const send = (_: unknown, index: number) =>
    caller.send({ method: 'POST', path, body, headers: { 'x-forwarded-for': `10.0.0.${index}` } }).then(
      ({ status }) => status,
      () => 0,
    )
  return Promise.all(Array.from({ length: bodies }, send))
}

async function residentMb(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const [, kilobytes = '0'] = status.match(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm')) ?? []
  return Math.round(Number(kilobytes) / 1024)
}
