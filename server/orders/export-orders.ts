import { and, desc } from 'drizzle-orm'
import { z } from 'zod'
import { order } from '#drizzle/schema/index.ts'
import { decimalOf } from '#shared/orders/money.ts'
import type { AdminOrder, ExportOrdersInput, OrdersExportChunk } from '#shared/orders/orders.ts'
import { csvByteOrderMark, csvLine } from '#shared/text/csv.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import {
  cursorInstant,
  cursorNumber,
  cursorText,
  encodeCursor,
  olderThan,
  readCursor,
} from '../database/page.ts'
import { refuseEndedSession } from '../export/refuse-ended-session.ts'
import type { ActorContext } from '../service-context.ts'
import { selectOrders, toAdminOrder } from './admin-view.ts'
import { byTime, matchesOrders } from './list-orders.ts'

const pageSize = 1000
// The last order that was sent, and how many were sent with it.
const exportPlace = z.tuple([cursorInstant, cursorText, cursorNumber])

const money = (read: (order: AdminOrder) => number) => (order: AdminOrder) =>
  decimalOf(read(order), order.currency)

const columns: [string, (order: AdminOrder) => string | number | null | undefined][] = [
  ['number', ({ number }) => number],
  ['id', ({ id }) => id],
  ['at', ({ createdAt }) => createdAt],
  ['status', ({ status }) => status],
  ['product', ({ product }) => product],
  ['credits', ({ credits }) => credits],
  ['currency', ({ currency }) => currency],
  ['amount', money(({ amount }) => amount)],
  ['refunded', money(({ refundedAmount }) => refundedAmount)],
  ['disputed', money(({ disputedAmount }) => disputedAmount)],
  ['credits taken back', ({ takenBack }) => takenBack],
  ['paid at', ({ paidAt }) => paidAt],
  ['attention', ({ attention }) => attention],
  ['test', ({ test }) => (test ? 'yes' : 'no')],
  ['buyer id', ({ ownerId }) => ownerId],
  ['buyer name', ({ owner }) => owner?.name],
  ['buyer e-mail', ({ owner }) => owner?.email],
]

/**
 * Orders as pieces of a CSV file, newest first, each with the cursor to go on behind it. The export is recorded before
 * its first piece. Throws BAD_REQUEST for a cursor that is not ours, and UNAUTHORIZED once the caller's session has
 * ended, or the right to read orders.
 */
export async function* exportOrders(
  ctx: ActorContext,
  { lastEventId, ...filter }: ExportOrdersInput,
): AsyncGenerator<OrdersExportChunk & { cursor: string }> {
  let [place, rows] = startOf(lastEventId)
  await recordAudit(ctx, {
    action: 'order.export',
    subject: { type: 'procedure', id: 'orders.export' },
    after: { filter, ...(lastEventId && { resumedAfter: rows }) },
  })
  let head = lastEventId ? '' : csvByteOrderMark + csvLine(columns.map(([name]) => name))
  for (;;) {
    await refuseEndedSession(ctx, 'orders.read')
    const found = await selectOrders(ctx.db)
      .where(and(matchesOrders(ctx, filter), place && olderThan(byTime, place)))
      .orderBy(desc(order.createdAt), desc(order.id))
      .limit(pageSize)
    const orders = found.map((each) => toAdminOrder(ctx, each))
    const last = orders.at(-1)
    rows += orders.length
    if (last) place = [last.createdAt, last.id]
    const csv = head + orders.map(toLine).join('')
    if (csv) yield { cursor: encodeCursor([...(place ?? [ctx.now.toISOString(), '']), rows]), csv, rows }
    if (orders.length < pageSize) return
    head = ''
  }
}

function startOf(lastEventId: string | undefined): [place: [string, string] | undefined, rows: number] {
  if (lastEventId === undefined) return [undefined, 0]
  const [at, id, rows] = readCursor(lastEventId, exportPlace)
  return [[at, id], rows]
}

const toLine = (each: AdminOrder) => csvLine(columns.map(([, read]) => read(each) ?? ''))
