import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { user } from '#drizzle/schema/index.ts'
import type {
  CreditEntryView,
  EntriesExportChunk,
  ExportEntriesInput,
  ExportMyEntriesInput,
} from '#shared/credits/credits.ts'
import type { Permission } from '#shared/roles/roles.ts'
import { csvByteOrderMark, csvLine } from '#shared/text/csv.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import { cursorNumber, encodeCursor, readCursor } from '../../database/page.ts'
import { AppError } from '../../errors.ts'
import { refuseEndedSession } from '../../export/refuse-ended-session.ts'
import { ownerOf } from '../../organizations/owner-of.ts'
import type { ActorContext } from '../../service-context.ts'
import { behindEntry, matchesEntries, readEntries, toEntryView } from './list-entries.ts'

const pageSize = 1000
// The last entry that was sent, and how many were sent with it.
const exportPlace = z.tuple([cursorNumber, cursorNumber])

type Piece = EntriesExportChunk & { cursor: string }

const columns: [string, (entry: CreditEntryView) => string | number | null | undefined][] = [
  ['number', ({ seq }) => seq],
  ['at', ({ createdAt }) => createdAt],
  ['kind', ({ kind }) => kind],
  ['credits', ({ credits }) => credits],
  ['balance after', ({ balanceAfter }) => balanceAfter],
  ['type', ({ type }) => type],
  ['units', ({ units }) => units],
  ['metadata', ({ metadata }) => metadata && JSON.stringify(metadata)],
]
const staffColumns: typeof columns = [
  ['actor id', ({ actor }) => actor?.id],
  ['actor name', ({ actor }) => actor?.name],
]

/** The actor's own ledger as `exportEntries` has it, without who entered what. */
export const exportMyEntries = (ctx: ActorContext, input: ExportMyEntriesInput): AsyncGenerator<Piece> =>
  readPieces(ctx, { ...input, userId: ownerOf(ctx) }, { permission: null, columns })

/**
 * A user's ledger as pieces of a CSV file, newest first, each with the cursor to go on behind it. The export is recorded
 * before its first piece. Throws NOT_FOUND, BAD_REQUEST for a cursor that is not ours, and UNAUTHORIZED once the
 * caller's session has ended, or the right to read credits.
 */
export const exportEntries = (ctx: ActorContext, input: ExportEntriesInput): AsyncGenerator<Piece> =>
  readPieces(ctx, input, { permission: 'credits.read', columns: [...columns, ...staffColumns] })

async function* readPieces(
  ctx: ActorContext,
  { userId, lastEventId, ...filter }: ExportEntriesInput,
  options: { permission: Permission | null; columns: typeof columns },
): AsyncGenerator<Piece> {
  let [cursor, rows] = startOf(lastEventId)
  await recordExport(ctx, userId, { filter, ...(lastEventId && { resumedAfter: rows }) })
  let head = lastEventId ? '' : csvByteOrderMark + csvLine(options.columns.map(([name]) => name))
  for (;;) {
    await refuseEndedSession(ctx, options.permission)
    const where = and(matchesEntries(userId, filter), behindEntry(cursor))
    const entries = (await readEntries(ctx.db, { where, limit: pageSize })).map(toEntryView)
    const last = entries.at(-1)
    rows += entries.length
    if (last) cursor = encodeCursor([last.seq])
    const csv = head + entries.map(toLine(options.columns)).join('')
    if (csv) yield { cursor: encodeCursor([last?.seq ?? 0, rows]), csv, rows }
    if (entries.length < pageSize) return
    head = ''
  }
}

function startOf(lastEventId: string | undefined): [cursor: string | undefined, rows: number] {
  if (lastEventId === undefined) return [undefined, 0]
  const [seq, rows] = readCursor(lastEventId, exportPlace)
  return [encodeCursor([seq]), rows]
}

const toLine = (shown: typeof columns) => (entry: CreditEntryView) =>
  csvLine(shown.map(([, read]) => read(entry) ?? ''))

async function recordExport(
  ctx: ActorContext,
  userId: string,
  after: { filter: Record<string, unknown>; resumedAfter?: number },
): Promise<void> {
  const [found] = await ctx.db
    .select({ id: user.id, name: user.name, email: user.email, deletedEmail: user.deletedEmail })
    .from(user)
    .where(eq(user.id, userId))
  if (!found) throw new AppError('NOT_FOUND', 'There is no such user.')
  const { id, name, email, deletedEmail } = found
  await recordAudit(ctx, {
    action: 'credits.export',
    subject: { type: 'user', id, name, email: deletedEmail ?? email },
    after,
  })
}
