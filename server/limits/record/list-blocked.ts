import { and, count, desc, eq, ilike, or, type SQL, sql } from 'drizzle-orm'
import { type LimitBlockTable, limitBlock } from '#drizzle/schema/index.ts'
import type { BlockedCalls, ListBlockedInput } from '#shared/limit-events.ts'
import { type LimitScope, limitScopes } from '#shared/limits.ts'
import { decodeCursor, encodeCursor, type Page } from '#shared/pagination.ts'
import { AppError } from '../../errors.ts'
import type { ServiceContext } from '../../service-context.ts'
import { accountValue } from '../limit-keys.ts'

/** A page of what was blocked, by counter and minute, newest first. Throws BAD_REQUEST for a cursor that is not ours. */
export async function listBlocked(ctx: ServiceContext, input: ListBlockedInput): Promise<Page<BlockedCalls>> {
  const filter = and(
    input.policy ? eq(limitBlock.policy, input.policy) : undefined,
    input.scope && eq(limitBlock.scope, input.scope),
    input.search ? matches(input.search) : undefined,
  )
  const [rows, [counted]] = await Promise.all([
    ctx.db
      .select()
      .from(limitBlock)
      .where(and(filter, input.cursor ? before(input.cursor) : undefined))
      .orderBy(desc(limitBlock.minute), desc(limitBlock.key))
      .limit(input.limit + 1),
    ctx.db.select({ total: count() }).from(limitBlock).where(filter),
  ])
  const items = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? items.at(-1) : undefined
  return {
    items: items.map(toBlockedCalls),
    nextCursor: last ? encodeCursor([last.minute.toISOString(), last.key]) : null,
    total: counted?.total ?? 0,
  }
}

function toBlockedCalls(row: LimitBlockTable): BlockedCalls {
  const { key, policy, scope, minute, lastAt, count, lastProcedure, lastRequestId } = row
  return {
    id: key,
    policy,
    scope: toScope(scope),
    value: key.slice(key.indexOf(':') + 1),
    minute: minute.toISOString(),
    count,
    lastProcedure,
    lastRequestId,
    lastAt: lastAt.toISOString(),
  }
}

/** The scope that a row of the record names. */
export function toScope(value: string): LimitScope {
  const scope = limitScopes.find((known) => known === value)
  if (!scope) throw new Error(`The record of what was blocked names the scope ${value}.`)
  return scope
}

function matches(search: string): SQL | undefined {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return or(
    ilike(limitBlock.key, pattern),
    ilike(limitBlock.lastProcedure, pattern),
    ilike(limitBlock.key, `%/account:${accountValue(search)}`),
    eq(limitBlock.lastRequestId, search),
  )
}

function before(cursor: string): SQL {
  const [minute, key] = decodeCursor(cursor, 2) ?? []
  if (minute === undefined || key === undefined || Number.isNaN(Date.parse(minute))) {
    throw new AppError(
      'BAD_REQUEST',
      'The cursor is not one that this list gave out. Start at the first page.',
    )
  }
  return sql`(${limitBlock.minute}, ${limitBlock.key}) < (${minute}::timestamptz, ${key}::text)`
}
