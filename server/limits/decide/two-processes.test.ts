import { on } from 'node:events'
import { createInterface } from 'node:readline'
import { sql } from 'drizzle-orm'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { rateLimit } from '#drizzle/schema/index.ts'
import { auditKeys } from '#test/audit-log.ts'
import { createPostgresDatabase } from '#test/database.ts'
import type { RoundResult } from '#test/processes/limiter-process.ts'
import { type RunningProcess, run } from '#test/processes/server-process.ts'
import { product } from '#test/product.ts'
import { type OpenDatabase, openDatabase } from '../../database/open.ts'
import { resetAllCounters } from '../counters/reset-all-counters.ts'
import { resetCounter } from '../counters/reset-counter.ts'
import { sweepCounters } from '../counters/sweep-counters.ts'
import { parseKey } from '../limit-keys.ts'
import { limitPolicies } from '../limit-policies.ts'
import { createLimiter } from './limiter.ts'

const rounds = 20

// Who waits for a line of a process that has ended must not wait for ever.
function ended(started: RunningProcess): AbortSignal {
  const controller = new AbortController()
  started.exited.then((code) => controller.abort(new Error(`It ended with ${code}:\n${started.output()}`)))
  return controller.signal
}

interface LimiterProcess {
  play(round: string): Promise<RoundResult>
}

async function startLimiter(url: string, clockShiftMs: number): Promise<LimiterProcess> {
  const started = run('test/processes/limiter-process.ts', {
    env: { DATABASE_URL: url },
    input: null,
    clockShiftMs,
  })
  const { stdin, stdout } = started.child
  if (!stdin || !stdout) throw new Error('The process has no input or output.')
  const lines = on(createInterface({ input: stdout }), 'line', { signal: ended(started) })
  await started.printed(/^ready$/m)
  return {
    play: async (round) => {
      stdin.write(`${round}\n`)
      for (;;) {
        const { value: [line] = [] } = await lines.next()
        if (line?.startsWith('{')) return JSON.parse(line)
      }
    },
  }
}

async function startPair(clockShiftMs: number) {
  const { url, drop } = await createPostgresDatabase()
  onTestFinished(drop)
  const database = await openDatabase({ databaseUrl: url, dataDir: '' })
  onTestFinished(() => database.close())
  const processes = await Promise.all([startLimiter(url, 0), startLimiter(url, clockShiftMs)])
  return { database, processes }
}

// Until it is told to stop: counters emptied by the operations, and the sweep.
function disturb({ db }: OpenDatabase) {
  const limiter = createLimiter({ db })
  const ctx = {
    db,
    limiter,
    actor: null,
    requestId: 'test',
    clientAddress: '203.0.113.7',
    device: null,
    audit: auditKeys,
    product,
    now: new Date(),
  }
  let stopped = false
  const repeat = async (act: () => Promise<unknown>) => {
    while (!stopped) await act()
  }
  const resets = repeat(async () => {
    for (const policy of ['public', 'auth', 'sign-in', 'mail']) {
      await resetCounter(ctx, { id: `${policy}/ip:reset` }).catch((error) => {
        // Not called yet.
        if (error.code !== 'NOT_FOUND') throw error
      })
    }
  })
  const running = Promise.all([resets, repeat(() => sweepCounters(db))])
  const stop = async () => {
    stopped = true
    await running
  }
  onTestFinished(stop)
  return { resetAll: () => resetAllCounters(ctx), stop }
}

// By counter, without those that were reset meanwhile.
function addUp(results: RoundResult[]): Map<string, number> {
  const passed = new Map<string, number>()
  for (const [key, cost] of results.flatMap((result) => Object.entries(result.passed))) {
    if (!key.endsWith(':reset')) passed.set(key, (passed.get(key) ?? 0) + cost)
  }
  return passed
}

async function readCounts({ db }: OpenDatabase): Promise<{ key: string; count: number; limit: number }[]> {
  const rows = await db.select().from(rateLimit).where(sql`count > 0 or previous_count > 0`)
  return rows.map(({ key, count }) => ({ key, count, limit: parseKey(limitPolicies, key)?.limit ?? 0 }))
}

const onPostgres = inject('database') === 'postgres'
if (!onPostgres)
  console.log(
    'two-processes.test.ts needs a Postgres for two processes to share: the embedded database has one.',
  )

describe.runIf(onPostgres)('on one Postgres', () => {
  test.each([0, 30_000])(
    'two processes, clocks %i ms apart: 20 rounds of shared keys in shuffled order, none over, none lost',
    async (clockShiftMs) => {
      const { database, processes } = await startPair(clockShiftMs)
      let full = 0
      for (let round = 0; round < rounds; round += 1) {
        await database.db.delete(rateLimit)
        const disturbance = disturb(database)
        const results = await Promise.all(processes.map((one) => one.play(`r${round}`)))
        await disturbance.stop()
        expect(results.flatMap(({ errors }) => errors)).toEqual([])
        const counts = await readCounts(database)
        for (const { key, count, limit } of counts) expect(count, key).toBeLessThanOrEqual(limit)
        const counted = counts.filter(({ key }) => !key.endsWith(':reset'))
        expect(new Map(counted.map(({ key, count }) => [key, count]))).toEqual(addUp(results))
        full += counted.filter(({ count, limit }) => limit - count < 3).length
      }
      // Else nobody could have gone over.
      expect(full).toBeGreaterThan(10 * rounds)

      const emptied = disturb(database)
      const calling = processes.map((one) => one.play('all'))
      for (let times = 0; times < 5; times += 1) await emptied.resetAll()
      const results = await Promise.all(calling)
      await emptied.stop()
      expect(results.flatMap(({ errors }) => errors)).toEqual([])
      for (const { key, count, limit } of await readCounts(database))
        expect(count, key).toBeLessThanOrEqual(limit)
    },
  )
})
