import { availableParallelism } from 'node:os'
import { median, percentile, runCallers } from './callers.ts'
import {
  type CallServer,
  type CallServers,
  type DatabaseKind,
  startCallServers,
} from './calls/call-servers.ts'
import { getRequest, openConnection } from './calls/raw-caller.ts'

const callers = 50
const rounds = 5
const warmUpMs = 400
// Until the compilers have seen enough of it: the first calls of a process cost twice as much as later ones.
const firstWarmUpMs = 5000
const addresses = 2000

interface Row {
  name: string
  /** The row that its rate is compared with. */
  against?: string
  /** Each is sent the next call in turn. */
  servers: CallServer[]
  requests: Buffer[]
}

interface Figures {
  rate: number
  p50Ms: number
  p99Ms: number
  cpuUs: number
}

/**
 * Measures calls beside those of Fastify alone and of a starter of the same parts, over HTTP, on both databases. Each row
 * has several rounds, in turns with all others, so that what else the machine does hits all alike. The seconds of a
 * round may be given.
 */
export async function run([seconds = '1.5']: string[] = []): Promise<void> {
  const measuredMs = Number(seconds) * 1000
  if (!(measuredMs > 0)) throw new Error('Give the seconds of a round as a number.')
  console.log(
    `${callers} callers, ${availableParallelism()} processors for them, the servers and Postgres, Node ${process.versions.node}; the median of ${rounds} rounds of ${seconds} s, taken in turns`,
  )
  for (const kind of ['postgres', 'embedded'] as const) await measureOn(kind, measuredMs)
}

async function measureOn(kind: DatabaseKind, measuredMs: number): Promise<void> {
  const servers = await startCallServers(kind)
  try {
    const rows = rowsOf(servers)
    const measured = new Map<Row, Figures[]>(rows.map((row) => [row, []]))
    for (const row of rows) await measure(row, firstWarmUpMs)
    for (let round = 0; round < rounds; round += 1) {
      for (const [row, figures] of measured) {
        await measure(row, warmUpMs)
        figures.push(await measure(row, measuredMs))
      }
    }
    report(servers.database, measured)
  } finally {
    await servers.remove()
  }
}

function rowsOf({ ours, unlimited, second, starter, people, admins }: CallServers): Row[] {
  const forwarded = Array.from({ length: addresses }, (_, i) => `198.18.${i >> 8}.${i & 255}`)
  const from = (index: number) => ({ 'x-forwarded-for': forwarded[index % addresses] ?? '' })
  const anybody = (path: string) => forwarded.map((_, index) => getRequest(path, from(index)))
  const signedIn = (path: string, name: string, callers = people) =>
    callers.map(({ cookie }, index) => getRequest(path, { cookie: `${name}=${cookie}`, ...from(index) }))
  const me = signedIn('/trpc/users.me', 'gatehouse.session_token')
  const list = signedIn('/trpc/users.list?input=%7B%7D', 'gatehouse.session_token', admins)
  const stockPublic = 'stock tRPC, public'
  const stockSignedIn = 'stock tRPC, signed in'
  return [
    { name: 'Fastify, JSON', servers: [starter], requests: anybody('/json') },
    {
      name: 'Fastify, one prepared query',
      servers: [starter],
      requests: people.map(({ id }) => getRequest(`/query?id=${id}`)),
    },
    { name: stockPublic, servers: [starter], requests: anybody('/public/ping') },
    { name: stockSignedIn, servers: [starter], requests: signedIn('/trpc/me', 'better-auth.session_token') },
    { name: 'ours, public', against: stockPublic, servers: [ours], requests: anybody('/trpc/health.ping') },
    { name: 'ours, signed in, no limits', against: stockSignedIn, servers: [unlimited], requests: me },
    { name: 'ours, signed in', against: stockSignedIn, servers: [ours], requests: me },
    { name: 'ours, `users.list` of 1,000', servers: [ours], requests: list },
    ...(second
      ? [
          {
            name: 'ours, signed in, two processes',
            against: 'ours, signed in',
            servers: [ours, second],
            requests: me,
          },
        ]
      : []),
  ]
}

async function measure({ name, servers, requests }: Row, durationMs: number): Promise<Figures> {
  const opened = Array.from({ length: callers }, (_, index) =>
    openConnection(servers[index % servers.length]?.port ?? 0),
  )
  const free = await Promise.all(opened)
  const cpu = () => servers.reduce((sum, server) => sum + server.cpuSeconds(), 0)
  let next = 0
  const before = cpu()
  try {
    const { operations, rate, latencies } = await runCallers({
      callers,
      durationMs,
      async call() {
        const connection = free.pop()
        const request = requests[next++ % requests.length]
        if (!connection || !request) throw new Error('Every caller has a connection and a request.')
        const status = await connection.send(request)
        if (status !== 200) throw new Error(`${name}: a call was answered ${status}.`)
        free.push(connection)
      },
    })
    return {
      rate,
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      cpuUs: ((cpu() - before) / operations) * 1e6,
    }
  } finally {
    for (const connection of await Promise.all(opened)) connection.close()
  }
}

function report(database: string, measured: Map<Row, Figures[]>): void {
  console.log(`\n${database}\n`)
  console.log('| | calls/s | CPU us | p50 ms | p99 ms | calls/s, by CPU |')
  console.log('|---|---:|---:|---:|---:|---|')
  const medians = new Map([...measured].map(([{ name }, figures]) => [name, mediansOf(figures)]))
  for (const { name, against } of measured.keys()) {
    const of = medians.get(name)
    if (!of) continue
    const base = against ? medians.get(against) : undefined
    const ratio = base
      ? `${(of.rate / base.rate).toFixed(1)} x, ${(base.cpuUs / of.cpuUs).toFixed(1)} x of ${against}`
      : ''
    const rate = Math.round(of.rate).toLocaleString('en')
    console.log(
      `| ${name} | ${rate} | ${Math.round(of.cpuUs).toLocaleString('en')} | ${of.p50Ms.toFixed(1)} | ${of.p99Ms.toFixed(1)} | ${ratio} |`,
    )
  }
}

function mediansOf(figures: Figures[]): Figures {
  const of = (key: keyof Figures) => median(figures.map((figure) => figure[key]))
  return { rate: of('rate'), p50Ms: of('p50Ms'), p99Ms: of('p99Ms'), cpuUs: of('cpuUs') }
}
