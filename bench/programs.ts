import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { apiKey } from '#drizzle/schema/index.ts'
import { createKeySecret, keyHash, keyStart } from '#server/key-status/key-secret.ts'
import { createHttpCaller } from '#test/http-caller.ts'
import { type BenchPerson, type BenchServer, startBenchServer } from './bench-server.ts'
import { median, percentile, runCallers } from './callers.ts'

// So many that no session and no key comes near its limit.
const people = 1500
const callers = 20
const rounds = 5
const warmUpMs = 3000
const measuredMs = 4000
const aim = 0.9
const path = '/trpc/users.me'

/** Measures the same procedure called with an API key and with a session's cookie, in turns, over HTTP. */
export async function run(): Promise<void> {
  const server = await startBenchServer()
  const caller = createHttpCaller(server.url, callers)
  try {
    const made = await server.makePeople(people)
    const keys = await makeKeys(server, made)
    console.log(
      `${server.database}, ${availableParallelism()} CPUs for it, the server and the callers, Node ${process.versions.node}; ${callers} callers as ${people} people, the median of ${rounds} rounds of ${measuredMs / 1000} s, taken in turns`,
    )
    const sides = {
      'a key': keys.map((key) => ({ authorization: `Bearer ${key}` })),
      'a cookie': made.map(({ cookie }) => ({ cookie })),
    }
    const measured = { 'a key': [], 'a cookie': [] } as Record<keyof typeof sides, [number, number][]>
    let next = 0
    const measure = (headers: Record<string, string>[], durationMs: number) =>
      runCallers({
        callers,
        durationMs,
        async call() {
          const { status } = await caller.send({ path, headers: headers[next++ % people] })
          if (status !== 200) throw new Error(`A call was answered ${status}.`)
        },
      })
    for (let round = 0; round < rounds; round += 1) {
      for (const side of ['a key', 'a cookie'] as const) {
        await measure(sides[side], round === 0 ? warmUpMs : 500)
        const { rate, latencies } = await measure(sides[side], measuredMs)
        measured[side].push([rate, percentile(latencies, 0.99)])
      }
    }
    report(measured)
  } finally {
    caller.close()
    await server.remove()
  }
}

function report(measured: Record<'a key' | 'a cookie', [number, number][]>): void {
  const rateOf = (side: keyof typeof measured) => median(measured[side].map(([rate]) => rate))
  console.log(`| \`users.me\` with | calls/s | p99 ms | of the cookie's |`)
  console.log('|---|---:|---:|---:|')
  const ratio = rateOf('a key') / rateOf('a cookie')
  for (const side of ['a key', 'a cookie'] as const) {
    const p99 = median(measured[side].map(([, latency]) => latency))
    const share = side === 'a key' ? `${ratio.toFixed(2)} x` : ''
    console.log(
      `| ${side} | ${Math.round(rateOf(side)).toLocaleString('en')} | ${p99.toFixed(1)} | ${share} |`,
    )
  }
  console.log(`\nA key makes ${ratio.toFixed(2)} times the calls (aim: at least ${aim}).`)
  if (ratio < aim) process.exitCode = 1
}

async function makeKeys(server: BenchServer, owners: BenchPerson[]): Promise<string[]> {
  const keys = owners.map(({ id }) => ({ userId: id, key: createKeySecret() }))
  const lifetimeDays = 90
  const expiresAt = new Date(Date.now() + lifetimeDays * 24 * 60 * 60_000)
  const shared = { name: 'Benchmark', permissions: [], addresses: [], lifetimeDays, expiresAt }
  const rows = keys.map(({ userId, key }) => ({
    ...shared,
    id: randomUUID(),
    userId,
    start: keyStart(key),
    hash: keyHash(key),
  }))
  await server.withDatabase((db) => db.insert(apiKey).values(rows))
  return keys.map(({ key }) => key)
}
