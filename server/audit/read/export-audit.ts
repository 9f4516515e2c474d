import { and, desc, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { auditEvent } from '#drizzle/schema/index.ts'
import type { AuditExportChunk, ExportAuditInput } from '#shared/audit/audit.ts'
import { csvByteOrderMark, csvLine } from '#shared/text/csv.ts'
import {
  cursorCount,
  cursorInstant,
  cursorText,
  encodeCursor,
  olderThan,
  readCursor,
} from '../../database/page.ts'
import { refuseEndedSession } from '../../export/refuse-ended-session.ts'
import type { ActorContext } from '../../service-context.ts'
import { recordAudit } from '../record/record-audit.ts'
import { logOrder, matchesFilter } from './audit-filter.ts'
import { type RecordedEvent, toRecordedEvent } from './audit-view.ts'

const pageSize = 500
// The last row that was sent, and how many were sent with it.
const exportPlace = z.tuple([cursorInstant, cursorText, cursorCount])

const columns: [string, (event: RecordedEvent) => unknown][] = [
  ['at', ({ at }) => at],
  ['action', ({ action }) => action],
  ['actor id', ({ actor }) => actor?.id],
  ['actor name', ({ actor }) => actor?.name],
  ['actor e-mail', ({ actor }) => actor?.email],
  ['impersonator id', ({ impersonator }) => impersonator?.id],
  ['impersonator name', ({ impersonator }) => impersonator?.name],
  ['subject type', ({ subject }) => subject.type],
  ['subject id', ({ subject }) => subject.id],
  ['subject name', ({ subject }) => subject.name],
  ['subject e-mail', ({ subject }) => subject.email],
  ['before', ({ before }) => before && JSON.stringify(before)],
  ['after', ({ after }) => after && JSON.stringify(after)],
  ['address', ({ address }) => address],
  ['device', ({ device }) => device],
  ['request id', ({ requestId }) => requestId],
  ['group id', ({ groupId }) => groupId],
  ['position', ({ position }) => position],
  ['id', ({ id }) => id],
]

/**
 * The rows of the filter as pieces of a CSV file, newest first, each with the cursor to go on behind it. The export is
 * recorded before its first piece. Throws BAD_REQUEST for a cursor that is not ours, and UNAUTHORIZED once the caller's
 * session has ended, or the right to export.
 */
export async function* exportAudit(
  ctx: ActorContext,
  { lastEventId, ...filter }: ExportAuditInput,
): AsyncGenerator<AuditExportChunk & { cursor: string }> {
  // From the call backwards: the row that tells of the export is not in it.
  let [at, id, rows] = lastEventId ? readCursor(lastEventId, exportPlace) : [ctx.now.toISOString(), '', 0]
  await recordAudit(ctx, {
    action: 'audit.export',
    subject: { type: 'audit', id: 'log' },
    after: { filter, ...(lastEventId && { resumedAfter: rows }) },
  })
  let head = lastEventId ? '' : `${csvByteOrderMark}${csvLine(columns.map(([name]) => name))}`
  for (;;) {
    await refuseEndedSession(ctx)
    const events = await readPage(ctx, and(matchesFilter(filter), olderThan(logOrder, [at, id])))
    const last = events.at(-1)
    rows += events.length
    if (last) ({ at, id } = last)
    if (last || head)
      yield { cursor: encodeCursor([at, id, rows]), csv: `${head}${events.map(toLine).join('')}`, rows }
    if (events.length < pageSize) return
    head = ''
  }
}

async function readPage({ db }: ActorContext, filter: SQL | undefined): Promise<RecordedEvent[]> {
  const rows = await db
    .select()
    .from(auditEvent)
    .where(filter)
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
    .limit(pageSize)
  return rows.map(toRecordedEvent)
}

const toLine = (event: RecordedEvent) => csvLine(columns.map(([, read]) => String(read(event) ?? '')))
