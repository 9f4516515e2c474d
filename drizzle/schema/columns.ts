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

/** Text compared byte by byte: keys sort alike on every server, whatever its locale. */
export const byteOrderedText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' })
