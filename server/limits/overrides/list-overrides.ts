import { and, count, desc, eq, ilike, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import { limitOverride, user } from '#drizzle/schema/index.ts'
import type { LimitOverride, ListOverridesInput } from '#shared/limit-rules.ts'
import { decodeCursor, encodeCursor, type Page } from '#shared/pagination.ts'
import { AppError } from '../../errors.ts'
import type { ServiceContext } from '../../service-context.ts'
import { activeOverride } from '../rules/read-rules.ts'
import { overrideColumns, overrideUser, toLimitOverride } from './override-view.ts'

const expired = lte(limitOverride.expiresAt, sql`statement_timestamp()`)

/**
 * A page of overrides, the newest first, those that have expired too: `search` looks in the value and the reason.
 * Throws BAD_REQUEST for a cursor that is not ours.
 */
export async function listOverrides(
  ctx: ServiceContext,
  input: ListOverridesInput,
): Promise<Page<LimitOverride>> {
  const filter = and(
    input.target && eq(limitOverride.target, input.target),
    input.policy ? eq(limitOverride.policy, input.policy) : undefined,
    input.search ? matches(input.search) : undefined,
    input.active === undefined ? undefined : input.active ? activeOverride : expired,
  )
  const [rows, [counted]] = await Promise.all([
    ctx.db
      .select(overrideColumns)
      .from(limitOverride)
      .leftJoin(user, eq(user.id, limitOverride.createdBy))
      .leftJoin(overrideUser, and(eq(limitOverride.target, 'user'), eq(overrideUser.id, limitOverride.value)))
      .where(and(filter, input.cursor ? after(input.cursor) : undefined))
      .orderBy(desc(limitOverride.createdAt), desc(limitOverride.id))
      .limit(input.limit + 1),
    ctx.db.select({ total: count() }).from(limitOverride).where(filter),
  ])
  const items = rows.slice(0, input.limit).map((row) => toLimitOverride(row.override, row, ctx.now))
  const last = rows.length > input.limit ? items.at(-1) : undefined
  return {
    items,
    nextCursor: last ? encodeCursor([last.createdAt, last.id]) : null,
    total: counted?.total ?? 0,
  }
}

function matches(search: string): SQL | undefined {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return or(ilike(limitOverride.value, pattern), ilike(limitOverride.reason, pattern))
}

function after(cursor: string): SQL | undefined {
  const [createdAt = '', id] = decodeCursor(cursor, 2) ?? []
  if (id === undefined || Number.isNaN(Date.parse(createdAt))) {
    throw new AppError(
      'BAD_REQUEST',
      'The cursor is not one that this list gave out. Start at the first page.',
    )
  }
  const bound = sql`${new Date(createdAt).toISOString()}::timestamptz`
  return or(
    lt(limitOverride.createdAt, bound),
    and(eq(limitOverride.createdAt, bound), lt(limitOverride.id, id)),
  )
}
