import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { shared } from '#product/shared.ts'
import { auditActions } from '#shared/audit/audit.ts'
import { actOf } from '#shared/audit/audit-acts.ts'
import { auditEventWith } from './audit-event-fixture.ts'
import { changeSummary, fieldName, fieldValue } from './audit-fields.ts'

test('fields have names, also deep inside; an unknown one keeps its path', () => {
  expect(fieldName('banReason')).toBe('Reason')
  expect(fieldName('account:05ea.failures')).toBe('Wrong tries')
  expect(fieldName('some.thing')).toBe('some.thing')
})

test('every field that is recorded has a name, and every code of it a word', () => {
  const unnamed = new Set<string>()
  const codes = new Set<string>()
  for (const action of auditActions.filter((each) => !(each in shared.acts))) {
    for (const fields of [actOf(action).before?.shape ?? {}, actOf(action).after?.shape ?? {}]) {
      for (const [name, schema] of Object.entries(fields)) {
        if (fieldName(name) === name) unnamed.add(name)
        for (const code of codesIn(schema)) if (fieldValue(name, code, action) === code) codes.add(code)
      }
    }
  }
  expect([...unnamed, ...codes]).toEqual([])
})

function codesIn(schema: unknown): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return codesIn(schema.unwrap())
  return schema instanceof z.ZodEnum ? schema.options.map(String) : []
}

test('codes are read as words, each only where it is a code', () => {
  expect(fieldValue('role', 'admin_ro')).toBe('Admin, reads only')
  expect(fieldValue('windowMs', 60_000)).toBe('1 min')
  expect(fieldValue('value', 'approval', 'setting.set')).toBe('Everybody, after approval')
  expect(fieldValue('value', 'approval', 'override.set')).toBe('approval')
  expect(fieldValue('reason', 'self', 'access.refuse')).toBe('Not to themselves')
  expect(fieldValue('reason', 'self', 'override.set')).toBe('self')
  expect(fieldValue('role', 'toString')).toBe('toString')
  expect(fieldValue('refusal', 'ACCOUNT_BANNED', 'session.fail')).toBe('Account banned')
  expect(fieldValue('permission', 'audit.read', 'access.refuse')).toBe('Read the audit log')
  expect(fieldValue('filter.actions', ['user.ban', 'other'], 'audit.export')).toBe('Banned, other')
  expect(fieldValue('status', 'past_due', 'subscription.change')).toBe('Payment failed')
  expect(fieldValue('role', null)).toBeNull()
})

describe('what a row changed, in one line', () => {
  test('a change says what was and what is', () => {
    const event = auditEventWith({
      action: 'user.setRole',
      before: { role: 'user' },
      after: { role: 'moderator' },
    })
    expect(changeSummary(event)).toBe('Role: User → Moderator')
  })

  test('what the title and the time say already is left out, the reason comes first', () => {
    const before = { bannedAt: null, bannedUntil: null, banReason: null }
    const after = {
      bannedAt: '2026-06-03T10:00:00Z',
      bannedUntil: '2026-06-10T10:00:00Z',
      banReason: 'Spam',
    }
    expect(changeSummary(auditEventWith({ before, after }))).toMatch(
      /^Reason: Spam · Ban ends: (Jun 10, 2026|10 Jun 2026)$/,
    )
    expect(changeSummary(auditEventWith({ action: 'user.unban', before: after, after: before }))).toBe('')
  })

  test('what was removed is named as it was, and only the first of much', () => {
    const before = { value: '203.0.113.0/24', limit: 5, effect: 'limit', reason: 'Guesses', policy: null }
    expect(changeSummary(auditEventWith({ action: 'override.remove', before }))).toBe(
      'Value: 203.0.113.0/24 · Limit: 5 · Effect: Another limit',
    )
  })

  test('nothing is said of nothing', () => {
    expect(changeSummary(auditEventWith())).toBe('')
  })
})
