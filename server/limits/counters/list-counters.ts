import { and, asc, count, ilike, or, type SQL, sql } from 'drizzle-orm'
import { rateLimit } from '#drizzle/schema/index.ts'
import type { LimitCounter, ListLimitsInput } from '#shared/limits/limits.ts'
import type { Page } from '#shared/pagination.ts'
import { containing } from '../../database/like.ts'
import { behindKey, pageOf } from '../../database/page.ts'
import { accountValue } from '../limit-keys.ts'
import type { LimitsContext } from '../limits-context.ts'
import { counterColumns, requireQuota, toLimitCounter } from './counter-view.ts'
import { isFull, matchesQuota, type QuotaRow, quotaRows, quotaTable } from './quota-table.ts'

/**
 * A page of counters by key: `search` looks in the key and finds an account by its e-mail address, `blocked` means
 * that the next call would be refused. Throws BAD_REQUEST for a cursor that is not ours.
 */
export async function listCounters(ctx: LimitsContext, input: ListLimitsInput): Promise<Page<LimitCounter>> {
  const quotas = quotaRows(ctx.limiter.policies).filter(
    ({ policy, scope }) => (input.policy ?? policy) === policy && (input.scope ?? scope) === scope,
  )
  if (quotas.length === 0) return { items: [], nextCursor: null, total: 0 }
  const filter = and(
    input.search ? matches(input.search) : undefined,
    input.blocked === undefined ? undefined : sql`${isFull(quotas, rulesInOrder(ctx))} = ${input.blocked}`,
  )
  const [rows, total] = await Promise.all([
    readPage(ctx, quotas, filter, input),
    countRows(ctx, quotas, filter),
  ])
  const page = pageOf(rows, input.limit, ({ key }) => [key])
  return {
    ...page,
    items: page.items.map((row) => toLimitCounter(ctx, requireQuota(ctx, row.key), row, row.now)),
    total,
  }
}

function readPage(ctx: LimitsContext, quotas: QuotaRow[], filter: SQL | undefined, input: ListLimitsInput) {
  return ctx.db
    .select(counterColumns)
    .from(rateLimit)
    .innerJoin(quotaTable(quotas), matchesQuota)
    .where(and(filter, behindKey(rateLimit.key, input.cursor)))
    .orderBy(asc(rateLimit.key))
    .limit(input.limit + 1)
}

async function countRows(
  { db }: LimitsContext,
  quotas: QuotaRow[],
  filter: SQL | undefined,
): Promise<number> {
  const [counted] = await db
    .select({ total: count() })
    .from(rateLimit)
    .innerJoin(quotaTable(quotas), matchesQuota)
    .where(filter)
  return counted?.total ?? 0
}

const rulesInOrder = ({ limiter: { rules } }: LimitsContext) => rules.overrides.inOrder(rules.now())

function matches(search: string): SQL | undefined {
  const pattern = containing(search)
  return or(ilike(rateLimit.key, pattern), ilike(rateLimit.key, `%/account:${accountValue(search)}`))
}
