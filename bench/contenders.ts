import pg from 'pg'
import { median, percentile, runCallers } from './callers.ts'

/** One side of a comparison. */
export interface Contender {
  name: string
  call(): Promise<unknown>
  close(): Promise<void>
}

/** What is counted while calls are made, as each stands now: how much of it a call costs is reported. */
export type Meters<Meter extends string> = Record<Meter, () => number | Promise<number>>

export interface Figures<Meter extends string> {
  /** Calls a second. */
  rate: number
  p50Ms: number
  p99Ms: number
  perCall: Record<Meter, number>
}

interface Turns<Meter extends string> {
  callers: number
  rounds: number
  warmUpMs: number
  measuredMs: number
  meters: Meters<Meter>
}

/** Measures each in turn, round for round, each after a warm-up, and closes all; the medians in the order given. */
export async function measureInTurns<Meter extends string>(
  contenders: readonly Contender[],
  turns: Turns<Meter>,
): Promise<Figures<Meter>[]> {
  const measured = contenders.map((): Figures<Meter>[] => [])
  try {
    for (let round = 0; round < turns.rounds; round += 1) {
      for (const [index, contender] of contenders.entries())
        measured[index]?.push(await measure(contender, turns))
    }
  } finally {
    for (const { close } of contenders) await close()
  }
  return measured.map(medians)
}

async function measure<Meter extends string>(
  { call }: Contender,
  { callers, warmUpMs, measuredMs, meters }: Turns<Meter>,
): Promise<Figures<Meter>> {
  await runCallers({ callers, durationMs: warmUpMs, call })
  const before = await readMeters(meters)
  const { operations, rate, latencies } = await runCallers({ callers, durationMs: measuredMs, call })
  const after = await readMeters(meters)
  const perCall = mapMeters(after, (value, name) => (value - before[name]) / operations)
  return { rate, p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99), perCall }
}

function medians<Meter extends string>(figures: Figures<Meter>[]): Figures<Meter> {
  const of = (value: (each: Figures<Meter>) => number) => median(figures.map(value))
  return {
    rate: of(({ rate }) => rate),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p99Ms: of(({ p99Ms }) => p99Ms),
    perCall: mapMeters(figures[0]?.perCall, (_, name) => of(({ perCall }) => perCall[name])),
  }
}

async function readMeters<Meter extends string>(meters: Meters<Meter>): Promise<Record<Meter, number>> {
  const read = Object.entries(meters) as [Meter, () => number | Promise<number>][]
  const values = await Promise.all(read.map(async ([name, value]) => [name, await value()]))
  return Object.fromEntries(values) as Record<Meter, number>
}

function mapMeters<Meter extends string>(
  values: Record<Meter, number> | undefined,
  map: (value: number, name: Meter) => number,
): Record<Meter, number> {
  const entries = Object.entries(values ?? {}) as [Meter, number][]
  return Object.fromEntries(entries.map(([name, value]) => [name, map(value, name)])) as Record<Meter, number>
}

/** How many statements this process has sent from now on: each goes through a client, whoever took it from a pool. */
export function countStatements(): () => number {
  const { query } = pg.Client.prototype
  let sent = 0
  pg.Client.prototype.query = function (this: pg.Client, ...parameters: unknown[]) {
    sent += 1
    return (query as (...parameters: unknown[]) => unknown).apply(this, parameters)
  } as typeof query
  return () => sent
}
