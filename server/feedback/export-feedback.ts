import { and } from 'drizzle-orm'
import { z } from 'zod'
import type { ExportFeedbackInput, FeedbackExportChunk } from '#shared/feedback.ts'
import type { Feedback } from '#shared/feedback-statuses.ts'
import { csvByteOrderMark, csvLine } from '#shared/text/csv.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import {
  cursorCount,
  cursorInstant,
  cursorText,
  encodeCursor,
  olderThan,
  readCursor,
} from '../database/page.ts'
import { refuseEndedSession } from '../export/refuse-ended-session.ts'
import type { ActorContext } from '../service-context.ts'
import { toFeedback } from './feedback-view.ts'
import { feedbackOrder, matchesFeedback, readFeedback } from './list-feedback.ts'

const pageSize = 500
// The last row that was sent, and how many were sent with it.
const exportPlace = z.tuple([cursorInstant, cursorText, cursorCount])

const columns: [string, (item: Feedback) => string | number | null | undefined][] = [
  ['sent at', ({ createdAt }) => createdAt],
  ['status', ({ status }) => status],
  ['rating', ({ rating }) => rating],
  ['content', ({ content }) => content],
  ['page', ({ page }) => page],
  ['user id', ({ user }) => user?.id],
  ['user name', ({ user }) => user?.name],
  ['user e-mail', ({ user }) => user?.email],
  ['note', ({ note }) => note],
  ['decided by', ({ decidedBy }) => decidedBy?.name],
  ['id', ({ id }) => id],
]

/**
 * The feedback of the filter as pieces of a CSV file, newest first, each with the cursor to go on behind it. The export
 * is recorded before its first piece. Throws BAD_REQUEST for a cursor that is not ours, and UNAUTHORIZED once the
 * caller's session has ended, or the right to export.
 */
export async function* exportFeedback(
  ctx: ActorContext,
  { lastEventId, ...filter }: ExportFeedbackInput,
): AsyncGenerator<FeedbackExportChunk & { cursor: string }> {
  let [at, id, rows] = lastEventId ? readCursor(lastEventId, exportPlace) : [null, '', 0]
  await recordAudit(ctx, {
    action: 'feedback.export',
    subject: { type: 'procedure', id: 'feedback.export' },
    after: { filter, ...(lastEventId && { resumedAfter: rows }) },
  })
  let head = lastEventId ? '' : csvByteOrderMark + csvLine(columns.map(([name]) => name))
  for (;;) {
    await refuseEndedSession(ctx)
    const where = and(matchesFeedback(filter), at === null ? undefined : olderThan(feedbackOrder, [at, id]))
    const items = (await readFeedback(ctx.db, { where, limit: pageSize })).map((row) => toFeedback(ctx, row))
    const last = items.at(-1)
    rows += items.length
    if (last) [at, id] = [last.createdAt, last.id]
    const csv = head + items.map(toLine).join('')
    if (csv) yield { cursor: encodeCursor([at ?? ctx.now.toISOString(), id, rows]), csv, rows }
    if (items.length < pageSize) return
    head = ''
  }
}

const toLine = (item: Feedback) => csvLine(columns.map(([, read]) => read(item) ?? ''))
