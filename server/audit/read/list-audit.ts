import { and, count, desc, sql } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import { type AuditEvent, type AuditFilter, countedAudit, type ListAuditInput } from '#shared/audit.ts'
import { encodeCursor, type Page } from '#shared/pagination.ts'
import type { ServiceContext } from '../../service-context.ts'
import { behindCursor, matchesFilter } from './audit-filter.ts'
import { toAuditEvent } from './audit-view.ts'

/** A page of the log, newest first, counted to 10,000. Throws BAD_REQUEST for a cursor that is not ours. */
export async function listAudit(ctx: ServiceContext, input: ListAuditInput): Promise<Page<AuditEvent>> {
  const { limit, cursor, ...filter } = input
  const rows = await ctx.db
    .select()
    .from(auditEvent)
    .where(and(matchesFilter(filter), cursor ? behindCursor(cursor, 2) : undefined))
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toAuditEvent)
  const last = rows.length > limit ? items.at(-1) : undefined
  // A first page that is also the last one is counted already.
  const counted = last || cursor ? await countRows(ctx, filter) : items.length
  return {
    items,
    nextCursor: last ? encodeCursor([last.at, last.id]) : null,
    total: Math.min(counted, countedAudit),
    totalCapped: counted > countedAudit,
  }
}

async function countRows({ db }: ServiceContext, filter: AuditFilter): Promise<number> {
  const found = db
    .select({ one: sql`1`.as('one') })
    .from(auditEvent)
    .where(matchesFilter(filter))
    .limit(countedAudit + 1)
    .as('found')
  const [row] = await db.select({ rows: count() }).from(found)
  return row?.rows ?? 0
}
