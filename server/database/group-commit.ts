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
    const share = Math.max(Math.ceil(waiting.length / (options.maxRunning - running)), minShare)
    const { batch, left } = takeBatch(waiting, { busyKeys, share, maxBatch: options.maxBatch })
    waiting = left
    if (batch.length === 0) return
    for (const { keys } of batch) for (const key of keys) busyKeys.add(key)
    running += 1
    runBatch(options.run, batch).finally(() => {
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

// In the order of arrival, up to its share; `left` keeps that order.
function takeBatch<Entry extends Pick<Waiting<unknown, unknown>, 'keys' | 'terms'>>(
  waiting: Entry[],
  { busyKeys, share, maxBatch }: { busyKeys: ReadonlySet<string>; share: number; maxBatch: number },
) {
  const batch: Entry[] = []
  const left: Entry[] = []
  const heldKeys = new Set<string>()
  const termsByKey = new Map<string, string | undefined>()
  for (const entry of waiting) {
    const free = entry.keys.every(
      (key, index) =>
        !busyKeys.has(key) &&
        !heldKeys.has(key) &&
        (!termsByKey.has(key) || termsByKey.get(key) === entry.terms[index]),
    )
    // Another run could not take what shares its keys with this one, so it comes along.
    const ours = batch.length < share || entry.keys.every((key) => termsByKey.has(key))
    if (free && ours && batch.length < maxBatch) {
      batch.push(entry)
      entry.keys.forEach((key, index) => {
        termsByKey.set(key, entry.terms[index])
      })
    } else {
      left.push(entry)
      for (const key of entry.keys) heldKeys.add(key)
    }
  }
  return { batch, left }
}

async function runBatch<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  batch: Waiting<Item, Result>[],
): Promise<void> {
  try {
    const results = await run(batch.map(({ item }) => item))
    if (results.length !== batch.length) throw new Error('A run must answer every item.')
    results.forEach((result, index) => {
      batch[index]?.resolve(result)
    })
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}
