import { expect, test } from 'vitest'
import { createEventId } from './event-id.ts'

test('ids that are made one after the other sort like that, however quickly', () => {
  const ids = Array.from({ length: 10_000 }, createEventId)
  expect(ids).toEqual([...ids].sort())
  expect(new Set(ids).size).toBe(ids.length)
})

test('an id is a UUID of version 7 and tells when it was made', () => {
  const id = createEventId()
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  const madeAt = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
  expect(Math.abs(madeAt - Date.now())).toBeLessThan(60_000)
})
