import type { auditEvent } from '#drizzle/schema/index.ts'
import type { PersonExport, SecurityEvent } from '#shared/security.ts'
import { describeDevice } from '../../devices/describe-device.ts'

type AuditRow = typeof auditEvent.$inferSelect

/** A row of the audit log as the person it is about may read it: without the other people in it. */
export function toSecurityEvent(row: AuditRow, me: string): SecurityEvent {
  const { subjectType, subjectId, ...event } = toExportedEvent(row, me)
  return { ...event, device: describeDevice(event.device) }
}

/** A row of the audit log for the export of a person's data: with the device as it named itself, and the subject. */
export function toExportedEvent(row: AuditRow, me: string): PersonExport['events'][number] {
  const byMe = row.actorId === me && row.impersonatorId === null
  // A wrong password has no actor, and where it came from is what its owner should see.
  const mayLocate = byMe || row.actorId === null
  const aboutMe = row.subjectOwnerId === me || (row.subjectType === 'user' && row.subjectId === me)
  return {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    byMe,
    address: (mayLocate && row.actorFacts?.address) || null,
    device: (mayLocate && row.actorFacts?.device) || null,
    before: aboutMe ? join(row.before, row.subjectFacts?.before) : null,
    after: aboutMe ? join(row.after, row.subjectFacts?.after) : null,
    subjectType: row.subjectType,
    subjectId: row.subjectId,
  }
}

const join = (fields: object | null, personal: object | undefined): Record<string, unknown> | null =>
  fields || personal ? { ...fields, ...personal } : null
