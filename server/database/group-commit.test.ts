import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as tick } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createGroupCommit } from './group-commit.ts'

// A store that answers when the test says so; an item's letters are its keys.
function heldStore(options: { maxBatch?: number } = {}) {
  const runs: { items: string[]; answer(): Promise<void>; fail(): Promise<void> }[] = []
  const queue = createGroupCommit<string, string>({
    run: (items) =>
      new Promise((resolve, reject) => {
        runs.push({
          items,
          answer: () => tick(resolve(items.map((item) => item.toUpperCase()))).then(() => tick()),
          fail: () => tick(reject(new Error('away'))).then(() => tick()),
        })
      }),
    keysOf: (item) => item.split(''),
    maxBatch: options.maxBatch ?? 100,
    maxRunning: 2,
    maxWaiting: 3,
  })
  return { runs, queue }
}

test('runs together what arrives in the same tick and what arrives while its keys are busy', async () => {
  const { runs, queue } = heldStore()
  const first = [queue.add('a'), queue.add('b')]
  await tick()
  const later = [queue.add('ac'), queue.add('c'), queue.add('d')]
  await tick()
  expect(runs.map(({ items }) => items)).toEqual([['a', 'b'], ['d']])
  await runs[1]?.answer()
  await runs[0]?.answer()
  expect(await Promise.all(first)).toEqual(['A', 'B'])
  expect(runs[2]?.items).toEqual(['ac', 'c'])
  await runs[2]?.answer()
  expect(await Promise.all(later)).toEqual(['AC', 'C', 'D'])
  await queue.drained()
})

test('a run that fails fails its own items only', async () => {
  const { runs, queue } = heldStore({ maxBatch: 1 })
  const [a, b] = [queue.add('a').catch(({ message }) => message), queue.add('b')]
  await tick()
  await tick()
  await runs[0]?.fail()
  await runs[1]?.answer()
  expect(await Promise.all([a, b])).toEqual(['away', 'B'])
})

test('says when it is full', async () => {
  const { runs, queue } = heldStore()
  const waiting = ['a', 'a', 'a'].map((item) => queue.add(item))
  expect(queue.isFull()).toBe(true)
  await tick()
  expect(queue.isFull()).toBe(false)
  await runs[0]?.answer()
  await Promise.all(waiting)
})

test('a run does not see the context of the caller who set it off', async () => {
  const storage = new AsyncLocalStorage<string>()
  const seen: (string | undefined)[] = []
  const queue = createGroupCommit<string, string>({
    run: async (items) => {
      seen.push(storage.getStore())
      return items
    },
    keysOf: (item) => [item],
    maxBatch: 10,
    maxRunning: 1,
    maxWaiting: 10,
  })
  await storage.run('a transaction', () => queue.add('a'))
  expect(seen).toEqual([undefined])
})
