import { sql } from 'drizzle-orm'
import type { Database } from '#server/database/database.ts'
import { countStatements, type Meters } from '../contenders.ts'
import { cpuSecondsOf } from '../start/process-figures.ts'

export type CreditMeter = 'statements' | 'nodeCpuUs' | 'postgresCpuUs' | 'bytes'

/**
 * What a spend takes: statements and processor time of this process, processor time of the processes that serve the
 * database (Linux, on this machine; not those that write for all) and what the database grows by.
 */
export function createCreditMeters(db: Database): Meters<CreditMeter> {
  // Of each process as it was last seen: what one that has ended took stays in the sum.
  const cpuSeconds = new Map<number, number>()
  return {
    statements: countStatements(),
    nodeCpuUs: () => {
      const { user, system } = process.cpuUsage()
      return user + system
    },
    postgresCpuUs: async () => {
      for (const pid of await readBackends(db)) {
        const seconds = await cpuSecondsOf(pid).catch(() => null)
        if (seconds !== null) cpuSeconds.set(pid, seconds)
      }
      return [...cpuSeconds.values()].reduce((sum, seconds) => sum + seconds, 0) * 1e6
    },
    bytes: async () => {
      const size = sql`pg_database_size(current_database())`.mapWith(Number)
      const [row] = await db.select({ size }).from(sql`(select) once`)
      return row?.size ?? Number.NaN
    },
  }
}

async function readBackends(db: Database): Promise<number[]> {
  const rows = await db
    .select({ pid: sql`pid`.mapWith(Number) })
    .from(sql`pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`)
  return rows.map(({ pid }) => pid)
}
