import { type SQL, sql } from 'drizzle-orm'
import { customType, timestamp } from 'drizzle-orm/pg-core'

/** A point in time to the millisecond, so that a JavaScript Date holds it exactly (keyset pages need that). */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

/** `createdAt`, `updatedAt` and `deletedAt`, as every table but the counters has them. */
export const lifecycle = () => ({
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at')
    .notNull()
    .defaultNow()
    .$onUpdate(() => new Date()),
  deletedAt: instant('deleted_at'),
})

/**
 * An instant that may not have come yet: `-infinity` in the database, before all others in every order, index and
 * cursor, as no null could be; null here. One is written by leaving it out, not as null.
 */
export const instantOrNever = customType<{ data: Date | null; driverData: string; default: true }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: (value) => value?.toISOString() ?? never,
  fromDriver: (value) => (value === never ? null : new Date(value)),
})
/** How the database writes an instant that did not come. */
export const never = '-infinity'

/** Bytes, as a Buffer from whichever driver. */
export const bytes = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => Buffer.from(value),
})

/** Text compared byte by byte: keys sort alike on every server, whatever its locale. */
export const byteOrderedText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' })

/** Words of the code as a list of SQL, for a CHECK: `status in (${listed(statuses)})`. */
export const listed = (words: readonly string[]): SQL => sql.raw(words.map((word) => `'${word}'`).join(', '))
