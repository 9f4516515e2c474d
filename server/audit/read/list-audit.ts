import { and, desc, sql } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import { type AuditEvent, type AuditFilter, countedAudit, type ListAuditInput } from '#shared/audit/audit.ts'
import type { Page } from '#shared/pagination.ts'
import { behindTime, countTo, pageOf } from '../../database/page.ts'
import type { ServiceContext } from '../../service-context.ts'
import { logOrder, matchesFilter } from './audit-filter.ts'
import { toAuditEvents } from './audit-view.ts'

/** A page of the log, newest first, counted to 10,000. Throws BAD_REQUEST for a cursor that is not ours. */
export async function listAudit(ctx: ServiceContext, input: ListAuditInput): Promise<Page<AuditEvent>> {
  const { limit, cursor, ...filter } = input
  const rows = await ctx.db
    .select()
    .from(auditEvent)
    .where(and(matchesFilter(filter), behindTime(logOrder, cursor)))
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
    .limit(limit + 1)
  const page = pageOf(rows, limit, ({ at, id }) => [at.toISOString(), id])
  // A first page that is also the last one is counted already.
  const counted = page.nextCursor || cursor ? await countRows(ctx, filter) : rows.length
  return {
    ...page,
    items: await toAuditEvents(ctx, page.items),
    total: Math.min(counted, countedAudit),
    totalCapped: counted > countedAudit,
  }
}

const countRows = ({ db }: ServiceContext, filter: AuditFilter): Promise<number> =>
  countTo(db, countedAudit, db.select({ one: sql`1` }).from(auditEvent).where(matchesFilter(filter)))
