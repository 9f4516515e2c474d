import { expect, test } from 'vitest'
import type { Failure } from '../api/failure.ts'
import { changedSinceText } from './changed-since.ts'

const failure = (reason: Failure['reason']): Failure => ({
  status: 409,
  code: 'CONFLICT',
  message: '',
  reason,
  fieldErrors: null,
  requestId: null,
})

test('the fields that have changed since are named as people name them', () => {
  const told = changedSinceText(failure({ kind: 'changed-since', fields: ['bannedAt', 'banReason'] }))
  expect(told).toMatch(/^Changed again since then: Banned, Reason\./)
  expect(changedSinceText(failure({ kind: 'changed-since', fields: [] }))).toMatch(/^It is no longer as/)
  expect(changedSinceText(failure({ kind: 'self' }))).toBeUndefined()
})
