import type { AuditEventTable, AuditFields } from '#drizzle/schema/index.ts'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { describeDevice } from '../../devices/describe-device.ts'
import type { ServiceContext } from '../../service-context.ts'
import { countGroups } from './count-groups.ts'
import { findUndos } from './find-undos.ts'

type Row = Omit<AuditEventTable, 'action' | 'subjectType'> &
  Pick<AuditEvent, 'action'> & {
    subjectType: AuditEvent['subject']['type']
  }

/** What a row says by itself. */
export type RecordedEvent = Omit<AuditEvent, 'undoneBy' | 'group'>

/** Rows as the console shows them, with what became of them. */
export async function toAuditEvents(ctx: ServiceContext, rows: Row[]): Promise<AuditEvent[]> {
  const events = rows.map(toRecordedEvent)
  const [undos, groups] = await Promise.all([findUndos(ctx, events), countGroups(ctx, events)])
  return events.map((event) => ({
    ...event,
    group: groups.get(event.id) ?? null,
    undoneBy: undos.get(event.id) ?? null,
  }))
}

/** A row with what tells of people put back into its place. */
export function toRecordedEvent(row: Row): RecordedEvent {
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
    key: actorFacts?.key ?? null,
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
    // What runs on the server itself names no browser.
    browser: actorFacts?.address === 'local' ? null : describeDevice(actorFacts?.device ?? null),
    requestId: row.requestId,
    groupId: row.groupId,
    position: row.position,
    erased: actorFacts === null || subjectFacts === null,
  }
}

const joinFields = (fields: AuditFields | null, personal: AuditFields | undefined) =>
  fields || personal ? { ...fields, ...personal } : null
