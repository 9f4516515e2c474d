import { and, asc, count, desc, eq, gt, ilike, lt, or, type SQL, sql } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import { decodeCursor, encodeCursor, type Page } from '#shared/pagination.ts'
import type { ListUsersInput, UserSummary } from '#shared/users.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { hasStatus, mayReadEmail, toUserSummary } from './user-view.ts'

/**
 * A page of users: `search` looks in name, e-mail and id. Who may not read e-mails finds one only by its whole
 * address, and cannot sort by it: FORBIDDEN. Throws BAD_REQUEST for a cursor that is not ours.
 */
export async function listUsers(ctx: ActorContext, input: ListUsersInput): Promise<Page<UserSummary>> {
  if (input.sort === 'email' && !mayReadEmail(ctx)) {
    throw new AppError('FORBIDDEN', 'Your role may not read e-mail addresses, so it cannot sort by them.', {
      reason: { kind: 'permission', permission: 'users.readEmail' },
    })
  }
  const filter = and(
    hasStatus(input.status, ctx.now),
    input.role && eq(user.role, input.role),
    input.search ? matches(ctx, input.search) : undefined,
  )
  const direction = input.direction === 'asc' ? asc : desc
  const [rows, [counted]] = await Promise.all([
    ctx.db
      .select()
      .from(user)
      .where(and(filter, input.cursor ? after(input, input.cursor) : undefined))
      .orderBy(direction(user[input.sort]), direction(user.id))
      .limit(input.limit + 1),
    ctx.db.select({ total: count() }).from(user).where(filter),
  ])
  const items = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? items.at(-1) : undefined
  return {
    items: items.map((row) => toUserSummary(ctx, row)),
    nextCursor: last ? encodeCursor([sortValue(last[input.sort]), last.id]) : null,
    total: counted?.total ?? 0,
  }
}

const sortValue = (value: Date | string) => (value instanceof Date ? value.toISOString() : value)

function matches(ctx: ActorContext, search: string): SQL | undefined {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const address = search.toLowerCase()
  const email = mayReadEmail(ctx)
    ? or(ilike(user.email, pattern), ilike(user.deletedEmail, pattern))
    : or(eq(user.email, address), eq(user.deletedEmail, address))
  return or(ilike(user.name, pattern), email, eq(user.id, search))
}

// The rows behind the cursor in the order of the page: by the sort column, among equals by id.
function after(input: ListUsersInput, cursor: string): SQL | undefined {
  const [value, id] = decodeCursor(cursor, 2) ?? []
  const readable = input.sort !== 'createdAt' || !Number.isNaN(Date.parse(value ?? ''))
  if (value === undefined || id === undefined || !readable) {
    throw new AppError(
      'BAD_REQUEST',
      'The cursor is not one that this list gave out. Start at the first page.',
    )
  }
  const beyond = input.direction === 'asc' ? gt : lt
  const column = user[input.sort]
  const bound = input.sort === 'createdAt' ? sql`${value}::timestamptz` : sql`${value}::text`
  return or(beyond(column, bound), and(eq(column, bound), beyond(user.id, id)))
}
