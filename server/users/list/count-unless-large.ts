import { LRUCache } from 'lru-cache'
import type { Database } from '../../database/database.ts'

const rememberedMs = 10_000
const maxRemembered = 500

const remembered = new WeakMap<Database, LRUCache<string, number>>()

/**
 * Counts a list, unless it had more than `bound` entries within the last ten seconds: then it is taken to be as large
 * still, which may be wrong for that long. An exact count is never remembered. `key` names the list.
 */
export async function countUnlessLarge(
  options: { db: Database; now: Date; key: string; bound: number },
  count: () => Promise<number>,
): Promise<number> {
  const { db, now, key, bound } = options
  const lists = remembered.get(db) ?? new LRUCache<string, number>({ max: maxRemembered })
  remembered.set(db, lists)
  if ((lists.get(key) ?? 0) > now.getTime()) return bound + 1
  const total = await count()
  lists.delete(key)
  if (total > bound) lists.set(key, now.getTime() + rememberedMs)
  return total
}
