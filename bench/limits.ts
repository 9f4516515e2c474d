import { availableParallelism } from 'node:os'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { RateLimiterPostgres, RateLimiterUnion } from 'rate-limiter-flexible'
import type { Database } from '#server/database/database.ts'
import { BoundedPool } from '#server/database/pool.ts'
import { schema } from '#server/database/schema.ts'
import { createLimiter } from '#server/limits/decide/limiter.ts'
import { type LimitPolicies, limitPolicies } from '#server/limits/limit-policies.ts'
import { type Contender, countStatements, type Figures, type Meters, measureInTurns } from './contenders.ts'
import { createTemporaryDatabase } from './temporary-database.ts'

const connections = 20
const turns = { callers: 50, rounds: 3, warmUpMs: 1500, measuredMs: 4000 }
// Nobody reaches it: what is measured are calls that pass, since a refused one may not ask the database at all.
const limit = 1_000_000_000
const windowSeconds = 3600

type TableKind = 'logged' | 'unlogged'

interface Situation {
  table: TableKind
  scopes: 1 | 2
  keys: 1 | 10_000
}

/** Measures our limiter and rate-limiter-flexible side by side on one Postgres and prints a table. */
export async function run(): Promise<void> {
  const database = await createTemporaryDatabase()
  const meters = { statements: countStatements() }
  try {
    console.log(describe(database.version))
    for (const table of ['logged', 'unlogged'] as const) {
      for (const keys of [1, 10_000] as const) {
        for (const scopes of [1, 2] as const) await compare(database.url, { table, scopes, keys }, meters)
      }
    }
  } finally {
    await database.drop()
  }
}

async function compare(url: string, situation: Situation, meters: Meters<'statements'>): Promise<void> {
  await prepareTables(url, situation.table)
  const contenders = [ours(url, situation), theirs(url, situation)]
  const results = await measureInTurns(contenders, { ...turns, meters })
  const [us, them] = results
  contenders.forEach(({ name }, index) => {
    const result = results[index]
    const factor = index === 0 && us && them ? `${(us.rate / them.rate).toFixed(1)} x` : ''
    if (result) console.log(row(situation, name, result, factor))
  })
}

function ours(url: string, { scopes, keys }: Situation): Contender {
  const pool = new BoundedPool({ connectionString: url, max: connections })
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
    close: () => pool.end(),
  }
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
    `${turns.callers} callers, ${connections} connections each, ${availableParallelism()} processors, ${version}, Node ${process.versions.node}.`,
    `Median of ${turns.rounds} rounds of ${turns.measuredMs / 1000} s, taken in turns, each after ${turns.warmUpMs / 1000} s of warm-up.`,
    '',
    '| table | keys | scopes | limiter | operations/s | p99 ms | statements/operation | factor |',
    '|---|---:|---:|---|---:|---:|---:|---:|',
  ]
  return lines.join('\n')
}

function row(
  { table, keys, scopes }: Situation,
  name: string,
  result: Figures<'statements'>,
  factor: string,
): string {
  const number = (value: number) => Math.round(value).toLocaleString('en')
  const { rate, p99Ms, perCall } = result
  return `| ${table} | ${number(keys)} | ${scopes} | ${name} | ${number(rate)} | ${p99Ms.toFixed(1)} | ${perCall.statements.toFixed(2)} | ${factor} |`
}
