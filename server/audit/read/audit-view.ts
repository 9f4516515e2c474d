import type { AuditEventTable, AuditFields } from '#drizzle/schema/index.ts'
import type { AuditEvent } from '#shared/audit/audit.ts'

type Row = Omit<AuditEventTable, 'action' | 'subjectType'> &
  Pick<AuditEvent, 'action'> & {
    subjectType: AuditEvent['subject']['type']
  }

/** A row as the console shows it: what tells of people put back into its place. */
export function toAuditEvent(row: Row): AuditEvent {
  const { actorId, actorFacts, impersonatorId, subjectFacts } = row
  return {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    actor:
      actorId === null
        ? null
        : { id: actorId, name: actorFacts?.name ?? null, email: actorFacts?.email ?? null },
    impersonator:
      impersonatorId === null ? null : { id: impersonatorId, name: actorFacts?.impersonator ?? null },
    subject: {
      type: row.subjectType,
      id: row.subjectId,
      name: subjectFacts?.name ?? null,
      email: subjectFacts?.email ?? null,
    },
    before: joinFields(row.before, subjectFacts?.before),
    after: joinFields(row.after, subjectFacts?.after),
    address: actorFacts?.address ?? null,
    device: actorFacts?.device ?? null,
    requestId: row.requestId,
    position: row.position,
    erased: actorFacts === null || subjectFacts === null,
  }
}

const joinFields = (fields: AuditFields | null, personal: AuditFields | undefined) =>
  fields || personal ? { ...fields, ...personal } : null
