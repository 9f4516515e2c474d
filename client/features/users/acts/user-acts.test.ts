import { expect, test } from 'vitest'
import { actsFor, whyNot } from './user-acts.ts'

const admin = { id: 'a', role: 'admin' } as const
const moderator = { id: 'm', role: 'moderator' } as const

test('a moderator is offered what they may, as far as the status allows', () => {
  expect(actsFor(moderator, { status: 'active' })).toEqual(['endSessions', 'ban'])
  expect(actsFor(moderator, { status: 'pending' })).toEqual(['endSessions', 'approve', 'refuse', 'ban'])
  expect(actsFor(moderator, { status: 'deleted' })).toEqual([])
  expect(actsFor({ id: 'r', role: 'admin_ro' }, { status: 'active' })).toEqual([])
  expect(actsFor(admin, { status: 'deleted' })).toEqual(['restore', 'purge'])
})

test('nobody acts on themselves or on somebody they do not outrank, and says why', () => {
  expect(whyNot(admin, 'ban', admin)).toBe('You cannot do this to yourself.')
  expect(whyNot(admin, 'edit', admin)).toBeNull()
  expect(whyNot(moderator, 'ban', { id: 'x', role: 'moderator' })).toBe('Needs a higher role than yours.')
  expect(whyNot(moderator, 'ban', { id: 'x', role: 'user' })).toBeNull()
  expect(whyNot(admin, 'ban', { id: 'x', role: 'admin' })).toBeNull()
})

test('an admin acts as users only', () => {
  expect(whyNot(admin, 'impersonate', { id: 'x', role: 'user' })).toBeNull()
  expect(whyNot(admin, 'impersonate', { id: 'x', role: 'moderator' })).toMatch(/console/)
})
