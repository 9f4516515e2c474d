import { availableParallelism } from 'node:os'
import pg from 'pg'
import { verifyCredits } from '#server/credits/verify-credits.ts'
import type { Database } from '#server/database/database.ts'
import { type Contender, type Figures, type Meters, measureInTurns } from '../contenders.ts'
import { createTemporaryDatabase, withDatabase } from '../temporary-database.ts'
import {
  connections,
  holdsAndSettles,
  plainSpends,
  plainTables,
  replays,
  spends,
} from './credit-contenders.ts'
import { type CreditMeter, createCreditMeters } from './credit-meters.ts'
import { insertOwners } from './credit-owners.ts'
import { people, startPaidCalls } from './paid-calls.ts'

const turns = { callers: 50, rounds: 3, warmUpMs: 1500 }
const manyOwners = 10_000
const replayedRows = [100, 10_000]
const ledgerLengths = [1, 10_000, 1_000_000]

interface Measuring {
  db: Database
  url: string
  meters: Meters<CreditMeter>
  measuredMs: number
}

/**
 * Measures spends beside those of a plain statement and of a ledger that is replayed, on one Postgres, and how much the
 * length of a ledger matters. The seconds of a round may be given.
 */
export async function run([seconds = '4']: string[] = []): Promise<void> {
  const measuredMs = Number(seconds) * 1000
  if (!(measuredMs > 0)) throw new Error('Give the seconds of a round as a number.')
  const { url, version, drop } = await createTemporaryDatabase()
  try {
    await fill(url)
    await withDatabase(url, async (db) => {
      console.log(describe(version, seconds))
      await compareAll({ db, url, measuredMs, meters: createCreditMeters(db) })
      const { problem } = await verifyCredits({ db })
      if (problem) throw new Error(problem.message)
    })
  } finally {
    await drop()
  }
}

async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await insertOwners(client, { name: 'hot', owners: 1, entries: 0 })
    await insertOwners(client, { name: 'one of many', owners: manyOwners, entries: 0 })
    for (const entries of ledgerLengths)
      await insertOwners(client, { name: `long ${entries}`, owners: 1, entries })
    await client.query(plainTables({ name: 'hot', rows: Math.max(...replayedRows) }))
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}

async function compareAll(measuring: Measuring): Promise<void> {
  const { url } = measuring
  const hot = () => 'hot 1'
  const oneOfMany = () => `one of many ${1 + Math.floor(Math.random() * manyOwners)}`
  await compare(measuring, '1', [
    spends(url, hot),
    holdsAndSettles(url, hot),
    plainSpends(url, hot),
    ...replayedRows.map((rows) => replays(url, hot, rows)),
  ])
  await compare(measuring, manyOwners.toLocaleString('en'), [
    spends(url, oneOfMany),
    holdsAndSettles(url, oneOfMany),
    plainSpends(url, oneOfMany),
  ])
  const byLength = ledgerLengths.map((length) =>
    spends(url, () => `long ${length} 1`, `Gatehouse, a ledger of ${length.toLocaleString('en')}`),
  )
  await compare(measuring, '1', byLength)
  const calls = await startPaidCalls(url)
  await compare(measuring, people.toLocaleString('en'), calls.contenders).finally(() => calls.close())
}

async function compare(
  { meters, measuredMs }: Measuring,
  owners: string,
  contenders: Contender[],
): Promise<void> {
  const figures = await measureInTurns(contenders, { ...turns, measuredMs, meters })
  const [first] = figures
  contenders.forEach(({ name }, index) => {
    const figure = figures[index]
    if (first && figure) console.log(row(owners, name, figure, first))
  })
}

const describe = (version: string, seconds: string) =>
  [
    `${turns.callers} callers, ${connections} connections each, ${availableParallelism()} processors, ${version}, Node ${process.versions.node}.`,
    `Median of ${turns.rounds} rounds of ${seconds} s, taken in turns, each after ${turns.warmUpMs / 1000} s of warm-up. The last two columns: how many times as much the first line of its kind does in a second, and of processor time.`,
    '',
    '| owners | | calls/s | p50 ms | p99 ms | statements | Node CPU us | Postgres CPU us | bytes | by rate | by CPU |',
    '|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
  ].join('\n')

function row(
  owners: string,
  name: string,
  { rate, p50Ms, p99Ms, perCall }: Figures<CreditMeter>,
  first: Figures<CreditMeter>,
): string {
  const whole = (value: number) => Math.round(value).toLocaleString('en')
  const cells = [
    owners,
    name,
    whole(rate),
    p50Ms.toFixed(1),
    p99Ms.toFixed(1),
    perCall.statements.toFixed(2),
    whole(perCall.nodeCpuUs),
    whole(perCall.postgresCpuUs),
    whole(perCall.bytes),
    `${(first.rate / rate).toFixed(1)} x`,
    `${(cpuUs(perCall) / cpuUs(first.perCall)).toFixed(1)} x`,
  ]
  return `| ${cells.join(' | ')} |`
}

const cpuUs = ({ nodeCpuUs, postgresCpuUs }: Record<CreditMeter, number>) => nodeCpuUs + postgresCpuUs
