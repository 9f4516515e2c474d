import { and, count, desc, eq, ilike, or, type SQL } from 'drizzle-orm'
import { type LimitBlockTable, limitBlock } from '#drizzle/schema/index.ts'
import type { BlockedCalls, ListBlockedInput } from '#shared/limits/limit-events.ts'
import { type LimitScope, limitScopes } from '#shared/limits/limits.ts'
import type { Page } from '#shared/pagination.ts'
import { containing } from '../../database/like.ts'
import { behindTime, pageOf } from '../../database/page.ts'
import type { ServiceContext } from '../../service-context.ts'
import { accountValue } from '../limit-keys.ts'

const order = { at: limitBlock.minute, id: limitBlock.key }

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
      .where(and(filter, behindTime(order, input.cursor)))
      .orderBy(desc(limitBlock.minute), desc(limitBlock.key))
      .limit(input.limit + 1),
    ctx.db.select({ total: count() }).from(limitBlock).where(filter),
  ])
  const page = pageOf(rows, input.limit, ({ minute, key }) => [minute.toISOString(), key])
  return { ...page, items: page.items.map(toBlockedCalls), total: counted?.total ?? 0 }
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
  const pattern = containing(search)
  return or(
    ilike(limitBlock.key, pattern),
    ilike(limitBlock.lastProcedure, pattern),
    ilike(limitBlock.key, `%/account:${accountValue(search)}`),
    eq(limitBlock.lastRequestId, search),
  )
}
