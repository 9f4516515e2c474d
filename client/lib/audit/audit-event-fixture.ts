import type { AuditEvent } from '#shared/audit/audit.ts'

/** A row of the audit log: an admin banned somebody. */
export const auditEventWith = (changes: Partial<AuditEvent> = {}): AuditEvent => ({
  id: 'row',
  at: '2026-06-03T10:00:00.000Z',
  action: 'user.ban',
  actor: { id: 'grace', name: 'Grace Hopper', email: 'grace@example.com' },
  impersonator: null,
  key: null,
  subject: { type: 'user', id: 'ada', name: 'Ada Lovelace', email: 'ada@example.com' },
  before: null,
  after: null,
  address: '203.0.113.7',
  device: 'A browser',
  browser: null,
  requestId: 'request',
  position: 1,
  erased: false,
  groupId: null,
  group: null,
  undoneBy: null,
  ...changes,
})
