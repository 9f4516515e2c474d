import { expect, test } from 'vitest'
import { shared } from '#product/shared.ts'
import type { AuditEntry } from '#server/audit/record/record-audit.ts'
import { type AuditAction, auditActions } from './audit.ts'
import { actOf } from './audit-acts.ts'
import { recordedText } from './audit-fields.ts'
import { isUndoable } from './undoable-actions.ts'

const una = { type: 'user', id: 'una' } as const

test('an act has its own fields only, by its type and by its schema', () => {
  const fits = ({ action, before, after }: AuditEntry) => {
    const { before: was, after: is } = actOf(action)
    return (!before || was?.safeParse(before).success) && (!after || is?.safeParse(after).success)
  }
  const right: AuditEntry[] = [
    { action: 'user.ban', subject: una, before: { bannedAt: null }, after: { bannedAt: new Date() } },
    { action: 'user.setRole', subject: una, before: { role: 'user' }, after: { role: 'admin' } },
    { action: 'session.signOut', subject: una },
  ]
  expect(right.every(fits)).toBe(true)
  const wrong: AuditEntry[] = [
    // @ts-expect-error A ban changes no role.
    { action: 'user.ban', subject: una, after: { role: 'admin' } },
    // @ts-expect-error There is no such role.
    { action: 'user.setRole', subject: una, after: { role: 'guest' } },
    // @ts-expect-error Nothing was there before somebody signed in.
    { action: 'session.signIn', subject: una, before: { method: 'password' } },
    // @ts-expect-error Signing out has no fields.
    { action: 'session.signOut', subject: una, after: { method: 'password' } },
  ]
  expect(wrong.some(fits)).toBe(false)
  // @ts-expect-error Users are banned, settings are not.
  const setting: AuditEntry = { action: 'user.ban', subject: { type: 'setting', id: 'signUpMode' } }
  expect(actOf(setting.action).subject).toBe('user')
})

test('what tells who a user is can be erased, and nothing else can', () => {
  const telling = [
    'name',
    'email',
    'image',
    'banReason',
    'reason',
    'address',
    'addresses',
    'device',
    'text',
    'removal',
  ]
  for (const action of auditActions.filter((each) => !(each in shared.acts))) {
    const { subject, before, after, personal = [] } = actOf(action)
    const names = Object.keys({ ...before?.shape, ...after?.shape })
    // An order is somebody's, who is named beside it, and feedback has an owner, whom the note on it is about.
    const isOfPerson = [subject].flat().some((each) => each === 'user' || each === 'order')
    const told = isOfPerson ? telling : subject === 'feedback' ? ['note'] : []
    const expected = names.filter((name) => told.includes(name))
    if (personal === 'all') continue
    expect([action, [...personal].sort()]).toEqual([action, expected.sort()])
  }
})

test('what an older version wrote otherwise is no text, and what is not known cannot be undone', () => {
  const recorded = { bannedAt: '2026-06-03T10:00:00.000Z', banReason: 7 }
  expect(recordedText('user.ban', recorded, 'bannedAt')).toBe(recorded.bannedAt)
  expect(recordedText('user.ban', recorded, 'banReason')).toBeNull()
  expect(recordedText('user.ban', null, 'banReason')).toBeNull()
  // @ts-expect-error A ban has no role.
  expect(recordedText('user.ban', recorded, 'role')).toBeNull()
  expect(isUndoable('user.invented' as AuditAction)).toBe(false)
})
