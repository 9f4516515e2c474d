import type { Database } from '../../database/database.ts'

const rememberedMs = 10_000
const maxRemembered = 500

const remembered = new WeakMap<Database, Map<string, number>>()

/**
 * Counts a list, unless it had more than `bound` entries within the last ten seconds: then it is taken to be as large
 * still, which may be wrong for that long. An exact count is never remembered. `key` names the list.
 */
export async function countUnlessLarge(
  options: { db: Database; now: Date; key: string; bound: number },
  count: () => Promise<number>,
): Promise<number> {
  const { db, now, key, bound } = options
  const lists = remembered.get(db) ?? new Map<string, number>()
  remembered.set(db, lists)
  if ((lists.get(key) ?? 0) > now.getTime()) return bound + 1
  const total = await count()
  lists.delete(key)
  if (total > bound) lists.set(key, now.getTime() + rememberedMs)
  const oldest = lists.keys().next().value
  if (lists.size > maxRemembered && oldest !== undefined) lists.delete(oldest)
  return total
}
