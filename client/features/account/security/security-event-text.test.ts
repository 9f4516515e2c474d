import { expect, test } from 'vitest'
import { type SecurityEvent, securityActions } from '#shared/security.ts'
import { securityEventText } from './security-event-text.ts'

const event = (fields: Partial<SecurityEvent>): SecurityEvent => ({
  id: 'event',
  at: '2026-01-31T12:00:00.000Z',
  action: 'session.signIn',
  byMe: true,
  address: null,
  device: null,
  before: null,
  after: null,
  ...fields,
})

test('an event says how it was done and what it was about', () => {
  const read = (fields: Partial<SecurityEvent>) => securityEventText(event(fields))
  expect(read({ after: { method: 'passkey' } })).toBe('Signed in with a passkey')
  expect(read({ after: { method: 'elsewhere' } })).toBe('Signed in')
  expect(read({ action: 'session.fail', after: { method: 'two-factor' } })).toBe('Wrong code')
  expect(read({ action: 'session.fail', after: { method: 'password', refusal: 'ACCOUNT_BANNED' } })).toBe(
    'Sign-in refused',
  )
  expect(read({ action: 'passkey.remove', before: { label: 'Work laptop' } })).toBe(
    'Passkey removed: Work laptop',
  )
  expect(read({ action: 'account.unlink', before: { provider: 'google' } })).toBe(
    'Account disconnected: Google',
  )
  expect(read({ action: 'user.setRole', before: { role: 'user' }, after: { role: 'admin_ro' } })).toBe(
    'Role changed: Admin, reads only',
  )
})

test('every action a person is shown is said in words', () => {
  for (const action of securityActions) {
    expect(securityEventText(event({ action })), action).not.toMatch(/[a-z]\.[a-z]|undefined/)
  }
})
