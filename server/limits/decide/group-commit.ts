import { AsyncLocalStorage } from 'node:async_hooks'

interface Waiting<Item, Result> {
  item: Item
  keys: readonly string[]
  terms: readonly string[]
  resolve(result: Result): void
  reject(error: unknown): void
}

export interface GroupCommit<Item, Result> {
  /** Whether no more items are taken for now. */
  isFull(): boolean
  /** The result of the run that the item went into; rejects when that run fails. */
  add(item: Item): Promise<Result>
  /** Resolves when nothing waits or runs any more. */
  drained(): Promise<void>
}

// Below this a run of its own costs the store more than it saves.
const minShare = 16

/**
 * Runs waiting items together: what arrived in the same tick or during the last run. Many items are shared among the
 * runs that may go at once. Items that share a key run in the order of their arrival, so one that must wait for a run
 * under way holds back later ones.
 */
export function createGroupCommit<Item, Result>(options: {
  run(items: Item[]): Promise<Result[]>
  keysOf(item: Item): readonly string[]
  /** For each key the terms that it is run on: items of one run agree on them. */
  termsOf?(item: Item): readonly string[]
  maxBatch: number
  maxRunning: number
  maxWaiting: number
}): GroupCommit<Item, Result> {
  // A run belongs to all its callers, so it must not see the transaction or request of the one that set it off.
  const detached = AsyncLocalStorage.snapshot()
  const busyKeys = new Set<string>()
  let waiting: Waiting<Item, Result>[] = []
  let running = 0
  let scheduled = false
  let whenDrained: (() => void)[] = []

  function schedule() {
    if (scheduled || waiting.length === 0 || running >= options.maxRunning) return
    scheduled = true
    // After the input that is ready now: callers whose requests came together are decided together.
    detached(() => setImmediate(start))
  }

  function start() {
    scheduled = false
    const batch = takeBatch()
    if (batch.length === 0) return
    running += 1
    run(batch).finally(() => {
      running -= 1
      for (const { keys } of batch) for (const key of keys) busyKeys.delete(key)
      schedule()
      if (running === 0 && waiting.length === 0) {
        for (const resolve of whenDrained) resolve()
        whenDrained = []
      }
    })
    schedule()
  }

  function takeBatch() {
    const batch: Waiting<Item, Result>[] = []
    const left: Waiting<Item, Result>[] = []
    const heldKeys = new Set<string>()
    const termsByKey = new Map<string, string | undefined>()
    const share = Math.max(Math.ceil(waiting.length / (options.maxRunning - running)), minShare)
    for (const entry of waiting) {
      const free = entry.keys.every(
        (key, index) =>
          !busyKeys.has(key) &&
          !heldKeys.has(key) &&
          (!termsByKey.has(key) || termsByKey.get(key) === entry.terms[index]),
      )
      // Another run could not take what shares its keys with this one, so it comes along.
      const ours = batch.length < share || entry.keys.every((key) => termsByKey.has(key))
      if (free && ours && batch.length < options.maxBatch) {
        batch.push(entry)
        entry.keys.forEach((key, index) => {
          termsByKey.set(key, entry.terms[index])
        })
      } else {
        left.push(entry)
        for (const key of entry.keys) heldKeys.add(key)
      }
    }
    for (const key of termsByKey.keys()) busyKeys.add(key)
    waiting = left
    return batch
  }

  async function run(batch: Waiting<Item, Result>[]) {
    try {
      const results = await options.run(batch.map(({ item }) => item))
      if (results.length !== batch.length) throw new Error('A run must answer every item.')
      results.forEach((result, index) => {
        batch[index]?.resolve(result)
      })
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  return {
    isFull: () => waiting.length >= options.maxWaiting,
    add: (item) =>
      new Promise((resolve, reject) => {
        const terms = options.termsOf?.(item) ?? []
        waiting.push({ item, keys: options.keysOf(item), terms, resolve, reject })
        schedule()
      }),
    drained: () =>
      new Promise((resolve) => {
        if (running === 0 && waiting.length === 0) resolve()
        else whenDrained.push(resolve)
      }),
  }
}
