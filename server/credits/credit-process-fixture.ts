import { on } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { createPostgresDatabase } from '#test/database.ts'
import type { CreditRound, CreditRoundResult } from '#test/processes/credit-process.ts'
import { type RunningProcess, run } from '#test/processes/server-process.ts'
import { openDatabase } from '../database/open.ts'
import { creditsContext, keepInvariants } from './credits-fixture.ts'

export interface CreditProcess {
  started: RunningProcess
  begin(round: CreditRound): void
  play(round: CreditRound): Promise<CreditRoundResult>
}

/** A process that pays from the database which the environment names. */
export async function startCreditProcess(
  env: Record<string, string>,
  clockShiftMs = 0,
): Promise<CreditProcess> {
  const started = run('test/processes/credit-process.ts', { env, input: null, clockShiftMs })
  const { stdin, stdout } = started.child
  if (!stdin || !stdout) throw new Error('The process has no input or output.')
  const ended = new AbortController()
  started.exited.then((code) => ended.abort(new Error(`It ended with ${code}:\n${started.output()}`)))
  const lines = on(createInterface({ input: stdout }), 'line', { signal: ended.signal })
  await started.printed(/^ready$/m)
  const begin = (round: CreditRound) => {
    stdin.write(`${JSON.stringify(round)}\n`)
  }
  return {
    started,
    begin,
    async play(round) {
      begin(round)
      for (;;) {
        const { value: [line] = [] } = await lines.next().catch((error) => {
          throw error.cause ?? error
        })
        if (line?.startsWith('{')) return JSON.parse(line)
      }
    },
  }
}

/** Two processes on one new Postgres, the clock of one 40 days ahead; what they leave must add up. */
export async function startCreditPair() {
  const { url, drop } = await createPostgresDatabase()
  onTestFinished(drop)
  const { db, close } = await openDatabase({ databaseUrl: url, dataDir: '' })
  onTestFinished(close)
  keepInvariants(db)
  const env = { DATABASE_URL: url }
  const shiftMs = 40 * 24 * 60 * 60 * 1000
  const processes = await Promise.all([startCreditProcess(env), startCreditProcess(env, shiftMs)])
  /** Both play the round at once; their results together. */
  async function play(round: CreditRound): Promise<CreditRoundResult> {
    const sum: CreditRoundResult = { outcomes: {}, charged: 0, errors: [] }
    for (const { outcomes, charged, errors } of await Promise.all(
      processes.map((each) => each.play(round)),
    )) {
      for (const [kind, count] of Object.entries(outcomes))
        sum.outcomes[kind] = (sum.outcomes[kind] ?? 0) + count
      sum.charged += charged
      sum.errors.push(...errors)
    }
    return sum
  }
  return { db, ctx: creditsContext(db), play }
}
