import { and, asc, count, gt, ilike, or, type SQL, sql } from 'drizzle-orm'
import { rateLimit } from '#drizzle/schema/index.ts'
import type { LimitCounter, ListLimitsInput } from '#shared/limits.ts'
import { decodeCursor, encodeCursor, type Page } from '#shared/pagination.ts'
import { AppError } from '../../errors.ts'
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
  const items = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? items.at(-1) : undefined
  return {
    items: items.map((row) => toLimitCounter(ctx, requireQuota(ctx, row.key), row, row.now)),
    nextCursor: last ? encodeCursor([last.key]) : null,
    total,
  }
}

function readPage(ctx: LimitsContext, quotas: QuotaRow[], filter: SQL | undefined, input: ListLimitsInput) {
  return ctx.db
    .select(counterColumns)
    .from(rateLimit)
    .innerJoin(quotaTable(quotas), matchesQuota)
    .where(and(filter, input.cursor ? gt(rateLimit.key, keyOf(input.cursor)) : undefined))
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
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return or(ilike(rateLimit.key, pattern), ilike(rateLimit.key, `%/account:${accountValue(search)}`))
}

function keyOf(cursor: string): string {
  const [key] = decodeCursor(cursor, 1) ?? []
  if (key !== undefined) return key
  throw new AppError('BAD_REQUEST', 'The cursor is not one that this list gave out. Start at the first page.')
}
