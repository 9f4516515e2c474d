import { expect, test } from 'vitest'
import type { UserStatus } from '#shared/users.ts'
import { type ActedOn, actsFor, whyNot } from './user-acts.ts'

const admin = { id: 'a', role: 'admin' } as const
const moderator = { id: 'm', role: 'moderator' } as const
const verified = (status: UserStatus) => ({ status, emailVerified: true })

test('a moderator is offered what they may, as far as the status allows', () => {
  expect(actsFor(moderator, verified('active'))).toEqual(['sendPasswordReset', 'endSessions', 'ban'])
  expect(actsFor(moderator, verified('pending'))).toEqual([
    'sendPasswordReset',
    'endSessions',
    'approve',
    'refuse',
    'ban',
  ])
  expect(actsFor(moderator, verified('deleted'))).toEqual([])
  expect(actsFor({ id: 'r', role: 'admin_ro' }, verified('active'))).toEqual([])
  expect(actsFor(admin, verified('deleted'))).toEqual(['restore', 'purge'])
})

test('an act on the address or on a lock is offered while there is something to do', () => {
  const locked = { of: 'codes', until: '2026-06-03T12:00:00.000Z' } as const
  const offered = ['sendVerification', 'markVerified', 'unlock'] as const
  const of = (actor: typeof admin | typeof moderator, user: ActedOn) =>
    offered.filter((act) => actsFor(actor, user).includes(act))
  expect(of(admin, { ...verified('active'), lock: null })).toEqual([])
  expect(of(admin, { status: 'active', emailVerified: false, lock: locked })).toEqual(offered)
  expect(of(moderator, { status: 'banned', emailVerified: false, lock: locked })).toEqual([
    'sendVerification',
    'unlock',
  ])
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
