import { sql } from 'drizzle-orm'
import type { Database } from '../database.ts'
import { readApplied } from './applied.ts'
import { compareHistory } from './compare-history.ts'
import type { History } from './history.ts'

export interface MigrationState {
  /** How many the database has had; more than are known when a newer version has been at it. */
  applied: number
  /** Why this version must not serve from the database as it is, in a sentence; null when it may. */
  problem: string | null
}

/** What a database has had of the histories, and whether the version that brings them may serve from it. */
export async function readMigrationState(db: Database, histories: History[]): Promise<MigrationState> {
  const query = async (statement: string) => {
    // Both drivers answer with rows; the type that they share does not say so.
    const { rows } = (await db.execute(sql.raw(statement))) as unknown as { rows: Record<string, unknown>[] }
    return rows
  }
  const applied = await readApplied(query, histories)
  const problems = histories.map((history, index) => {
    const { problem, pending } = compareHistory(history, applied[index] ?? [])
    const [first] = pending
    return problem ?? (first ? `This database has not had ${history.folder}/${first.tag}.sql.` : null)
  })
  return { applied: applied.flat().length, problem: problems.find((problem) => problem !== null) ?? null }
}
