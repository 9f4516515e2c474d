import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, index } from 'drizzle-orm/pg-core'

type Columns = Record<
  | 'id'
  | 'role'
  | 'bannedAt'
  | 'bannedUntil'
  | 'createdAt'
  | 'deletedAt'
  | 'lastActiveAt'
  | 'nameKey'
  | 'emailKey',
  AnyPgColumn
>

/**
 * The indexes that keep the list of users fast. Each of its four orders has one for everybody, and one for each group
 * that is usually small: to find fifty of them in order among all the others would mean to read all the others. Who is
 * in none of these groups costs nothing there. Search by trigrams is in the migration `user-search`.
 */
export function listIndexes(user: Columns) {
  return [
    index('user_created_at_id_index').on(user.createdAt, user.id),
    // Who came long ago and is active still, or came lately and is gone: two times at once are counted here alone.
    index('user_last_active_at_id_index').on(user.lastActiveAt, user.id, user.createdAt, user.deletedAt),
    index('user_name_key_id_index').on(user.nameKey, user.id),
    index('user_email_key_id_index').on(user.emailKey, user.id),
    ...inEachOrder(user, 'user_role', {
      first: [user.role],
      where: sql`role <> 'user' and deleted_at is null`,
    }),
    // Whether a ban has run out is read from the index as well.
    ...inEachOrder(user, 'user_pending', {
      last: [user.bannedAt, user.bannedUntil],
      where: sql`pending_since is not null and deleted_at is null`,
    }),
    ...inEachOrder(user, 'user_banned', {
      last: [user.bannedUntil],
      where: sql`banned_at is not null and deleted_at is null`,
    }),
    ...inEachOrder(user, 'user_deleted', { where: sql`deleted_at is not null` }),
    ...inEachOrder(user, 'user_unverified', { where: sql`not email_verified and deleted_at is null` }),
    // These are not rare, so that everybody's order finds them soon enough: what is slow is to count them.
    ...['google', 'github'].map((provider) =>
      index(`user_${provider}_index`)
        .on(user.nameKey, user.id, user.emailKey)
        .where(sql.raw(`providers @> '{${provider}}' and deleted_at is null`)),
    ),
    // One or two letters: who begins with them in one column, in the order of the other.
    index('user_email_start_index').on(sql`left(email_key, 2)`, user.nameKey, user.id),
    index('user_name_start_index').on(sql`left(name_key, 2)`, user.emailKey, user.id),
  ]
}

interface Group {
  first?: AnyPgColumn[]
  last?: AnyPgColumn[]
  where: SQL
}

// The one by name has the address too: what a search matches is then counted without a look at the table.
function inEachOrder(user: Columns, name: string, { first = [], last = [], where }: Group) {
  const orders = {
    created_at: [user.createdAt, user.id],
    last_active_at: [user.lastActiveAt, user.id],
    name_key: [user.nameKey, user.id, user.emailKey],
    email_key: [user.emailKey, user.id],
  }
  return Object.entries(orders).map(([order, columns]) => {
    const [head, ...rest] = [...first, ...columns, ...last]
    return index(`${name}_${order}_id_index`)
      .on(head as AnyPgColumn, ...rest)
      .where(where)
  })
}
