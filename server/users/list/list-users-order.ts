import { type SQL, sql } from 'drizzle-orm'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import { decodeCursor, encodeCursor } from '#shared/pagination.ts'
import type { UserOrder } from '#shared/users.ts'
import { AppError } from '../../errors.ts'

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

/** The cursor of the page that begins behind this row. */
export function cursorBehind(order: UserOrder, row: UserTable, total: number): string {
  const values = {
    createdAt: row.createdAt.toISOString(),
    lastActiveAt: row.lastActiveAt.toISOString(),
    name: row.nameKey,
    email: row.emailKey,
  }
  return encodeCursor([values[order.sort], row.id, String(total)])
}

/** The position that a cursor holds. Throws BAD_REQUEST for one that is not ours. */
export function readCursor(order: UserOrder, cursor: string): Position {
  const [value, id, counted] = decodeCursor(cursor, 3) ?? []
  const total = Number(counted)
  const readable = value !== undefined && (!isByTime(order) || isInstant(value))
  if (readable && id !== undefined && Number.isInteger(total) && total >= 0) {
    return { value, id, total }
  }
  throw new AppError('BAD_REQUEST', 'The cursor is not one that this list gave out. Start at the first page.')
}

// Exactly what toISOString writes within the years that the database knows as well.
const isInstant = (value: string) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value))
