import { describe, expect, test } from 'vitest'
import { diffFields, readValue } from './diff.ts'

describe('diffFields', () => {
  test('only what differs, in the order of the fields', () => {
    const before = { name: 'Ada', role: 'user', banned: false }
    const after = { name: 'Ada', role: 'admin', banned: true }
    expect(diffFields(before, after)).toEqual([
      { path: 'role', kind: 'changed', before: 'user', after: 'admin' },
      { path: 'banned', kind: 'changed', before: false, after: true },
    ])
  })

  test('nested fields and lists of records by their path, lists of values as a whole', () => {
    const before = { quotas: [{ limit: 5 }, { limit: 10 }], scopes: ['ip'] }
    const after = { quotas: [{ limit: 5 }, { limit: 20 }], scopes: ['ip', 'user'] }
    expect(diffFields(before, after)).toEqual([
      { path: 'quotas.1.limit', kind: 'changed', before: 10, after: 20 },
      { path: 'scopes', kind: 'changed', before: ['ip'], after: ['ip', 'user'] },
    ])
  })

  test('what began has only an after, what ended only a before', () => {
    expect(diffFields(null, { id: '1', rules: { limit: 5 } })).toEqual([
      { path: 'id', kind: 'added', before: undefined, after: '1' },
      { path: 'rules.limit', kind: 'added', before: undefined, after: 5 },
    ])
    expect(diffFields({ id: '1' }, null)).toEqual([
      { path: 'id', kind: 'removed', before: '1', after: undefined },
    ])
  })

  test('a value that becomes a record is one change', () => {
    expect(diffFields({ limit: 5 }, { limit: { count: 5 } })).toHaveLength(1)
  })

  test('the same says nothing', () => {
    expect(diffFields({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([])
    expect(diffFields(null, null)).toEqual([])
  })
})

test('readValue', () => {
  expect(readValue(null)).toEqual({ kind: 'none' })
  expect(readValue(false)).toEqual({ kind: 'flag', on: false })
  expect(readValue('2026-06-03T10:00:00.000Z')).toEqual({ kind: 'time', text: '2026-06-03T10:00:00.000Z' })
  expect(readValue('2026')).toEqual({ kind: 'text', text: '2026' })
  expect(readValue(['a', 'b'])).toEqual({ kind: 'text', text: 'a, b' })
})
