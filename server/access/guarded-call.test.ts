import { expect, test } from 'vitest'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'
import { keyRefused } from '../key-status/key-refusals.ts'
import { type DeclaredCall, free } from './declared-call.ts'
import { type AccessRequest, callerOf } from './guard.ts'
import { admit, guardCall, judge } from './guarded-call.ts'

const open: DeclaredCall = {
  path: 'notes.list',
  signedIn: false,
  whilePending: true,
  whileImpersonating: true,
  keys: true,
  permission: null,
  policies: ['signed-in'],
  cost: 3,
  policiesIfRefused: ['public'],
  fresh: false,
  signsUp: false,
  tests: null,
  ...free,
}
const strict: DeclaredCall = {
  ...open,
  signedIn: true,
  whilePending: false,
  whileImpersonating: false,
  keys: false,
  permission: 'users.list',
  fresh: true,
}
const now = new Date('2026-05-01T12:00:00.000Z')
const nobody = callerOf({ actor: null, banned: null, now })
const moderator = {
  ...nobody,
  user: { id: 'moderator', role: 'moderator', pending: false },
  session: { confirmedAt: now },
} as const

/** A request that says what it was charged to. */
function requestOf(caller: AccessRequest['caller'], full: readonly string[] = []) {
  const charged: string[] = []
  const request: AccessRequest = {
    caller,
    async charge(policies, cost) {
      charged.push(`${policies} ${cost}`)
      return policies.some((policy) => full.includes(policy))
        ? new AppError('TOO_MANY_REQUESTS', 'Full.')
        : null
    },
    // Nothing here asks the database.
    db: {} as Database,
    config: { signUp: 'open' },
  }
  return { request, charged }
}

test('a call has the guards that it declares and no others, in the one order', () => {
  const stepsOf = (call: DeclaredCall) => guardCall(call).guards.map(({ step }) => step)
  expect(stepsOf(open)).toEqual(['key', 'limit'])
  expect(stepsOf(strict)).toEqual([
    'key',
    'signed-in',
    'ban',
    'approval',
    'impersonation',
    'permission',
    'limit',
    'fresh',
  ])
  expect(stepsOf({ ...open, signsUp: true })).toEqual(['key', 'limit', 'sign-up'])
  // The lockout stands around the test of the password itself.
  expect(stepsOf({ ...open, tests: 'password' })).toEqual(['key', 'limit'])
})

test.each([
  ['nobody', nobody, 'signed-out'],
  ['a banned user', { ...moderator, banned: { until: null } }, 'banned'],
  ['who waits for approval', { ...moderator, user: { ...moderator.user, pending: true } }, 'approval'],
  ['an admin as a user', { ...moderator, impersonated: true }, 'impersonating'],
  ['a key that does not work', { ...nobody, keyRefusal: keyRefused('unknown') }, 'key'],
  [
    'a key where a person must act',
    { ...moderator, session: null, key: { permissions: ['users.list'] } },
    'person',
  ],
  ['another role', { ...moderator, user: { ...moderator.user, role: 'user' } }, 'permission'],
] as const)(
  '%s is refused before the limits of the call, at the cost of the address',
  async (_, caller, reason) => {
    const { request, charged } = requestOf(caller)
    await expect(admit(guardCall(strict), request)).rejects.toMatchObject({ reason: { kind: reason } })
    expect(charged).toEqual(['public 1'])
    expect(judge(guardCall(strict), caller)?.reason?.kind).toBe(reason)
    const full = requestOf(caller, ['public'])
    await expect(admit(guardCall(strict), full.request)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
  },
)

test('a key is charged to its own limit besides, and may do no more than it was made for', async () => {
  const call = { ...open, permission: 'users.list' } as const
  const withKey = (permissions: string[]) => ({ ...moderator, session: null, key: { permissions } })
  const { request, charged } = requestOf(withKey(['users.list']))
  await admit(guardCall(call), request)
  expect(charged).toEqual(['signed-in,keys 3'])
  expect(judge(guardCall(call), withKey(['users.moderate']))?.reason?.kind).toBe('permission')
  const demoted = { ...withKey(['users.list']), user: { ...moderator.user, role: 'user' } } as const
  expect(judge(guardCall(call), demoted)?.reason?.kind).toBe('permission')
})

test('what refuses after the limits costs what the call costs, and a full limit comes first', async () => {
  const stale = { ...moderator, session: { confirmedAt: new Date(0) } }
  const { request, charged } = requestOf(stale)
  await expect(admit(guardCall(strict), request)).rejects.toMatchObject({ reason: { kind: 'confirm' } })
  expect(charged).toEqual(['signed-in 3'])
  const full = requestOf(stale, ['signed-in'])
  await expect(admit(guardCall(strict), full.request)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
  expect(full.charged).toEqual(['signed-in 3'])
})

test('an outage is neither signed out nor charged', async () => {
  const lookupFailure = new Error('away')
  const { request, charged } = requestOf({ ...nobody, lookupFailure })
  await expect(admit(guardCall(strict), request)).rejects.toBe(lookupFailure)
  expect(charged).toEqual([])
  await admit(guardCall(open), request)
})
