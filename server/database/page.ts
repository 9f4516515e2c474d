import { type Column, gt, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { z } from 'zod'
import { secretText } from '#shared/text/text.ts'
import { AppError } from '../errors.ts'
import type { Database } from './database.ts'

/** Any text that Postgres takes. */
export const cursorText = secretText({ max: 300 })
/** A point in time as `toISOString` writes it, within the years that Postgres knows too. */
export const cursorInstant = z.iso.datetime({ precision: 3 }).refine((value) => value >= '0001')
/** A whole number that JavaScript holds exactly. */
export const cursorNumber = z
  .string()
  .regex(/^-?\d{1,16}$/)
  .transform(Number)
export const cursorCount = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)

/** A cursor that holds these values. */
export const encodeCursor = (values: (string | number)[]): string =>
  Buffer.from(JSON.stringify(values.map(String))).toString('base64')

/** The values that a cursor holds. Throws BAD_REQUEST for one that is not ours. */
export function readCursor<Values extends z.ZodTuple>(cursor: string, values: Values): z.output<Values> {
  const { success, data } = values.safeParse(parseCursor(cursor))
  if (success) return data
  throw new AppError('BAD_REQUEST', 'The cursor is not one that this list gave out. Start at the first page.')
}

function parseCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64').toString())
  } catch {
    return null
  }
}

/** A page of the rows that were read, one more than its limit; `place` is what its cursor says of its last row. */
export function pageOf<Row>(
  rows: Row[],
  limit: number,
  place: (last: Row) => (string | number)[],
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor(place(last)) : null }
}

/** The order of a list by time, newest first, and by id among equals. */
export interface TimeOrder {
  at: Column
  id: Column
}

const timePlace = z.tuple([cursorInstant, cursorText])

/** The rows behind the cursor of a list by time; all without one. Throws BAD_REQUEST. */
export const behindTime = (order: TimeOrder, cursor: string | undefined): SQL | undefined =>
  cursor ? olderThan(order, readCursor(cursor, timePlace)) : undefined

/** The rows of a list by time that are older than this instant, or as old with a smaller id. */
export const olderThan = ({ at, id }: TimeOrder, [instant, lastId]: [string, string]): SQL =>
  sql`(${at}, ${id}) < (${instant}::timestamptz, ${lastId}::text)`

const keyPlace = z.tuple([cursorText])

/** The rows behind the cursor of a list by key; all without one. Throws BAD_REQUEST. */
export const behindKey = (key: Column, cursor: string | undefined): SQL | undefined =>
  cursor ? gt(key, readCursor(cursor, keyPlace)[0]) : undefined

/** How many rows a query has, counted to one more than `bound`. */
export async function countTo(db: Database, bound: number, query: SQLWrapper): Promise<number> {
  const [row] = await db
    .select({ rows: sql`count(*)`.mapWith(Number) })
    .from(sql`(${query} limit ${bound + 1}) as found`)
  return row?.rows ?? 0
}
