import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createPasswordQueue, spendTurn } from './password-queue.ts'

const busy = { code: 'SERVICE_UNAVAILABLE', reason: { kind: 'busy' } }

/** A queue whose work ends when it is told to, and what has begun and was refused so far. */
function createWatched(options: { turns: number; places: number }) {
  const queue = createPasswordQueue(options)
  const begun: string[] = []
  const refused: string[] = []
  const ends: (() => void)[] = []
  return {
    begun,
    refused,
    async enter(caller: string, name = caller) {
      const work = () => {
        begun.push(name)
        return new Promise<void>((end) => ends.push(end))
      }
      queue.enter(caller, work).catch((error) => {
        expect(error).toMatchObject(busy)
        refused.push(name)
      })
      await turn()
    },
    async endOne() {
      ends.shift()?.()
      await turn()
    },
  }
}

test('as many run at once as there are turns, and the others follow in their order', async () => {
  const { begun, refused, enter, endOne } = createWatched({ turns: 2, places: 3 })
  for (const caller of ['a', 'b', 'c', 'd', 'e', 'f']) await enter(caller)
  expect([begun.join(''), refused.join('')]).toEqual(['ab', 'f'])
  await endOne()
  expect(begun.join('')).toBe('abc')
  for (let ends = 0; ends < 4; ends += 1) await endOne()
  expect(begun.join('')).toBe('abcde')
  await enter('g')
  expect(begun.join('')).toBe('abcdeg')
})

test('one address neither keeps others waiting nor takes their places', async () => {
  const { begun, refused, enter, endOne } = createWatched({ turns: 1, places: 4 })
  for (const name of ['x1', 'x2', 'x3', 'x4', 'x5', 'x6']) await enter('x', name)
  expect([begun, refused]).toEqual([['x1'], ['x6']])
  await enter('a')
  await enter('b')
  expect(refused).toEqual(['x6', 'x5', 'x4'])
  // `x` has two places still, and nobody else more than one.
  await enter('c')
  await enter('a', 'a2')
  expect(refused).toEqual(['x6', 'x5', 'x4', 'x3', 'a2'])
  for (let ends = 0; ends < 5; ends += 1) await endOne()
  expect(begun).toEqual(['x1', 'x2', 'a', 'b', 'c'])
})

test('addresses take turns', async () => {
  const { begun, enter, endOne } = createWatched({ turns: 1, places: 9 })
  for (const name of ['x1', 'x2', 'x3', 'x4']) await enter('x', name)
  for (const name of ['y1', 'y2']) await enter('y', name)
  for (let ends = 0; ends < 6; ends += 1) await endOne()
  expect(begun).toEqual(['x1', 'x2', 'y1', 'x3', 'y2', 'x4'])
})

test('what fails gives its turn back', async () => {
  const queue = createPasswordQueue({ turns: 1, places: 0 })
  const failing = () => Promise.reject(new Error('it failed'))
  await expect(queue.enter('a', failing)).rejects.toThrow('it failed')
  expect(await queue.enter('a', async () => 'done')).toBe('done')
})

test('a turn ends with its hash, and a second hash of the same call waits for another one', async () => {
  const queue = createPasswordQueue({ turns: 1, places: 1 })
  const done: string[] = []
  const hash = (name: string) => spendTurn(async () => done.push(name))
  const first = queue.enter('a', async () => {
    await hash('a1')
    await turn()
    done.push('a goes on')
    await hash('a2')
  })
  const second = queue.enter('b', () => hash('b'))
  await Promise.all([first, second])
  expect(done).toEqual(['a1', 'b', 'a goes on', 'a2'])
  expect(await queue.enter('c', async () => 'done')).toBe('done')
})
