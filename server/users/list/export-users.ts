import type { DetailValue } from '#shared/product/person-fields.ts'
import { csvByteOrderMark, csvLine } from '#shared/text/csv.ts'
import {
  countedUsers,
  type DetailedUser,
  type ExportUsersInput,
  type UserSummary,
  type UsersExportChunk,
} from '#shared/users.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import { encodeCursor } from '../../database/page.ts'
import { AppError } from '../../errors.ts'
import { refuseEndedSession } from '../../export/refuse-ended-session.ts'
import type { ActorContext } from '../../service-context.ts'
import { toDetailedUsers } from '../user-view.ts'
import { countMatches, readPage, refuseHiddenOrder } from './list-users.ts'
import { type Position, placeOf, readPosition } from './list-users-order.ts'

const batch = 1000

const ownColumns: Record<string, (row: UserSummary) => string> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  email: ({ email }) => email,
  emailVerified: ({ emailVerified }) => String(emailVerified),
  role: ({ role }) => role,
  status: ({ status }) => status,
  providers: ({ providers }) => providers.join(' '),
  twoFactorEnabled: ({ twoFactorEnabled }) => String(twoFactorEnabled),
  createdAt: ({ createdAt }) => createdAt,
  lastActiveAt: ({ lastActiveAt }) => lastActiveAt ?? '',
  deletedAt: ({ deletedAt }) => deletedAt ?? '',
}

/** A piece of the file with the event's id, by which a stream that broke goes on behind it. */
export interface ExportEvent {
  eventId: string
  chunk: UsersExportChunk
}

/**
 * The users of a filter as CSV, a thousand a piece; the next one is read when the last one was taken. Each row is as it
 * is when its piece is read: who changes meanwhile may appear as before or after, and who moves in the order twice or
 * not at all. Throws FORBIDDEN like the list and BAD_REQUEST for an unknown id of an event; the stream throws
 * UNAUTHORIZED once the session has ended. Records who exports what, and again when a broken stream goes on.
 */
export async function exportUsers(
  ctx: ActorContext,
  input: ExportUsersInput,
): Promise<AsyncGenerator<ExportEvent>> {
  refuseHiddenOrder(ctx, input)
  const start = readEventId(input)
  const total = start.position?.total ?? (await countMatches(ctx, input))
  await recordExport(ctx, input, total)
  return readPieces(ctx, input, { ...start, total })
}

async function* readPieces(
  ctx: ActorContext,
  input: ExportUsersInput,
  { resumed, total, ...start }: Start & { total: number },
): AsyncGenerator<ExportEvent> {
  let { position, rows } = start
  for (let first = !resumed; ; first = false) {
    await refuseEndedSession(ctx)
    const { rows: found } = await readPage(ctx, { ...input, position, limit: batch })
    const last = found.at(-1)
    if (!last && !first) return
    rows += found.length
    const cursor = last ? encodeCursor(placeOf(input, last, total)) : ''
    position = last ? readPosition(input, cursor) : null
    const head = first ? csvByteOrderMark + csvLine(columnNames(ctx)) : ''
    const lines = (await toDetailedUsers(ctx, found)).map(toLine(ctx))
    yield {
      eventId: `${rows}~${cursor}`,
      chunk: { csv: head + lines.join(''), rows, ...shownTotal(total) },
    }
    if (found.length < batch) return
  }
}

const shownTotal = (total: number) => ({
  total: Math.min(total, countedUsers),
  totalCapped: total > countedUsers,
})

const columnNames = ({ product }: ActorContext) => [
  ...Object.keys(ownColumns),
  ...product.people.fields.map(({ name }) => name),
]

const toLine =
  ({ product }: ActorContext) =>
  (user: DetailedUser) => {
    const details: Record<string, DetailValue> = user.details ?? {}
    return csvLine([
      ...Object.values(ownColumns).map((column) => column(user)),
      ...product.people.fields.map(({ name }) => String(details[name] ?? '')),
    ])
  }

interface Start {
  resumed: boolean
  position: Position | null
  rows: number
}

function readEventId(input: ExportUsersInput): Start {
  if (input.lastEventId === undefined) return { resumed: false, position: null, rows: 0 }
  const [, rows, cursor] = /^(\d{1,9})~(.*)$/.exec(input.lastEventId) ?? []
  if (rows === undefined || cursor === undefined) {
    throw new AppError('BAD_REQUEST', 'The stream cannot go on behind this id. Start the export anew.')
  }
  return { resumed: true, position: cursor ? readPosition(input, cursor) : null, rows: Number(rows) }
}

async function recordExport(ctx: ActorContext, input: ExportUsersInput, total: number): Promise<void> {
  const { lastEventId, ...filter } = input
  await recordAudit(ctx, {
    action: 'user.export',
    subject: { type: 'procedure', id: 'users.export' },
    after: {
      ...filter,
      ...shownTotal(total),
      resumed: lastEventId !== undefined,
    },
  })
}
