import { availableParallelism } from 'node:os'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { RateLimiterPostgres, RateLimiterUnion } from 'rate-limiter-flexible'
import type { Database } from '#server/database/database.ts'
import { BoundedPool } from '#server/database/pool.ts'
import { schema } from '#server/database/schema.ts'
import { createLimiter } from '#server/limits/decide/limiter.ts'
import { type LimitPolicies, limitPolicies } from '#server/limits/limit-policies.ts'
import { type Measurement, median, percentile, runCallers } from './callers.ts'
import { createTemporaryDatabase } from './temporary-database.ts'

const callers = 50
const connections = 20
const rounds = 3
const warmUpMs = 1500
const measuredMs = 4000
// Nobody reaches it: what is measured are calls that pass, since a refused one may not ask the database at all.
const limit = 1_000_000_000
const windowSeconds = 3600

type TableKind = 'logged' | 'unlogged'

interface Situation {
  table: TableKind
  scopes: 1 | 2
  keys: 1 | 10_000
}

interface Contender {
  name: string
  call(): Promise<unknown>
  /** How many statements were sent so far. */
  statements(): number
  close(): Promise<void>
}

interface Result {
  rate: number
  p99Ms: number
  statementsPerCall: number
}

/** Measures our limiter and rate-limiter-flexible side by side on one Postgres and prints a table. */
export async function run(): Promise<void> {
  const database = await createTemporaryDatabase()
  try {
    console.log(describe(database.version))
    for (const table of ['logged', 'unlogged'] as const) {
      for (const keys of [1, 10_000] as const) {
        for (const scopes of [1, 2] as const) await compare(database.url, { table, scopes, keys })
      }
    }
  } finally {
    await database.drop()
  }
}

async function compare(url: string, situation: Situation): Promise<void> {
  await prepareTables(url, situation.table)
  const contenders = [ours(url, situation), theirs(url, situation)]
  try {
    const results = contenders.map((): Result[] => [])
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, contender] of contenders.entries()) results[index]?.push(await measure(contender))
    }
    const [us, them] = results.map(summarize)
    contenders.forEach(({ name }, index) => {
      const result = index === 0 ? us : them
      const factor = index === 0 && us && them ? `${(us.rate / them.rate).toFixed(1)} x` : ''
      if (result) console.log(row(situation, name, result, factor))
    })
  } finally {
    for (const { close } of contenders) await close()
  }
}

async function measure({ call, statements }: Contender): Promise<Result> {
  await runCallers({ callers, durationMs: warmUpMs, call })
  const before = statements()
  const measured: Measurement = await runCallers({ callers, durationMs: measuredMs, call })
  return {
    rate: measured.rate,
    p99Ms: percentile(measured.latencies, 0.99),
    statementsPerCall: (statements() - before) / measured.operations,
  }
}

function summarize(results: Result[]): Result {
  return {
    rate: median(results.map(({ rate }) => rate)),
    p99Ms: median(results.map(({ p99Ms }) => p99Ms)),
    statementsPerCall: median(results.map(({ statementsPerCall }) => statementsPerCall)),
  }
}

function ours(url: string, { scopes, keys }: Situation): Contender {
  const pool = new BoundedPool({ connectionString: url, max: connections })
  const statements = countStatements(pool)
  const quota = { limit, windowMs: windowSeconds * 1000 }
  const policies: LimitPolicies = {
    ...limitPolicies,
    public: { scopes: [{ scope: 'ip', ...quota }], onStoreError: 'deny' },
    'admin-write': { scopes: [{ scope: 'user', ...quota }], onStoreError: 'deny' },
  }
  const limiter = createLimiter({ db: drizzle(pool, { schema }) as unknown as Database, policies })
  const names = scopes === 1 ? (['public'] as const) : (['public', 'admin-write'] as const)
  return {
    name: 'Gatehouse',
    call: () => {
      const key = String(Math.floor(Math.random() * keys))
      return limiter.consume({ policies: names, partition: { ip: key, userId: key } })
    },
    statements,
    close: async () => {
      await limiter.close()
      await pool.end()
    },
  }
}

function theirs(url: string, { scopes, keys }: Situation): Contender {
  const pool = new pg.Pool({ connectionString: url, max: connections })
  // The database is dropped soon after its connections were told to go.
  pool.on('error', () => {})
  const statements = countStatements(pool)
  const options = {
    storeClient: pool,
    storeType: 'pool',
    tableName: 'flexible',
    tableCreated: true,
    clearExpiredByTimeout: false,
    points: limit,
    duration: windowSeconds,
  }
  const [one, two] = ['ip', 'user'].map((keyPrefix) => new RateLimiterPostgres({ ...options, keyPrefix }))
  if (!one || !two) throw new Error('Two limiters were made.')
  const limiter = scopes === 1 ? one : new RateLimiterUnion(one, two)
  return {
    name: 'rate-limiter-flexible',
    call: () => limiter.consume(String(Math.floor(Math.random() * keys))),
    statements,
    close: () => pool.end(),
  }
}

function countStatements(pool: pg.Pool): () => number {
  const query = pool.query.bind(pool) as (...parameters: unknown[]) => unknown
  let sent = 0
  pool.query = ((...parameters: unknown[]) => {
    sent += 1
    return query(...parameters)
  }) as pg.Pool['query']
  return () => sent
}

// Each situation starts on empty tables of the same kind; theirs is what it would make itself.
async function prepareTables(url: string, table: TableKind): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('truncate rate_limit')
    await client.query(
      'create table if not exists flexible (key varchar(255) primary key, points integer not null default 0, expire bigint)',
    )
    await client.query('truncate flexible')
    for (const name of ['rate_limit', 'flexible']) await client.query(`alter table ${name} set ${table}`)
    await client.query('vacuum analyze rate_limit, flexible')
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}

function describe(version: string): string {
  const lines = [
    `${callers} callers, ${connections} connections each, ${availableParallelism()} processors, ${version}, Node ${process.versions.node}.`,
    `Median of ${rounds} rounds of ${measuredMs / 1000} s, taken in turns, each after ${warmUpMs / 1000} s of warm-up.`,
    '',
    '| table | keys | scopes | limiter | operations/s | p99 ms | statements/operation | factor |',
    '|---|---:|---:|---|---:|---:|---:|---:|',
  ]
  return lines.join('\n')
}

function row({ table, keys, scopes }: Situation, name: string, result: Result, factor: string): string {
  const number = (value: number) => Math.round(value).toLocaleString('en')
  const { rate, p99Ms, statementsPerCall } = result
  return `| ${table} | ${number(keys)} | ${scopes} | ${name} | ${number(rate)} | ${p99Ms.toFixed(1)} | ${statementsPerCall.toFixed(2)} | ${factor} |`
}
