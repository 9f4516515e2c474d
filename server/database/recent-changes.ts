import { LRUCache } from 'lru-cache'

/** The latest changes of what the process has copies of, in order. */
export interface RecentChanges {
  /** How many there have been. */
  now(): number
  /** These ids have changed, or for null any may have. */
  note(ids: readonly string[] | null): void
  /** The same is about to happen, when a transaction commits: for a while nothing that is read of them will last. */
  expect(ids: readonly string[] | null): void
  /** Whether one of these ids, or for null any, may have changed since there were so many. */
  since(count: number, ids: readonly string[] | null): boolean
}

const maxIds = 10_000
// A transaction that takes longer is heard of once it has committed, as those of other processes are.
const expectedMs = 10_000

/** Remembers what changed last; of what changed before, anything may have. */
export function createRecentChanges({ now = () => performance.now() } = {}): RecentChanges {
  let count = 0
  // What is not remembered last changed here or before.
  let floor = 0
  let allExpectedUntil = 0
  let anyExpectedUntil = 0
  const changed = new LRUCache<string, { count: number; expectedUntil: number }>({
    max: maxIds,
    dispose: (change, _, reason) => {
      if (reason === 'evict') floor = Math.max(floor, change.count)
    },
  })

  function note(ids: readonly string[] | null, expectedUntil: number) {
    count += 1
    anyExpectedUntil = Math.max(anyExpectedUntil, expectedUntil)
    if (!ids) {
      floor = count
      allExpectedUntil = Math.max(allExpectedUntil, expectedUntil)
      return
    }
    // What is heard may be of an earlier transaction than the one that is expected.
    for (const id of ids) {
      const before = changed.get(id)?.expectedUntil ?? 0
      changed.set(id, { count, expectedUntil: Math.max(before, expectedUntil) })
    }
  }

  return {
    now: () => count,
    note: (ids) => note(ids, 0),
    expect: (ids) => note(ids, now() + expectedMs),
    since(then, ids) {
      if (!ids) return count > then || now() < anyExpectedUntil
      if (floor > then || now() < allExpectedUntil) return true
      return ids.some((id) => {
        const change = changed.get(id)
        return change !== undefined && (change.count > then || now() < change.expectedUntil)
      })
    },
  }
}
