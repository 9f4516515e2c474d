import { describe, expect, test } from 'vitest'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { auditEventWith } from './audit-event-fixture.ts'
import { actionName, actorName, actorWithin, isOwnAct, subjectName, undoneText } from './audit-words.ts'

const hash = '05ea08ad9119dd1f48faf7e0d3c5c305'

test('who acted: a person, somebody unknown, the command line or the server itself', () => {
  expect(actorName(auditEventWith())).toBe('Grace Hopper')
  const nobody = { actor: null }
  expect(actorName(auditEventWith(nobody))).toBe('Somebody not signed in')
  expect(actorName(auditEventWith({ ...nobody, address: 'local', device: 'command line' }))).toBe(
    'The command line',
  )
  expect(actorName(auditEventWith({ ...nobody, address: 'local', device: 'sweeper' }))).toBe('The server')
  const gone = { actor: { id: 'grace', name: null, email: null }, erased: true, address: null }
  expect(actorName(auditEventWith(gone))).toBe('An erased person')
})

test('who acted, in the middle of a sentence', () => {
  expect(actorWithin(auditEventWith())).toBe('Grace Hopper')
  const byCommand = { actor: null, address: 'local', device: 'command line' }
  expect(actorWithin(auditEventWith(byCommand))).toBe('the command line')
})

describe('what it was done to', () => {
  const subjects: [Partial<AuditEvent['subject']>, string][] = [
    [{ name: 'Ada Lovelace' }, 'Ada Lovelace'],
    [{ type: 'invitation', email: 'new@example.com' }, 'new@example.com'],
    [{ type: 'setting', id: 'signUpMode' }, 'Who may register'],
    [{ type: 'counter', id: 'all' }, 'All counters'],
    [{ type: 'counter', id: 'sign-in/ip:203.0.113.7' }, 'Counter sign-in/ip:203.0.113.7'],
    [{ type: 'policy', id: 'sign-in/ip' }, 'Policy sign-in/ip'],
    [{ type: 'procedure', id: 'audit.list' }, 'Call audit.list'],
    [{ type: 'procedure', id: 'users.export' }, 'The users’ export'],
    [{ type: 'lockout', id: `account:${hash}` }, 'Lock of account 05ea08…c5c305'],
    [{ type: 'lockout', id: `device:${hash}:abc` }, 'Lock of browser 05ea08…c5c305'],
    [{ type: 'account', id: hash }, 'Unknown e-mail 05ea08…c5c305'],
    [{ type: 'audit', id: 'log' }, 'The audit log'],
    [{ type: 'shared-note' as 'user', id: 'a' }, 'Shared note a'],
    [{ type: 'setting', id: 'notesPerUser' }, 'Notes per user'],
  ]
  test.each(subjects)('%o', (subject, name) => {
    const event = auditEventWith({ subject: { type: 'user', id: 'x', name: null, email: null, ...subject } })
    expect(subjectName(event)).toBe(name)
  })

  test('an undo names the act, an override what it is for', () => {
    const subject = { type: 'audit', id: 'row', name: null, email: null } as const
    const undo = auditEventWith({ action: 'audit.undo', subject, after: { action: 'user.ban' } })
    expect(subjectName(undo)).toBe('The act “Banned”')
    const override = { type: 'override', id: 'o', name: null, email: null } as const
    const made = auditEventWith({ subject: override, after: { value: '203.0.113.0/24' } })
    expect(subjectName(made)).toBe('Override 203.0.113.0/24')
  })
})

test('an act is one\u2019s own only when nobody else did it in one\u2019s name', () => {
  const self = { subject: { type: 'user', id: 'grace', name: 'Grace Hopper', email: null } } as const
  expect(isOwnAct(auditEventWith())).toBe(false)
  expect(isOwnAct(auditEventWith(self))).toBe(true)
  expect(isOwnAct(auditEventWith({ ...self, impersonator: { id: 'a', name: 'Admin' } }))).toBe(false)
})

test('an act on many says what it did to how many, and how much of it was taken back', () => {
  const act = (group: AuditEvent['group'], done = 'user.ban') =>
    auditEventWith({
      action: 'user.bulk',
      subject: { type: 'procedure', id: 'users.bulk', name: null, email: null },
      after: { action: done, people: 1200 },
      group,
      undoneBy: 'row',
    })
  const some = act({ acts: 1198, undone: 12 })
  expect([actionName(some), subjectName(some), undoneText(some)]).toEqual([
    'Banned 1,198 users',
    '1,200 users',
    'Taken back: 12 of 1,198',
  ])
  expect(undoneText(act({ acts: 1, undone: 1 }))).toBe('Taken back')
  expect(undoneText(act({ acts: 1, undone: 0 }))).toBe('')
  expect(actionName(act({ acts: 1, undone: 0 }, 'user.invented'))).toBe('Acted on many users')
  expect(actionName(auditEventWith({ action: 'audit.undo', group: { acts: 2, undone: 0 } }))).toBe(
    'Took 2 acts back',
  )
})
