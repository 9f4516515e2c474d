import { index, pgTable, text } from 'drizzle-orm/pg-core'
import type { PictureType } from '#shared/pictures.ts'
import { user } from './auth.ts'
import { bytes, lifecycle } from './columns.ts'

/** The picture of a user who has one, whose `image` is its path. */
export const userImage = pgTable(
  'user_image',
  {
    userId: text('user_id')
      .primaryKey()
      .references(() => user.id, { onDelete: 'cascade' }),
    bytes: bytes('bytes').notNull(),
    type: text('type').$type<PictureType>().notNull(),
    /** Of the bytes: SHA-256 in base64url. Two users may have the same picture. */
    hash: text('hash').notNull(),
    ...lifecycle(),
  },
  (table) => [index('user_image_hash_index').on(table.hash)],
)
