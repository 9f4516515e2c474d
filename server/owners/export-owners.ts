import { z } from 'zod'
import type { CreditOwner, ExportOwnersInput, OwnersExportChunk } from '#shared/credits/credits.ts'
import { csvByteOrderMark, csvLine } from '#shared/text/csv.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { cursorCount, cursorNumber, cursorText, encodeCursor, readCursor } from '../database/page.ts'
import { refuseEndedSession } from '../export/refuse-ended-session.ts'
import type { ActorContext } from '../service-context.ts'
import { readOwners, toCreditOwner } from './list-owners.ts'

const pageSize = 1000
// What the last owner that was sent is ordered by, who it is, and how many were sent with it.
const exportPlace = z.tuple([cursorNumber, cursorText, cursorCount])

const columns: [string, (owner: CreditOwner) => string | number | null | undefined][] = [
  ['owner id', ({ ownerId }) => ownerId],
  ['user id', ({ user }) => user?.id],
  ['name', ({ user }) => user?.name],
  ['e-mail', ({ user }) => user?.email],
  ['plan', ({ plan }) => plan.name],
  ['available', ({ available }) => available],
  ['held', ({ held }) => held],
  ['spent this month', ({ quotaUsed }) => quotaUsed],
  ['bound', ({ quota }) => quota],
  ['month ends', ({ periodEnd }) => periodEnd],
]

/**
 * Who has credits as pieces of a CSV file, in the order that is asked for, each with the cursor to go on behind it; who
 * spends meanwhile may stand elsewhere by then. The export is recorded before its first piece. Throws BAD_REQUEST for a
 * cursor that is not ours, and UNAUTHORIZED once the caller's session has ended, or the right to read credits.
 */
export async function* exportOwners(
  ctx: ActorContext,
  { lastEventId, ...filter }: ExportOwnersInput,
): AsyncGenerator<OwnersExportChunk & { cursor: string }> {
  let [cursor, rows] = startOf(lastEventId)
  await recordAudit(ctx, {
    action: 'credits.exportOwners',
    subject: { type: 'procedure', id: 'credits.exportOwners' },
    after: { filter, ...(lastEventId && { resumedAfter: rows }) },
  })
  let head = lastEventId ? '' : csvByteOrderMark + csvLine(columns.map(([name]) => name))
  for (;;) {
    await refuseEndedSession(ctx, 'credits.read')
    const found = await readOwners(ctx, filter, { limit: pageSize, cursor })
    const last = found.at(-1)
    rows += found.length
    const place: [number, string] = [last?.value ?? 0, last?.row.ownerId ?? '']
    if (last) cursor = encodeCursor(place)
    const csv = head + found.map((each) => toLine(toCreditOwner(ctx, each))).join('')
    if (csv) yield { cursor: encodeCursor([...place, rows]), csv, rows }
    if (found.length < pageSize) return
    head = ''
  }
}

function startOf(lastEventId: string | undefined): [cursor: string | undefined, rows: number] {
  if (lastEventId === undefined) return [undefined, 0]
  const [value, ownerId, rows] = readCursor(lastEventId, exportPlace)
  return [encodeCursor([value, ownerId]), rows]
}

const toLine = (owner: CreditOwner) => csvLine(columns.map(([, read]) => read(owner) ?? ''))
