import { expect, test } from 'vitest'
import { loadOnce } from './load-once.ts'

const counted = (failures = 0) => {
  let calls = 0
  return loadOnce(async () => {
    calls += 1
    if (calls <= failures) throw new Error(`load ${calls} failed`)
    return calls
  })
}

test('calls at once and later ones share one load', async () => {
  const { load } = counted()
  expect(await Promise.all([load(), load()])).toEqual([1, 1])
  expect(await load()).toBe(1)
})

test('a load that failed is tried again by the next call', async () => {
  const { load } = counted(1)
  const both = [load(), load()]
  for (const each of both) await expect(each).rejects.toThrow('load 1 failed')
  expect(await load()).toBe(2)
})

test('what was forgotten is loaded anew', async () => {
  const { load, forget } = counted()
  expect(await load()).toBe(1)
  forget()
  expect(await load()).toBe(2)
})
