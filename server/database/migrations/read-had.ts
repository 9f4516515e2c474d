import { findTables, type Query, readApplied } from './applied.ts'
import { compareHistory } from './compare-history.ts'
import type { History, Migration } from './history.ts'

/** A migration that a database has had, by what tells it from others. */
export type HadMigration = Pick<Migration, 'tag' | 'hash'>

/** What a database has had of a history, in the order of names. */
export interface HadHistory {
  history: History
  had: HadMigration[]
  pending: Migration[]
  /** Why this version must not serve from the database, in a sentence; null when it may. */
  problem: string | null
}

/** What a database has had of each history, in the order of `histories`; nothing where it has no table of them. */
export async function readHad(query: Query, histories: History[]): Promise<HadHistory[]> {
  const there = await findTables(query, histories)
  const applied = await readApplied(query, there)
  return histories.map((history) => {
    const rows = applied[there.indexOf(history)] ?? []
    const { matched, pending, problem } = compareHistory(history, rows)
    const had = rows.map((row) => {
      // A row may still have the name or the line endings of an earlier time.
      const { tag, hash } = matched.find((each) => each.row === row)?.migration ?? row
      return { tag: tag ?? '', hash }
    })
    return { history, had: had.sort(byName), pending, problem }
  })
}

const byName = (a: HadMigration, b: HadMigration) => (a.tag + a.hash < b.tag + b.hash ? -1 : 1)
