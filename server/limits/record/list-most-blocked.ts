import { and, asc, desc, eq, gte, sql } from 'drizzle-orm'
import { limitBlock } from '#drizzle/schema/index.ts'
import type { BlockedCaller, ListMostBlockedInput } from '#shared/limits/limit-events.ts'
import type { Page } from '#shared/pagination.ts'
import type { ServiceContext } from '../../service-context.ts'
import { toScope } from './list-blocked.ts'

const hourMs = 60 * 60 * 1000

/** The counters that blocked most calls since a time, most first; `total` counts those that are listed. */
export async function listMostBlocked(
  ctx: ServiceContext,
  input: ListMostBlockedInput,
): Promise<Page<BlockedCaller>> {
  const from = input.from ? new Date(input.from) : new Date(ctx.now.getTime() - hourMs)
  const { key, policy, scope } = limitBlock
  const times = sql`sum(${limitBlock.count})`
  const rows = await ctx.db
    .select({
      key,
      policy,
      scope,
      count: times.mapWith(Number),
      lastAt: sql`max(${limitBlock.lastAt})`.mapWith(limitBlock.lastAt),
    })
    .from(limitBlock)
    .where(and(gte(limitBlock.minute, from), input.policy ? eq(policy, input.policy) : undefined))
    .groupBy(key, policy, scope)
    .orderBy(desc(times), asc(key))
    .limit(input.limit)
  const items = rows.map(({ key, scope, lastAt, ...row }) => ({
    id: key,
    ...row,
    scope: toScope(scope),
    value: key.slice(key.indexOf(':') + 1),
    lastAt: lastAt.toISOString(),
  }))
  return { items, nextCursor: null, total: items.length }
}
