import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { never } from '#drizzle/schema/columns.ts'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import type { UserOrder } from '#shared/users.ts'
import { cursorCount, cursorInstant, cursorText, readCursor } from '../../database/page.ts'

// Names and addresses go by their keys: small and capital letters are the same, and the order is that of the bytes.
const columns = {
  createdAt: user.createdAt,
  lastActiveAt: user.lastActiveAt,
  name: user.nameKey,
  email: user.emailKey,
} as const

/** Whether a list is in the order of a point in time. */
export const isByTime = ({ sort }: UserOrder) => sort === 'createdAt' || sort === 'lastActiveAt'

/** The column a list is sorted by. */
export const sortColumn = ({ sort }: UserOrder) => columns[sort]

/** The list's order; among equals by id. */
export function orderBy(order: UserOrder): SQL {
  const direction = sql.raw(order.direction)
  return sql`${sortColumn(order)} ${direction}, ${user.id} ${direction}`
}

/** Where a page begins, and what the first page counted: a later one need not count again. */
export interface Position {
  value: string
  id: string
  total: number
}

/** The rows behind a position, in the list's order. */
export function behind(order: UserOrder, position: Position | null): SQL | undefined {
  if (!position) return undefined
  const beyond = sql.raw(order.direction === 'asc' ? '>' : '<')
  const value = isByTime(order) ? sql`${position.value}::timestamptz` : sql`${position.value}::text`
  return sql`(${sortColumn(order)}, ${user.id}) ${beyond} (${value}, ${position.id}::text)`
}

/** What the cursor of the page behind this row holds. */
export function placeOf(order: UserOrder, row: UserTable, total: number): [string, string, number] {
  const values = {
    createdAt: row.createdAt.toISOString(),
    lastActiveAt: row.lastActiveAt?.toISOString() ?? never,
    name: row.nameKey,
    email: row.emailKey,
  }
  return [values[order.sort], row.id, total]
}

const values = {
  createdAt: cursorInstant,
  lastActiveAt: cursorInstant.or(z.literal(never)),
  name: cursorText,
  email: cursorText,
}

/** The position that a cursor holds. Throws BAD_REQUEST for one that is not ours. */
export function readPosition(order: UserOrder, cursor: string): Position {
  const place = z.tuple([values[order.sort], cursorText, cursorCount])
  const [value, id, total] = readCursor(cursor, place)
  return { value, id, total }
}
